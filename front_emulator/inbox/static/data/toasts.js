import { Refused, Unreachable } from "./http.js";
import { Observable } from "./observable.js";

const SHOWN_FOR = 5000;

/* Short notes at the foot of the page. */
export class Toasts extends Observable {
  shown = [];
  #count = 0;

  tell(text, kind = "") {
    const id = (this.#count += 1);
    this.shown = [...this.shown.slice(-2), { id, text, kind }];
    this.changed();
    setTimeout(() => this.dismiss(id), kind === "bad" ? SHOWN_FOR * 2 : SHOWN_FOR);
  }

  fail(error) {
    if (!(error instanceof Refused || error instanceof Unreachable)) console.error(error);
    this.tell(error.message, "bad");
  }

  dismiss(id) {
    this.shown = this.shown.filter((toast) => toast.id !== id);
    this.changed();
  }
}
