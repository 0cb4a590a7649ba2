/* One request or delivery: what was sent, what came back, and why it is as it is. */
import { html, useEffect, useState } from "../vendor/htm-preact.js";
import { asCurl } from "../data/curl.js";
import { copied } from "./clipboard.js";
import { duration, fullTime, size } from "./format.js";
import { useAction, useObserved } from "./hooks.js";
import { Button, Failed, Icon, Skeleton } from "./parts.js";
import { Signature } from "./signature.js";
import { Status } from "./wire.js";

export function Exchange({ app, company, id, onBack }) {
  const { journal } = company;
  useObserved(journal);
  const [error, setError] = useState(null);
  useEffect(() => {
    journal.get(id).catch(setError);
  }, [id]);
  const entry = journal.find(id);
  if (error) return html`<div class="page-body"><${Failed} error=${error} /></div>`;
  if (entry === undefined) return html`<${Skeleton} />`;
  const { request, response } = entry;
  return html`<article class="exchange">
    <header>
      <span class="only-narrow"><${Button} icon="arrowLeft" kind="quiet" label="Back to the list" onClick=${onBack} /></span>
      <h1><code>${request?.method ?? "POST"} ${entry.path ?? entry.message_id}</code></h1>
      <p>
        <${Status} entry=${entry} /> ${entry.kind === "request" ? "to Front" : "from Front"} · ${fullTime(entry.at)}
        ${entry.duration !== null && html` · took ${duration(entry.duration)}`}
      </p>
      <div class="acts">
        ${request && html`<${CopyCurl} app=${app} entry=${entry} />`}
        <${SendAgain} app=${app} company=${company} entry=${entry} />
        ${entry.conversation_id && html`<a class="button" href=${app.route.to({ view: "inbox", id: entry.conversation_id })}>
          <${Icon} name="inbox" />The conversation
        </a>`}
      </div>
    </header>
    ${entry.reason && html`<div class="alert"><${Icon} name="alert" /><div><strong>${entry.error_type ?? entry.type}</strong>: ${entry.reason}</div></div>`}
    ${entry.hint && html`<div class="alert warn"><${Icon} name="info" /><div>${entry.hint}</div></div>`}
    ${entry.kind === "delivery" && request && html`<${Signature} key=${entry.is_over} app=${app} company=${company} entry=${entry} />`}
    <${Part} title="Request" content=${request} first=${request && `${request.method} ${request.url}`} />
    <${Part} title="Answer" content=${response} first=${response && `HTTP ${response.status}`} none=${entry.is_over ? "There was none." : "None yet."} />
  </article>`;
}

function Part({ title, content, first, none = "Not sent yet." }) {
  const [isRaw, setRaw] = useState(false);
  if (!content) return html`<section class="card part"><h2>${title}</h2><p class="muted">${none}</p></section>`;
  const { body, headers } = content;
  const pretty = prettied(body);
  return html`<section class="card part" aria-label=${title}>
    <h2>${title} <code>${first}</code></h2>
    <table class="headers">
      <tbody>
        ${Object.entries(headers).map(([name, value]) => html`<tr key=${name}><th scope="row">${name}</th><td>${value}</td></tr>`)}
      </tbody>
    </table>
    ${body === ""
      ? html`<p class="muted">No body.</p>`
      : html`<div class="body-head">
            <span class="muted">${size(new Blob([body]).size)}</span>
            ${pretty !== null && html`<${Button} small kind="quiet" aria-pressed=${isRaw} onClick=${() => setRaw(!isRaw)}>${isRaw ? "Indented" : "As sent"}<//>`}
          </div>
          <pre tabindex="0">${isRaw || pretty === null ? body : pretty}</pre>`}
  </section>`;
}

function prettied(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return null;
  }
}

function CopyCurl({ app, entry }) {
  const { request } = entry;
  const { href: url } = new URL(request.url, location.origin);
  const copy = async () => {
    await copied(asCurl({ ...request, url }));
    app.toasts.tell("Copied");
  };
  return html`<${Button} icon="copy" onClick=${copy}>Copy as curl<//>`;
}

/* A delivery that failed goes out again; a request to Front is made again just as it was. */
function SendAgain({ app, company, entry }) {
  const isDelivery = entry.kind === "delivery";
  const [isBusy, send] = useAction(app, async () => {
    if (isDelivery) await company.admin("POST", `/messages/${entry.message_id}/resend`, { body: { wait: false } });
    else await again(entry);
    app.toasts.tell("Sent again");
  });
  const can = {
    delivery: ["failed", "undone"].includes(entry.state),
    request: entry.is_over && isText(entry.request ?? { body: "" }),
  }[entry.kind];
  if (!can) return null;
  return html`<${Button} icon="refresh" disabled=${isBusy} onClick=${send}>Send again<//>`;
}

const LONGEST = 64 * 1024;
const isText = ({ body, body_base64: bytes }) => bytes === undefined && body.length < LONGEST;
const KEPT = new Set(["authorization", "content-type", "accept"]);

function again({ request, path }) {
  const headers = Object.entries(request.headers).filter(([name]) => KEPT.has(name.toLowerCase()));
  return fetch(path, { method: request.method, headers, body: request.body || undefined });
}
