import { Company } from "./company.js";
import { Refused, admin, setAdminToken, takeTokenFromAddress } from "./http.js";
import { Observable } from "./observable.js";
import { Route } from "./route.js";
import { Toasts } from "./toasts.js";

/* All there is: the companies, the one that is shown, and where the page is. */
export class App extends Observable {
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
      this.#follow();
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
    this.#show(found ?? this.companies.at(-1));
  }

  #show(shown) {
    this.company?.leave();
    this.company = shown === undefined ? null : new Company(shown, this);
    this.company?.enter();
    this.changed();
  }
}
