import { Observable } from "./observable.js";

const WAIT = 10;
const RETRY = 1000;

export const REPORTS = { html: "HTML", markdown: "Markdown", junit: "JUnit", json: "JSON", sarif: "SARIF" };
export const DIRECTIONS = ["front_to_integration", "integration_to_front"];
export const WORST_FIRST = ["FAIL", "ERROR", "WARN", "INCONCLUSIVE", "INFO", "N/A", "PASS"];

/* The latest contract run of a company: how it is getting on, and what it found. */
export class ContractRun extends Observable {
  /* loading or ready */
  state = "loading";
  run = null;
  report = null;
  #applications = [];
  #isOn = true;
  #isFollowing = false;

  constructor(company) {
    super();
    this.company = company;
  }

  /* The company's, made when it is first looked at. */
  static of(company) {
    company.contract ??= new ContractRun(company);
    return company.contract;
  }

  get isRunning() {
    return this.run?.state === "running";
  }

  leave() {
    this.#isOn = false;
  }

  /* What a run can be about: each channel with where its messages go, and for one of an
     application where it is asked about channels. */
  get subjects() {
    const own = this.#applications.flatMap(({ channels, server_url }) => channels.map(({ id }) => [id, server_url]));
    const servers = new Map(own);
    return this.company.channels.list.map(({ id, name, settings: { webhook_url: url } }) =>
      servers.has(id) ? { id, name, url, kind: "application", server_url: servers.get(id) } : { id, name, url, kind: "custom" },
    );
  }

  /* Looks whether there is one; follows it while it runs. */
  async load() {
    const [run, { applications }] = await Promise.all([
      this.company.admin("GET", "/contract"),
      this.company.admin("GET", "/applications"),
      this.company.channels.load(),
    ]);
    this.#applications = applications;
    this.#take(run);
    await this.#follow();
  }

  async start(options) {
    this.report = null;
    this.#take(await this.company.admin("POST", "/contract", { body: options }));
    await this.#follow();
  }

  stop() {
    return this.company.admin("DELETE", "/contract");
  }

  file(kind) {
    return this.company.admin("GET", `/contract/reports/${kind}`);
  }

  async #follow() {
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    try {
      while (this.#isOn && this.isRunning) {
        const query = new URLSearchParams({ after: this.run.done, wait: WAIT });
        try {
          this.#take(await this.company.admin("GET", `/contract?${query}`));
        } catch (error) {
          // Too many wait already.
          if (error.status !== 503) throw error;
          await new Promise((done) => setTimeout(done, RETRY));
        }
      }
      if (this.#isOn && this.run?.done > 0) {
        this.report = JSON.parse((await this.file("json")).content);
        this.changed();
      }
    } finally {
      this.#isFollowing = false;
    }
  }

  #take(run) {
    this.run = run.state === "none" ? null : run;
    this.state = "ready";
    this.changed();
  }
}
