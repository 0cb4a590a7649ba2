import { Conversations, Seen } from "./conversations.js";
import { Unreachable, admin, download, front } from "./http.js";
import { Observable } from "./observable.js";
import { Channels, Clock, Faults } from "./setup.js";

const WAIT = 10;
const PAUSE = 120;
const RETRY = 1500;

/* One company: what is known of it, and how to ask for more. */
export class Company extends Observable {
  teammates = [];
  tags = [];
  /* What one view alone needs is made by that. */
  thread = null;
  journal = null;
  contract = null;
  #actsAs = null;
  #onFocus = () => this.#watched(this.channels.load(), this.clock.load(), this.faults.load());

  constructor(shown, app) {
    super();
    Object.assign(this, shown);
    this.app = app;
    this.clock = new Clock(this, shown.clock);
    this.channels = new Channels(this);
    this.conversations = new Conversations(this);
    this.faults = new Faults(this);
    this.seen = new Seen(this.id);
    this.live = new Live(this);
  }

  enter() {
    this.live.start();
    window.addEventListener("focus", this.#onFocus);
    return this.load();
  }

  /* Asks for all anew: for what there is to read, and once that is drawn for the rest. */
  async load() {
    this.thread?.load();
    await this.conversations.load();
    setTimeout(() => {
      this.#watched(this.clock.load(), this.faults.load(), this.channels.load(), this.#loadPeople());
    });
  }

  /* Takes up what the journal tells. */
  take(news) {
    this.journal?.take(news);
    const { entries, goes_on: goesOn } = news;
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
    this.contract?.leave();
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

  #watched(...begun) {
    for (const each of begun) each.catch((error) => this.live.tellsOf(error) || this.app.toasts.fail(error));
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

/* Follows the company's journal: one request waits on the emulator until something happens.

   A page that nobody sees does not wait, so that many tabs hold no connections; it only asks where
   the journal has got to, and takes up what it missed when it is seen. */
class Live extends Observable {
  isLost = false;
  whyLost = "";
  #isOn = false;
  #request = null;
  #cursor = null;
  #isCrowded = false;

  constructor(company) {
    super();
    this.company = company;
    this.onVisible = () => (document.hidden ? this.#request?.abort() : this.#follow());
  }

  start() {
    this.#isOn = true;
    document.addEventListener("visibilitychange", this.onVisible);
    this.#follow();
  }

  stop() {
    this.#isOn = false;
    this.#request?.abort();
    document.removeEventListener("visibilitychange", this.onVisible);
  }

  /* Whether it shows already, or is about to, why a request went wrong. */
  tellsOf(error) {
    return this.isLost || error instanceof Unreachable;
  }

  async #follow() {
    if (this.#request !== null) return;
    while (this.#isOn && (this.#cursor === null || !document.hidden)) {
      this.#request = new AbortController();
      try {
        const news = await this.#ask(this.#request.signal);
        const isFirst = this.#cursor === null;
        this.#cursor = news.cursor;
        this.#found();
        if (!isFirst) this.company.take(news);
        await pause(this.#isCrowded ? RETRY : PAUSE);
      } catch (error) {
        if (error.name === "AbortError") continue;
        // Too many wait already: then this page asks now and again.
        this.#isCrowded = error.status === 503;
        if (!this.#isCrowded) this.#lose(error);
        await pause(RETRY);
      }
    }
    this.#request = null;
  }

  #ask(signal) {
    const query = new URLSearchParams({ limit: 500, after: this.#cursor ?? "now" });
    if (this.#cursor !== null) query.set("wait", this.isLost || this.#isCrowded ? 0 : WAIT);
    return this.company.admin("GET", `/journal/follow?${query}`, { signal });
  }

  #found() {
    if (!this.isLost) return;
    this.isLost = false;
    this.company.load();
    this.changed();
  }

  #lose(error) {
    this.isLost = true;
    this.whyLost = error.status === 404 ? "This company has ended." : error.message;
    this.changed();
  }
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
