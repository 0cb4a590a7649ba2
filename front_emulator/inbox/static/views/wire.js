/* The wire: every request to Front and every delivery from it, as it happens. */
import { html, useEffect, useState } from "../vendor/htm-preact.js";
import { Journal, STATUSES, outcomeOf } from "../data/journal.js";
import { Exchange } from "./exchange.js";
import { clockTime, duration } from "./format.js";
import { useKeys, useObserved } from "./hooks.js";
import { Badge, Button, Empty, Failed, Icon, Skeleton } from "./parts.js";

const STEP = 100;
const DIRECTIONS = { "": "Both ways", to_front: "To Front", from_front: "From Front" };

export default function Wire({ app, company }) {
  const journal = Journal.of(company);
  const { route } = app;
  const [most, setMost] = useState(STEP);
  useObserved(journal, route);
  const conversation = route.query.get("conversation") ?? "";
  useEffect(() => journal.show({ conversation }), [conversation]);
  useEffect(() => {
    journal.load();
  }, [journal]);
  const entries = journal.shown;
  const at = { conversation };
  const step = (by) => () => {
    const index = entries.findIndex((entry) => entry.id === route.id);
    const entry = entries[index === -1 ? 0 : Math.min(Math.max(index + by, 0), entries.length - 1)];
    if (entry) route.go({ view: "wire", id: entry.id, query: at });
  };
  useKeys({ j: step(1), k: step(-1) });
  return html`<div class=${route.id ? "wire reading" : "wire"}>
    <section class="wire-list" aria-label="Requests and deliveries">
      <div class="wire-filters">
        <${Choice} label="Direction" options=${DIRECTIONS} value=${journal.direction} onChange=${(direction) => journal.show({ direction })} />
        <${Choice} label="Outcome" options=${STATUSES} value=${journal.outcome} onChange=${(outcome) => journal.show({ outcome })} />
        ${conversation &&
        html`<span class="badge accent"><code>${conversation}</code>
          <${Button} small kind="quiet" icon="close" label="All conversations" onClick=${() => route.go({ view: "wire", id: route.id })} />
        </span>`}
      </div>
      ${entries.length === 0 && html`<${Nothing} journal=${journal} />`}
      <ol class="entries">
        ${entries.slice(0, most).map((entry) => html`<${Entry} key=${entry.id} entry=${entry} isOpen=${entry.id === route.id} href=${route.to({ view: "wire", id: entry.id, query: at })} />`)}
      </ol>
      ${entries.length > most && html`<div class="wire-filters"><${Button} onClick=${() => setMost(most + STEP)}>Show more<//></div>`}
    </section>
    <section class="wire-detail" aria-label="Exchange">
      ${route.id
        ? html`<${Exchange} key=${route.id} app=${app} company=${company} id=${route.id} onBack=${() => route.go({ view: "wire", query: at })} />`
        : html`<${Empty} icon="wire" title="Nothing is chosen">Choose a request or a delivery to see it byte by byte.<//>`}
    </section>
  </div>`;
}

function Choice({ label, options, value, onChange }) {
  return html`<select class="input" aria-label=${label} value=${value} onChange=${(event) => onChange(event.target.value)}>
    ${Object.entries(options).map(([key, name]) => html`<option key=${key} value=${key}>${name}</option>`)}
  </select>`;
}

function Entry({ entry, isOpen, href }) {
  const isIn = entry.direction === "to_front";
  return html`<li>
    <a href=${href} class="entry" aria-current=${isOpen ? "true" : undefined}>
      <span class="way ${isIn ? "in" : "from"}" title=${isIn ? "To Front" : "From Front"}>
        <${Icon} name=${isIn ? "arrowIn" : "arrowOut"} small /><span class="unseen">${isIn ? "To Front" : "From Front"}</span>
      </span>
      <code class="path"><b>${entry.method ?? "POST"}</b> ${pathOf(entry)}</code>
      <${Status} entry=${entry} />
      <span class="when">${clockTime(entry.at)}</span>
      <span class="took">${entry.duration === null ? "" : duration(entry.duration)}</span>
      ${(entry.hint || entry.reason) && html`<span class="said">${entry.reason ?? entry.hint}</span>`}
    </a>
  </li>`;
}

const pathOf = (entry) => entry.path ?? `message ${entry.message_id}`;
const KINDS = { ok: "good", bad: "bad", open: "warn" };

export function Status({ entry }) {
  const kind = KINDS[outcomeOf(entry)];
  if (entry.error_type) return html`<${Badge} kind=${kind}>${entry.error_type}<//>`;
  if (entry.status !== null) return html`<${Badge} kind=${kind}>${entry.status}<//>`;
  return html`<${Badge} kind=${kind}>${entry.state ?? (entry.is_over ? "no answer" : "open")}<//>`;
}

function Nothing({ journal }) {
  if (journal.state === "loading") return html`<${Skeleton} />`;
  if (journal.state === "failed") {
    return html`<div class="page-body"><${Failed} error=${journal.error} onRetry=${() => journal.load()} /></div>`;
  }
  if (!journal.isEmpty) return html`<${Empty} icon="search" title="Nothing fits">No request or delivery fits these filters.<//>`;
  return html`<${Empty} icon="wire" title="Nothing on the wire yet">
    What your integration sends to Front, and what Front delivers to it, shows up here at once.
  <//>`;
}
