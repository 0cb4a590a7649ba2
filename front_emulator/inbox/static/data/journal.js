import { Observable } from "./observable.js";

const KEPT = 1000;

export const STATUSES = {
  "": "Any outcome",
  ok: "Went well",
  bad: "Went wrong",
  open: "Under way",
};

/* What crossed the wire, the latest first: requests to Front and deliveries from it. */
export class Journal extends Observable {
  /* loading, ready or failed */
  state = "loading";
  error = null;
  direction = "";
  outcome = "";
  conversation = "";
  #entries = new Map();

  constructor(company) {
    super();
    this.company = company;
  }

  /* The company's, made when it is first looked at. */
  static of(company) {
    company.journal ??= new Journal(company);
    return company.journal;
  }

  /* What has crossed the wire so far. */
  async load() {
    if (this.state === "ready") return;
    try {
      const { entries } = await this.company.admin("GET", `/journal?limit=${KEPT}`);
      const known = this.#entries;
      this.#entries = new Map();
      this.#put(entries);
      this.#put(known.values());
      this.state = "ready";
    } catch (error) {
      this.state = "failed";
      this.error = error;
    }
    this.changed();
  }

  /* What has happened since, as the journal tells it; all of it where it begins anew. */
  take({ entries, goes_on: goesOn }) {
    if (!goesOn) this.#entries.clear();
    this.#put(entries);
    this.changed();
  }

  #put(entries) {
    for (const each of entries) {
      if (each.kind === "event") continue;
      this.#entries.set(each.id, each);
    }
    for (const id of this.#entries.keys()) {
      if (this.#entries.size <= KEPT) break;
      this.#entries.delete(id);
    }
  }

  get shown() {
    return [...this.#entries.values()].filter((entry) => this.#fits(entry)).reverse();
  }

  get isEmpty() {
    return this.#entries.size === 0;
  }

  show({ direction = this.direction, outcome = this.outcome, conversation = this.conversation }) {
    Object.assign(this, { direction, outcome, conversation });
    this.changed();
  }

  /* An entry, asked for where it is older than what is kept here. */
  async get(id) {
    if (!this.#entries.has(id)) {
      this.#entries.set(id, await this.company.admin("GET", `/journal/${id}`));
      this.changed();
    }
    return this.#entries.get(id);
  }

  find(id) {
    return this.#entries.get(id);
  }

  #fits(entry) {
    return (
      (this.direction === "" || entry.direction === this.direction) &&
      (this.conversation === "" || entry.conversation_id === this.conversation) &&
      (this.outcome === "" || outcomeOf(entry) === this.outcome)
    );
  }
}

/* ok, bad or open */
export function outcomeOf(entry) {
  if (!entry.is_over) return "open";
  if (entry.kind === "delivery") return entry.error_type === null ? "ok" : "bad";
  if (["webhook", "handshake"].includes(entry.kind)) return entry.state === "sent" ? "ok" : "bad";
  return entry.status !== null && entry.status < 400 ? "ok" : "bad";
}
