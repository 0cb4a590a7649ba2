import { pathOf } from "./http.js";
import { Observable } from "./observable.js";

const PAGE = 50;
const SHOWN_EVENTS = new Set([
  "assign", "unassign", "archive", "reopen", "trash", "restore", "tag", "untag", "comment",
]);

/* One conversation: its messages, what happened beside them, and its deliveries. */
export class Thread extends Observable {
  /* loading, ready, gone or failed */
  state = "loading";
  error = null;
  glance = null;
  conversation = null;
  contact = null;
  #messages = new Map();
  #events = new Map();
  #deliveries = new Map();
  #earlier = { messages: null, events: null };

  constructor(company, id) {
    super();
    this.company = company;
    this.id = id;
  }

  /* The thread of a conversation, the same as long as it is shown. */
  static of(company, id) {
    if (company.thread?.id !== id) {
      company.thread = new Thread(company, id);
      company.thread.load();
    }
    return company.thread;
  }

  get messages() {
    return [...this.#messages.values()].sort((one, other) => one.created_at - other.created_at);
  }

  get lastInbound() {
    return this.messages.findLast((message) => message.is_inbound);
  }

  get hasEarlier() {
    return this.#earlier.messages !== null;
  }

  /* Messages and events in the order in which they happened: [at, kind, what]. */
  get timeline() {
    const messages = this.messages.map((message) => [message.created_at, "message", message]);
    const first = this.hasEarlier ? (messages[0]?.[0] ?? 0) : 0;
    const events = [...this.#events.values()]
      .filter((event) => SHOWN_EVENTS.has(event.type) && event.emitted_at >= first)
      .map((event) => [event.emitted_at, event.type === "comment" ? "comment" : "event", event]);
    return [...messages, ...events].sort((one, other) => one[0] - other[0]);
  }

  /* The latest delivery of a message. */
  deliveryOf(message) {
    return this.#deliveries.get(message.id);
  }

  /* The delivery that can still be undone. */
  get undoable() {
    const waiting = [...this.#deliveries.values()].filter((each) => each.state === "scheduled");
    return waiting.sort((one, other) => one.due_at - other.due_at)[0];
  }

  async load() {
    try {
      await this.#read();
      this.state = "ready";
    } catch (error) {
      this.state = error.status === 404 ? "gone" : "failed";
      this.error = error;
    }
    this.changed();
  }

  async #read() {
    const path = `/conversations/${this.id}`;
    const [glance, conversation, messages, events, deliveries] = await Promise.all([
      this.company.admin("GET", path),
      this.company.front("GET", path),
      this.company.front("GET", `${path}/messages?limit=${PAGE}`),
      this.company.front("GET", `${path}/events?limit=${PAGE}`),
      this.company.admin("GET", `${path}/deliveries`),
    ]);
    const isFirst = this.conversation === null;
    this.glance = glance;
    this.conversation = conversation;
    this.#take(this.#messages, messages._results);
    this.#take(this.#events, events._results);
    for (const each of deliveries.deliveries) {
      const known = this.#deliveries.get(each.message_id);
      if (known === undefined || known.attempt <= each.attempt) {
        this.#deliveries.set(each.message_id, each);
      }
    }
    if (isFirst) {
      this.#earlier = { messages: next(messages), events: next(events) };
      await this.#readContact();
    }
  }

  async loadEarlier() {
    for (const kind of ["messages", "events"]) {
      const link = this.#earlier[kind];
      if (link !== null) {
        const page = await this.company.front("GET", link);
        this.#take(kind === "messages" ? this.#messages : this.#events, page._results);
        this.#earlier[kind] = next(page);
      }
    }
    this.changed();
  }

  async #readContact() {
    const link = this.conversation.recipient?._links.related.contact;
    if (link) this.contact = await this.company.front("GET", pathOf(link));
  }

  #take(known, found) {
    for (const each of found) known.set(each.id, each);
  }

  /* What a teammate does. */

  reply(form) {
    return this.#act("POST", "/messages", form);
  }

  comment(body, authorId) {
    return this.#act("POST", "/comments", { body, author_id: authorId });
  }

  change(change) {
    const body = { author: this.company.teammate?.id, ...change };
    return this.#then(this.company.admin("PATCH", `/conversations/${this.id}`, { body }));
  }

  async tag(name) {
    const tag = await this.company.tagNamed(name);
    return this.change({ tag_ids: [...this.#tagIds, tag.id] });
  }

  untag(tag) {
    return this.change({ tag_ids: this.#tagIds.filter((id) => id !== tag.id) });
  }

  get #tagIds() {
    return this.conversation.tags.map((tag) => tag.id);
  }

  /* Another message of whoever wrote last, in the same thread. */
  writeAsVisitor(body, files) {
    const last = this.lastInbound;
    const { handle, name } = last.recipients.find((each) => each.role === "from");
    const message = { handle, name, body, thread_ref: last.metadata.thread_ref, files };
    return this.#then(this.company.channels.writeIn(this.glance.channel_id, message));
  }

  undo(delivery) {
    return this.#then(this.company.admin("POST", `/deliveries/${delivery.id}/undo`));
  }

  resend(message) {
    return this.#then(this.company.admin("POST", `/messages/${message.id}/resend`, { body: { wait: false } }));
  }

  #act(method, path, body) {
    return this.#then(this.company.front(method, `/conversations/${this.id}${path}`, { body }));
  }

  async #then(done) {
    const answer = await done;
    await this.load();
    this.company.clock.load();
    this.company.conversations.refresh([this.id]);
    return answer;
  }
}

const next = (page) => (page._pagination?.next ? pathOf(page._pagination.next) : null);
