import { Observable } from "./observable.js";

const WAIT = 10;
const PAUSE = 120;
const RETRY = 1500;

/* Follows the company's journal: one request waits on the emulator until something happens.

   A page that nobody sees does not wait, so that many tabs hold no connections. */
export class Live extends Observable {
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

  async #follow() {
    if (this.#request !== null) return;
    while (this.#isOn && !document.hidden) {
      this.#request = new AbortController();
      try {
        const news = await this.#ask(this.#request.signal);
        this.#cursor = news.cursor;
        this.#found();
        this.company.take(news);
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
    const query = new URLSearchParams({ limit: 500 });
    if (this.#cursor !== null) {
      query.set("after", this.#cursor);
      query.set("wait", this.isLost || this.#isCrowded ? 0 : WAIT);
    }
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
