import { Company } from "./company.js";
import { Refused, Unreachable, admin, setAdminToken, takeTokenFromAddress } from "./http.js";
import { Observable } from "./observable.js";

const VIEWS = ["inbox", "wire", "contract", "channels"];
const SHOWN_FOR = 5000;

/* All there is: the companies, the one that is shown, and where the page is. */
class App extends Observable {
  /* starting, token (the admin token is asked for), failed or ready */
  state = "starting";
  error = null;
  companies = [];
  company = null;
  toasts = new Toasts();

  constructor() {
    super();
    takeTokenFromAddress();
    this.route = new Route();
    this.route.subscribe(() => this.#follow());
  }

  async start() {
    try {
      await this.loadCompanies();
      this.state = "ready";
      await this.#follow();
    } catch (error) {
      const needsToken = error instanceof Refused && error.status === 401;
      this.state = needsToken ? "token" : "failed";
      this.error = error;
    }
    this.changed();
  }

  useToken(token) {
    setAdminToken(token);
    return this.start();
  }

  async loadCompanies() {
    this.companies = (await admin("GET", "/companies")).companies;
    this.changed();
  }

  /* Shows the company the address names; the latest where it names none that exists. */
  async #follow() {
    if (this.state !== "ready") return;
    const { company: wanted } = this.route;
    if (wanted !== "latest" && wanted === this.company?.id) return;
    if (wanted === "latest" && this.company !== null) return;
    let found = this.companies.find((each) => each.id === wanted);
    if (found === undefined && wanted !== "latest") {
      await this.loadCompanies().catch((error) => this.toasts.fail(error));
      found = this.companies.find((each) => each.id === wanted);
    }
    await this.#show(found ?? this.companies.at(-1));
  }

  /* With its conversations, so that nothing is drawn only to be drawn anew. */
  async #show(shown) {
    this.company?.leave();
    this.company = shown === undefined ? null : new Company(shown, this);
    await this.company?.enter();
    this.changed();
  }
}

/* Where the page is: #/company/view/id?filter=…, so that every place has an address. */
class Route extends Observable {
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

/* Short notes in front of the page. */
class Toasts extends Observable {
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

/* Begins to ask at once, while the views are still on their way. */
export const app = new App();
app.start();
