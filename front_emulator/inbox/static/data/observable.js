/* Something whose changes others are told of: once for all that change in one go. */
export class Observable {
  #listeners = new Set();
  #isTelling = false;

  /* Calls `listener` after changes; returns what ends that. */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed() {
    if (this.#isTelling) return;
    this.#isTelling = true;
    queueMicrotask(() => {
      this.#isTelling = false;
      for (const listener of [...this.#listeners]) listener();
    });
  }
}
