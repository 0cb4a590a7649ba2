import { withFiles } from "./forms.js";
import { Observable } from "./observable.js";

/* The channels and their settings. */
export class Channels extends Observable {
  /* loading, ready or failed */
  state = "loading";
  error = null;
  list = [];

  constructor(company) {
    super();
    this.company = company;
  }

  find(id) {
    return this.list.find((channel) => channel.id === id);
  }

  /* Where the integration POSTs what it receives. */
  incomingUrl(channel) {
    return `${location.origin}/channels/${channel.id}/incoming_messages`;
  }

  async load() {
    try {
      this.list = (await this.company.front("GET", "/channels"))._results;
      this.state = "ready";
    } catch (error) {
      this.state = "failed";
      this.error = error;
    }
    this.changed();
  }

  /* What somebody outside writes, as an integration would pass it on. */
  writeIn(channelId, { handle, name, subject, body, thread_ref: threadRef, files = [] }) {
    const fields = {
      sender: { handle, name: name || undefined },
      subject: subject || undefined,
      body,
      metadata: threadRef ? { thread_ref: threadRef } : undefined,
    };
    const options = { body: withFiles(fields, files) };
    return this.company.front("POST", `/channels/${channelId}/incoming_messages`, options);
  }

  /* A new message of a teammate. */
  compose(channelId, fields, files) {
    const options = { body: withFiles(fields, files) };
    return this.company.front("POST", `/channels/${channelId}/messages`, options);
  }

  async update(channel, patch) {
    await this.company.front("PATCH", `/channels/${channel.id}`, { body: patch });
    await this.load();
  }
}
