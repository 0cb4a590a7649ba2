import { Observable } from "./observable.js";

/* What goes wrong on purpose. */
export class Faults extends Observable {
  rules = [];

  constructor(company) {
    super();
    this.company = company;
  }

  async load() {
    this.rules = (await this.company.admin("GET", "/faults")).faults;
    this.changed();
  }

  async add(fault) {
    await this.company.admin("POST", "/faults", { body: fault });
    await this.load();
  }

  async remove(rule) {
    await this.company.admin("DELETE", `/faults/${rule.id}`);
    await this.load();
  }

  async clear() {
    await this.company.admin("DELETE", "/faults");
    await this.load();
  }
}
