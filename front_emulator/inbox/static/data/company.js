import { Channels } from "./channels.js";
import { Clock } from "./clock.js";
import { ContractRun } from "./contract.js";
import { Conversations } from "./conversations.js";
import { Faults } from "./faults.js";
import { admin, download, front } from "./http.js";
import { Journal } from "./journal.js";
import { Live } from "./live.js";
import { Observable } from "./observable.js";
import { Seen } from "./seen.js";
import { Thread } from "./thread.js";

/* One company: what is known of it, and how to ask for more. */
export class Company extends Observable {
  teammates = [];
  tags = [];
  thread = null;
  #isKnown = false;
  #actsAs = null;
  #onFocus = () => this.#watched(this.channels.load(), this.clock.load(), this.faults.load());

  constructor(shown, app) {
    super();
    Object.assign(this, shown);
    this.app = app;
    this.clock = new Clock(this);
    this.channels = new Channels(this);
    this.conversations = new Conversations(this);
    this.faults = new Faults(this);
    this.journal = new Journal(this);
    this.contract = new ContractRun(this);
    this.seen = new Seen(this.id);
    this.live = new Live(this);
  }

  enter() {
    this.load();
    this.live.start();
    window.addEventListener("focus", this.#onFocus);
  }

  /* Asks for all anew. */
  load() {
    this.#watched(this.#loadPeople(), this.channels.load(), this.clock.load(), this.faults.load());
    this.conversations.load();
    this.thread?.load();
  }

  /* Takes up what the journal tells. */
  take(news) {
    this.journal.take(news);
    const { entries, goes_on: goesOn } = news;
    const isFirst = !this.#isKnown;
    this.#isKnown = true;
    if (isFirst) return;
    if (!goesOn) {
      this.load();
      return;
    }
    const ids = new Set(entries.map((entry) => entry.conversation_id).filter(Boolean));
    const writes = entries.filter((entry) => entry.kind === "request" && entry.method !== "GET");
    this.#watched(this.clock.load(), this.conversations.refresh(ids));
    if (ids.has(this.thread?.id)) this.thread.load();
    if (writes.length > 0) this.#watched(this.channels.load(), this.faults.load(), this.#loadPeople());
  }

  leave() {
    window.removeEventListener("focus", this.#onFocus);
    this.live.stop();
    this.contract.leave();
  }

  /* A request to the admin API about this company. */
  admin(method, path, options) {
    return admin(method, `/companies/${this.id}${path}`, options);
  }

  /* A request to Front's API with this company's token. */
  front(method, path, options) {
    return front(this, method, path, options);
  }

  download(path) {
    return download(this, path);
  }

  /* The thread of a conversation, the same as long as it is shown. */
  open(conversationId) {
    if (this.thread?.id !== conversationId) {
      this.thread = conversationId === "" ? null : new Thread(this, conversationId);
      this.thread?.load();
    }
    return this.thread;
  }

  #watched(...begun) {
    for (const each of begun) each.catch((error) => this.live.isLost || this.app.toasts.fail(error));
  }

  async #loadPeople() {
    const [teammates, tags] = await Promise.all([
      this.front("GET", "/teammates"),
      this.front("GET", "/tags?limit=100"),
    ]);
    this.teammates = teammates._results;
    this.tags = tags._results;
    this.changed();
  }

  /* The teammate this page acts as. */
  get teammate() {
    return this.teammates.find((each) => each.id === this.#actsAs) ?? this.teammates[0];
  }

  actAs(teammateId) {
    this.#actsAs = teammateId;
    this.changed();
  }

  /* The tag with this name, made where there is none. */
  async tagNamed(name) {
    const found = this.tags.find((tag) => tag.name.toLowerCase() === name.toLowerCase());
    if (found !== undefined) return found;
    const made = await this.front("POST", "/tags", { body: { name } });
    this.tags = [made, ...this.tags];
    this.changed();
    return made;
  }
}
