import { Observable } from "./observable.js";

const REMEMBERED = 5000;

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
