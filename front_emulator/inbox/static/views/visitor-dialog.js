/* The outside world: somebody writes to a channel. */
import { html, useState } from "../vendor/htm-preact.js";
import { useAction, useObserved } from "./hooks.js";
import { Button, Dialog, Field } from "./parts.js";

const NOTHING = { body: "", handle: "", name: "", thread_ref: "", subject: "" };

export default function VisitorDialog({ app, company, onClose }) {
  useObserved(company.channels);
  const channels = company.channels.list;
  const [message, setMessage] = useState(NOTHING);
  const [chosen, setChosen] = useState(null);
  const channelId = chosen ?? channels[0]?.id;
  const [isBusy, act] = useAction(app, async (write) => {
    await write();
    onClose();
    app.toasts.tell("Written. It appears when Front has processed it.");
  });
  const submit = (event) => {
    event.preventDefault();
    act(() => company.channels.writeIn(channelId, message));
  };
  const makeUp = () => company.admin("POST", "/receive", { body: { channel: channelId } });
  const input = (name, label, { hint, kind = "input", isNeeded = false } = {}) => html`<${Field} label=${label} hint=${hint}>
    ${(tied) => html`<${kind}
      ...${tied}
      class="input"
      rows=${kind === "textarea" ? 4 : undefined}
      autocomplete="off"
      required=${isNeeded}
      value=${message[name]}
      onInput=${(event) => setMessage((earlier) => ({ ...earlier, [name]: event.target.value }))}
    />`}
  <//>`;
  return html`<${Dialog} title="Write in as a visitor" onClose=${onClose}>
    <form class="dialog-body" onSubmit=${submit}>
      ${input("body", "Message", { hint: "Markdown", kind: "textarea", isNeeded: true })}
      <div class="pair">
        ${input("handle", "Handle", { hint: "Such as leela@planet.test", isNeeded: true })}
        ${input("name", "Name")}
      </div>
      <div class="pair">
        ${input("thread_ref", "thread_ref", { hint: "Which thread it belongs to" })}
        ${input("subject", "Subject")}
      </div>
      ${channels.length > 1 &&
      html`<${Field} label="Channel">
        ${(tied) => html`<select ...${tied} class="input" value=${channelId} onChange=${(event) => setChosen(event.target.value)}>
          ${channels.map((each) => html`<option key=${each.id} value=${each.id}>${each.name}</option>`)}
        </select>`}
      <//>`}
      <div class="dialog-foot">
        <${Button} kind="quiet" disabled=${isBusy} onClick=${() => act(makeUp)}>Make one up<//>
        <${Button} kind="primary" icon="send" type="submit" disabled=${isBusy}>Write<//>
      </div>
    </form>
  <//>`;
}
