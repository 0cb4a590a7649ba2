import { Observable } from "./observable.js";

/* The company's time, and what falls due. */
export class Clock extends Observable {
  isFrozen = false;
  due = [];
  #at = Date.now() / 1000;
  #askedAt = performance.now();

  constructor(company) {
    super();
    this.company = company;
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
