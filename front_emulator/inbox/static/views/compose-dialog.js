/* A new message of a teammate, to one handle or more. */
import { html, useState } from "../vendor/htm-preact.js";
import { AttachButton, Files } from "./files.js";
import { nameOf } from "./format.js";
import { useAction, useObserved } from "./hooks.js";
import { Button, Dialog, Field } from "./parts.js";

export default function ComposeDialog({ app, company, onClose }) {
  useObserved(company, company.channels);
  const channels = company.channels.list;
  const [message, setMessage] = useState({ to: "", subject: "", body: "" });
  const [chosen, setChosen] = useState(null);
  const channelId = chosen ?? (channels.find(takesNew) ?? channels[0])?.id;
  const authorId = company.teammate?.id;
  const [files, setFiles] = useState([]);
  const channel = company.channels.find(channelId);
  const [isBusy, submit] = useAction(app, async (event) => {
    event.preventDefault();
    const to = message.to.split(",").map((handle) => handle.trim()).filter(Boolean);
    const fields = { to, body: message.body, author_id: authorId, options: { archive: false } };
    if (message.subject) fields.subject = message.subject;
    await company.channels.compose(channelId, fields, files);
    onClose();
    app.toasts.tell("The message is on its way.");
  });
  const input = (name, label, { hint, kind = "input", isNeeded = false } = {}) => html`<${Field} label=${label} hint=${hint}>
    ${(tied) => html`<${kind}
      ...${tied}
      class="input"
      rows=${kind === "textarea" ? 6 : undefined}
      autocomplete="off"
      required=${isNeeded}
      value=${message[name]}
      onInput=${(event) => setMessage((earlier) => ({ ...earlier, [name]: event.target.value }))}
    />`}
  <//>`;
  const select = (label, value, onChange, options) => html`<${Field} label=${label}>
    ${(tied) => html`<select ...${tied} class="input" value=${value} onChange=${(event) => onChange(event.target.value)}>
      ${options.map(([id, name]) => html`<option key=${id} value=${id}>${name}</option>`)}
    </select>`}
  <//>`;
  return html`<${Dialog} title="New message" onClose=${onClose}>
    <form class="dialog-body" onSubmit=${submit}>
      <div class="pair">
        ${select("From the channel", channelId, setChosen, channels.map(({ id, name }) => [id, name]))}
        ${select("As", authorId, (id) => company.actAs(id), company.teammates.map((each) => [each.id, nameOf(each)]))}
      </div>
      ${channel && !takesNew(channel) &&
      html`<div class="alert warn">
        <div>This channel does not allow new messages, as is Front's default.</div>
        <a href=${app.route.to({ view: "channels", id: channel.id })} onClick=${onClose}>Channel settings</a>
      </div>`}
      ${input("to", "To", { hint: "Handles, with commas between them", isNeeded: true })}
      ${input("subject", "Subject")}
      ${input("body", "Message", { kind: "textarea", isNeeded: true })}
      <${Files} files=${files} onChange=${setFiles} />
      <div class="dialog-foot">
        <${AttachButton} onAttach=${(added) => setFiles([...files, ...added])} />
        <${Button} onClick=${onClose}>Cancel<//>
        <${Button} kind="primary" icon="send" type="submit" disabled=${isBusy || !channel || !takesNew(channel)}>Send<//>
      </div>
    </form>
  <//>`;
}

const takesNew = (channel) => channel.settings.compose_mode !== "unsupported";
