/* One message: its bubble, its files, and what became of it. */
import { html, useMemo } from "../vendor/htm-preact.js";
import { Attachments } from "./attachments.js";
import { fullTime, hourAndMinute, nameOf, nameOfRecipient } from "./format.js";
import { useAction } from "./hooks.js";
import { Avatar, Badge, Button, Icon } from "./parts.js";
import { safeHtml } from "./safe-html.js";

export function Message({ app, company, thread, message }) {
  const delivery = thread.deliveryOf(message);
  const body = useMemo(() => safeHtml(message.body), [message.body]);
  const isOut = !message.is_inbound;
  const who = isOut ? nameOfAuthor(message) : nameOfRecipient(from(message));
  const state = stateOf(message, delivery);
  const to = message.recipients.filter((each) => each.role !== "from").map(nameOfRecipient);
  return html`<li class="message ${isOut ? "out" : ""} ${state}" data-id=${message.id}>
    <${Avatar} name=${who} />
    <article class="bubble" aria-label="Message from ${who}">
      <div class="from">
        <strong>${who}</strong>
        <span title=${fullTime(message.created_at)}>
          ${isOut ? `to ${to.join(", ")} · ` : ""}${hourAndMinute(message.created_at)}
        </span>
      </div>
      ${isNewSubject(message, thread) && html`<div class="about">${message.subject}</div>`}
      <div class="body">${body}</div>
      <${Attachments} app=${app} company=${company} attachments=${message.attachments} />
    </article>
    ${state === "failed"
      ? html`<${Failure} app=${app} thread=${thread} message=${message} delivery=${delivery} />`
      : html`<${Under} app=${app} thread=${thread} message=${message} delivery=${delivery} state=${state} />`}
  </li>`;
}

const isNewSubject = ({ subject }, { conversation }) =>
  subject !== "" && subject.replace(/^Re: /, "") !== conversation.subject.replace(/^Re: /, "");
const from = (message) => message.recipients.find((each) => each.role === "from");
const nameOfAuthor = (message) => (message.author ? nameOf(message.author) : "The API");

/* "", waiting, sending, undone or failed. */
function stateOf(message, delivery) {
  if (message.is_inbound) return "";
  if (delivery?.state === "scheduled") return "waiting";
  if (delivery?.state === "in_flight") return "sending";
  if (message.error_type !== null) return "failed";
  if (delivery?.state === "undone") return "undone";
  return "";
}

/* What a teammate sees of a send that failed: the error type, and the integration's own words. */
function Failure({ app, thread, message, delivery }) {
  const [isBusy, send] = useAction(app, () => thread.resend(message));
  return html`<div class="failure" role="group" aria-label="The message failed to send">
    <div class="what">
      <${Icon} name="alert" />This message failed to send
      <${Badge} kind="bad"><code>${delivery?.error_type ?? message.error_type}</code><//>
    </div>
    <p class="reason">${delivery?.reason ?? "The channel gave no reason."}</p>
    <div class="acts">
      <${Button} small kind="bad" icon="refresh" disabled=${isBusy} onClick=${send}>Send again<//>
      ${delivery && html`<${OnTheWire} app=${app} delivery=${delivery} />`}
      ${delivery?.attempt > 1 && html`<span class="under">attempt ${delivery.attempt}</span>`}
    </div>
  </div>`;
}

function Under({ app, thread, message, delivery, state }) {
  const [isBusy, send] = useAction(app, () => thread.resend(message));
  if (message.is_inbound) {
    const ref = message.metadata.thread_ref;
    return ref ? html`<div class="under">thread_ref <code>${ref}</code></div>` : null;
  }
  return html`<div class="under">
    ${state === "waiting" && html`<${Icon} name="clock" small />Waiting to be sent`}
    ${state === "sending" && html`<${Icon} name="send" small />Sending…`}
    ${state === "undone" &&
    html`Taken back, still a draft
      <${Button} small disabled=${isBusy} icon="refresh" onClick=${send}>Send again<//>`}
    ${state === "" && html`<${Icon} name="check" small />Sent`}
    ${delivery?.warning && html`<span title=${delivery.warning}><${Badge} kind="warn">odd answer<//></span>`}
    ${delivery?.request && html`<${OnTheWire} app=${app} delivery=${delivery} />`}
  </div>`;
}

const OnTheWire = ({ app, delivery }) =>
  html`<a href=${app.route.to({ view: "wire", id: delivery.id })}>On the wire</a>`;
