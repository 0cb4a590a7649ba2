/* Where the page is: #/company/view/id?filter=…, so that every place has an address. */
import { Observable } from "./observable.js";

export const VIEWS = ["inbox", "wire", "contract", "channels"];

export class Route extends Observable {
  constructor() {
    super();
    this.#read();
    window.addEventListener("hashchange", () => {
      this.#read();
      this.changed();
    });
  }

  #read() {
    const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
    const [company = "", view = "", id = ""] = path.split("/").map(decodeURIComponent);
    this.company = company || "latest";
    this.view = VIEWS.includes(view) ? view : "inbox";
    this.id = id;
    this.query = new URLSearchParams(query);
  }

  /* The address of a place; what is not given stays as it is. */
  to({ company = this.company, view = this.view, id = "", query = {} } = {}) {
    const parts = [company, view, id].filter(Boolean).map(encodeURIComponent);
    const kept = Object.entries(query).filter(([, value]) => value);
    const search = new URLSearchParams(kept).toString();
    return `#/${parts.join("/")}${search && `?${search}`}`;
  }

  go(place) {
    location.hash = this.to(place);
  }

  /* Goes without leaving a step to come back to. */
  replace(place) {
    history.replaceState(null, "", this.to(place));
    this.#read();
    this.changed();
  }
}
