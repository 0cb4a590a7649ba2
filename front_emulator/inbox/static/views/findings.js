/* What the run found, worst first, each with the requests and answers that prove it. */
import { html, useState } from "../vendor/htm-preact.js";
import { WORST_FIRST } from "../data/contract.js";
import { duration, plural } from "./format.js";
import { Button } from "./parts.js";
import { Verdict } from "./verdict.js";

const FINE = new Set(["PASS", "N/A"]);

export function Findings({ report }) {
  const [isAll, setAll] = useState(false);
  const { scenarios, observed } = report;
  const ordered = WORST_FIRST.flatMap((verdict) => scenarios.filter((each) => each.verdict === verdict));
  const fine = ordered.filter((each) => FINE.has(each.verdict));
  const shown = isAll ? ordered : ordered.filter((each) => !FINE.has(each.verdict));
  return html`<section class="findings" aria-label="Findings">
    <h2>${shown.length === 0 ? "No findings" : "Findings"}</h2>
    ${shown.map((each) => html`<${Finding} key=${each.id} scenario=${each} observed=${observed.scenarios[each.id]} />`)}
    <${Button} kind="quiet" onClick=${() => setAll(!isAll)}>
      ${isAll ? "Hide what passed" : `Show ${plural(fine.length, "scenario")} that passed or did not apply`}
    <//>
  </section>`;
}

function Finding({ scenario, observed }) {
  const [isOpen, setOpen] = useState(false);
  return html`<details class="card finding" onToggle=${(event) => setOpen(event.target.open)}>
    <summary>
      <${Verdict} verdict=${scenario.verdict} />
      <span class="what"><strong>${scenario.title}</strong><span>${scenario.consequence}</span></span>
      <code>${scenario.id}</code>
    </summary>
    ${isOpen &&
    html`<div class="finding-body">
      ${scenario.hint && html`<div class="alert warn"><div>${scenario.hint}</div></div>`}
      <dl class="facts">
        <div><dt>What Front sends</dt><dd>${scenario.sent}</dd></div>
        <div><dt>What is right</dt><dd>${scenario.right}</dd></div>
        <div><dt>Why</dt><dd>${scenario.why}</dd></div>
      </dl>
      ${observed?.exchanges.map((exchange, index) => html`<${Proof} key=${index} exchange=${exchange} />`)}
      <div><span class="muted">To repeat</span><pre tabindex="0">${scenario.repeat}</pre></div>
    </div>`}
  </details>`;
}

function Proof({ exchange }) {
  const { request, response } = exchange;
  return html`<article class="proof">
    <h3>${exchange.title} <span class="muted">${duration(exchange.duration)}${exchange.changed ? ` · ${exchange.changed} is wrong` : ""}</span></h3>
    <div class="sides">
      <${Side} name="Request" first="${request.method} ${request.url}" content=${request} />
      ${response ? html`<${Side} name="Answer" first="HTTP ${response.status}" content=${response} />` : html`<p class="muted">${exchange.failure ?? "No answer"}</p>`}
    </div>
    <p>${exchange.error_type ? html`Front: <code>${exchange.error_type}</code> ${exchange.reason}` : "Front: sent"}</p>
  </article>`;
}

function Side({ name, first, content }) {
  const lines = [first, ...content.headers.map(([header, value]) => `${header}: ${value}`), "", content.body];
  return html`<pre tabindex="0" aria-label=${name}>${lines.join("\n")}</pre>`;
}
