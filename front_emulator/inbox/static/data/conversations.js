import { Observable } from "./observable.js";

const PAGE = 100;
const REFRESHED = 50;
const REMEMBERED = 5000;
const MOST_COUNTED = 99;

export const FILTERS = {
  open: "Open",
  unassigned: "Unassigned",
  assigned: "Assigned",
  archived: "Archived",
  deleted: "Trash",
};

/* The list of conversations, latest activity first, as far as it has been scrolled. */
export class Conversations extends Observable {
  /* loading, ready or failed */
  state = "loading";
  error = null;
  filter = "open";
  isUnreadOnly = false;
  words = "";
  #rows = [];
  #next = null;
  #isLoadingMore = false;
  #asked = 0;

  constructor(company) {
    super();
    this.company = company;
  }

  get rows() {
    const { seen } = this.company;
    return this.isUnreadOnly ? this.#rows.filter((row) => seen.isUnread(row)) : this.#rows;
  }

  get hasMore() {
    return this.#next !== null;
  }

  /* How many of the list as it is shown are unread, "" for none; "3+" where it goes on unseen. */
  get unreadCount() {
    const { seen } = this.company;
    const count = this.#rows.filter((row) => seen.isUnread(row)).length;
    if (count === 0) return "";
    return count > MOST_COUNTED ? `${MOST_COUNTED}+` : `${count}${this.hasMore ? "+" : ""}`;
  }

  find(id) {
    return this.#rows.find((row) => row.id === id);
  }

  show({ filter = this.filter, words = this.words, isUnreadOnly = this.isUnreadOnly }) {
    if (isUnreadOnly !== this.isUnreadOnly) {
      this.isUnreadOnly = isUnreadOnly;
      this.changed();
    }
    if (filter === this.filter && words === this.words) return;
    this.filter = filter;
    this.words = words;
    this.load();
  }

  async load() {
    const asked = (this.#asked += 1);
    this.state = "loading";
    this.changed();
    try {
      const page = await this.#page(PAGE);
      if (asked !== this.#asked) return;
      this.#rows = page.conversations;
      this.#next = page.next;
      this.state = "ready";
    } catch (error) {
      if (asked !== this.#asked) return;
      this.state = "failed";
      this.error = error;
    }
    this.changed();
  }

  /* The next page, when the end of what there is comes near. */
  async more() {
    if (this.#next === null || this.#isLoadingMore) return;
    this.#isLoadingMore = true;
    const asked = this.#asked;
    try {
      const page = await this.#page(PAGE, this.#next);
      if (asked === this.#asked) {
        const known = new Set(this.#rows.map((row) => row.id));
        this.#rows = [...this.#rows, ...page.conversations.filter((row) => !known.has(row.id))];
        this.#next = page.next;
      }
    } catch (error) {
      this.company.app.toasts.fail(error);
    } finally {
      this.#isLoadingMore = false;
      this.changed();
    }
  }

  /* Takes up what has changed: the beginning of the list anew, and `ids` further down. */
  async refresh(ids) {
    if (this.state !== "ready") return this.load();
    const asked = this.#asked;
    const page = await this.#page(REFRESHED);
    if (asked !== this.#asked) return undefined;
    const fresh = new Set(page.conversations.map((row) => row.id));
    const last = page.conversations.at(-1);
    const further = page.next === null ? [] : this.#rows.filter((row) => row.order < last.order);
    this.#rows = [...page.conversations, ...further.filter((row) => !fresh.has(row.id))];
    if (page.next === null || further.length === 0) this.#next = page.next;
    this.changed();
    const changed = [...ids].filter((id) => !fresh.has(id) && this.find(id));
    return Promise.all(changed.map((id) => this.#reread(id)));
  }

  async #reread(id) {
    const row = await this.company.admin("GET", `/conversations/${id}`);
    this.#rows = this.#fits(row)
      ? this.#rows.map((each) => (each.id === id ? row : each))
      : this.#rows.filter((each) => each.id !== id);
    this.changed();
  }

  #fits({ status }) {
    const isOpen = status === "assigned" || status === "unassigned";
    return this.filter === "open" ? isOpen : status === this.filter;
  }

  #page(limit, after = null) {
    const query = new URLSearchParams({ limit });
    if (this.words) query.set("search", this.words);
    query.set("status", this.filter);
    if (after !== null) query.set("after", after);
    return this.company.admin("GET", `/conversations?${query}`);
  }
}

/* Up to when each conversation of a company has been read, in this browser. */
export class Seen extends Observable {
  #key;
  #times;

  constructor(companyId) {
    super();
    this.#key = `front-emulator seen ${companyId}`;
    this.#times = new Map(stored(this.#key));
  }

  /* Whether the last message came in and nobody has looked at it here. */
  isUnread({ id, last_message: message }) {
    return Boolean(message?.is_inbound) && message.created_at > (this.#times.get(id) ?? 0);
  }

  read(conversation) {
    if (!this.isUnread(conversation)) return;
    this.#put(conversation.id, conversation.last_message.created_at);
  }

  unread(conversation) {
    this.#put(conversation.id, 0);
  }

  #put(id, at) {
    this.#times.delete(id);
    this.#times.set(id, at);
    while (this.#times.size > REMEMBERED) this.#times.delete(this.#times.keys().next().value);
    try {
      localStorage.setItem(this.#key, JSON.stringify([...this.#times]));
    } catch {
      // Without storage it is known until the page is left.
    }
    this.changed();
  }
}

function stored(key) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? [];
  } catch {
    return [];
  }
}
