/* How a company is set up: its clock, its channels, and what goes wrong on purpose. */
import { withFiles } from "./http.js";
import { Observable } from "./observable.js";

/* The company's time, and what falls due. */
export class Clock extends Observable {
  isFrozen = false;
  due = [];
  #at;
  #askedAt;

  constructor(company, shown) {
    super();
    this.company = company;
    this.#take(shown);
  }

  /* Unix seconds. */
  now() {
    if (this.isFrozen) return this.#at;
    return this.#at + (performance.now() - this.#askedAt) / 1000;
  }

  async load() {
    const [clock, schedule] = await Promise.all([
      this.company.admin("GET", "/clock"),
      this.company.admin("GET", "/schedule"),
    ]);
    this.#take(clock);
    this.due = schedule.due;
    this.changed();
  }

  freeze() {
    return this.#move("/clock/freeze");
  }

  resume() {
    return this.#move("/clock/resume");
  }

  advance(seconds) {
    return this.#move("/clock/advance", { seconds });
  }

  /* Goes to the moment at which the next thing falls due. */
  toNext() {
    const [next] = this.due;
    return next && this.advance(Math.max(next.at - this.now(), 0));
  }

  async #move(path, body) {
    await this.company.admin("POST", path, { body });
    await this.load();
  }

  #take({ now, is_frozen: isFrozen }) {
    this.#at = now;
    this.#askedAt = performance.now();
    this.isFrozen = isFrozen;
  }
}

/* The channels and their settings. */
export class Channels extends Observable {
  /* loading, ready or failed */
  state = "loading";
  error = null;
  list = [];

  constructor(company) {
    super();
    this.company = company;
  }

  find(id) {
    return this.list.find((channel) => channel.id === id);
  }

  /* Where the integration POSTs what it receives. */
  incomingUrl(channel) {
    return `${location.origin}/channels/${channel.id}/incoming_messages`;
  }

  async load() {
    try {
      this.list = (await this.company.front("GET", "/channels"))._results;
      this.state = "ready";
    } catch (error) {
      this.state = "failed";
      this.error = error;
    }
    this.changed();
  }

  /* What somebody outside writes, as an integration would pass it on. */
  writeIn(channelId, { handle, name, subject, body, thread_ref: threadRef, files = [] }) {
    const fields = {
      sender: { handle, name: name || undefined },
      subject: subject || undefined,
      body,
      metadata: threadRef ? { thread_ref: threadRef } : undefined,
    };
    const options = { body: withFiles(fields, files) };
    return this.company.front("POST", `/channels/${channelId}/incoming_messages`, options);
  }

  /* A new message of a teammate. */
  compose(channelId, fields, files) {
    const options = { body: withFiles(fields, files) };
    return this.company.front("POST", `/channels/${channelId}/messages`, options);
  }

  async update(channel, patch) {
    await this.company.front("PATCH", `/channels/${channel.id}`, { body: patch });
    await this.load();
  }
}

/* What goes wrong on purpose. */
export class Faults extends Observable {
  rules = [];

  constructor(company) {
    super();
    this.company = company;
  }

  async load() {
    this.rules = (await this.company.admin("GET", "/faults")).faults;
    this.changed();
  }

  async add(fault) {
    await this.company.admin("POST", "/faults", { body: fault });
    await this.load();
  }

  async remove(rule) {
    await this.company.admin("DELETE", `/faults/${rule.id}`);
    await this.load();
  }

  async clear() {
    await this.company.admin("DELETE", "/faults");
    await this.load();
  }
}
