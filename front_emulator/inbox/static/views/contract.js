/* The contract: how the integration answers whatever Front may send it, run from here. */
import { html, useEffect, useState } from "../vendor/htm-preact.js";
import { ContractRun, DIRECTIONS, REPORTS, WORST_FIRST } from "../data/contract.js";
import { ERROR_TYPES } from "./error-types.js";
import { Findings } from "./findings.js";
import { duration, plural } from "./format.js";
import { useAction, useObserved } from "./hooks.js";
import { Matrix } from "./matrix.js";
import { Button, Empty, Failed, Field, Icon, Skeleton } from "./parts.js";
import { Verdict } from "./verdict.js";

export default function Contract({ app, company }) {
  const contract = ContractRun.of(company);
  useObserved(contract, company.channels);
  useEffect(() => {
    contract.load().catch((error) => app.toasts.fail(error));
  }, [contract]);
  if (contract.state === "loading") return html`<${Skeleton} />`;
  const { run, report } = contract;
  return html`<div class="page">
    <div class="page-body">
      <header class="page-head">
        <div>
          <h1>Contract</h1>
          <p>Signed POSTs, right ones and wrong ones, go to your integration. Here is what it did, and what a teammate would see in Front.</p>
        </div>
        ${report && html`<${Downloads} app=${app} contract=${contract} />`}
      </header>
      <${Options} app=${app} company=${company} contract=${contract} />
      ${run === null
        ? html`<div class="card"><${Empty} icon="contract" title="No run yet">It takes some seconds. Nothing of this account changes: the run has an account of its own.<//></div>`
        : html`<${Progress} app=${app} contract=${contract} />`}
      ${run?.error && html`<${Failed} error=${{ message: run.error }} />`}
      ${run?.state === "finished" && report === null && html`<${Skeleton} label="Writing the report" lines=${4} />`}
      ${report &&
      html`<div class="matrices">
          ${DIRECTIONS.map((direction) => html`<${Matrix} key=${direction} direction=${direction} rows=${report.error_types} />`)}
        </div>
        <${Findings} report=${report} />`}
    </div>
  </div>`;
}

function Options({ app, company, contract }) {
  const [form, setForm] = useState({ channel: "", url: null, recipient: "", drive_url: "", fast: true });
  const [triggers, setTriggers] = useState({});
  const subjects = contract.subjects;
  const subject = subjects.find(({ id }) => id === form.channel) ?? subjects[0];
  const url = form.url ?? subject?.url ?? "";
  const put = (name) => (event) => setForm((earlier) => ({ ...earlier, [name]: event.target.value }));
  const [isBusy, start] = useAction(app, (event) => {
    event.preventDefault();
    const given = { recipient: form.recipient, drive_url: form.drive_url, server_url: subject?.server_url ?? "" };
    const kept = Object.entries(given).filter(([, value]) => value.trim() !== "");
    // It goes on in the background: the button is free as soon as the run is.
    const named = Object.fromEntries(Object.entries(triggers).filter(([, handle]) => handle !== ""));
    return contract.start({ kind: subject?.kind, url, fast: form.fast, triggers: named, ...Object.fromEntries(kept) });
  });
  const [isStopping, stop] = useAction(app, () => contract.stop());
  const input = (name, label, hint, more = {}) => html`<${Field} label=${label} hint=${hint}>
    ${(tied) => html`<input ...${tied} ...${more} class="input mono" value=${name === "url" ? url : form[name]} onInput=${put(name)} />`}
  <//>`;
  return html`<form class="card run-options" aria-label="Options of the run" onSubmit=${start}>
    ${subjects.length > 1 &&
    html`<${Field} label="Channel" hint=${subject.kind === "application" ? "Of an application: the handshake is tried, too" : "A custom channel"}>
      ${(tied) => html`<select ...${tied} class="input" value=${subject.id} onChange=${(event) => setForm((earlier) => ({ ...earlier, channel: event.target.value, url: null }))}>
        ${subjects.map(({ id, name }) => html`<option key=${id} value=${id}>${name}</option>`)}
      </select>`}
    <//>`}
    ${input("url", "Integration", "The channel's Outgoing URL", { type: "url", required: true })}
    ${input("recipient", "Recipient", "A handle the integration knows", { placeholder: "contract-visitor" })}
    ${input("drive_url", "Drive URL", "POSTed a text that the integration is to send to Front; without it, the second matrix stays empty", { type: "url" })}
    <details class="triggers">
      <summary>Recipients for whom the integration fails on purpose</summary>
      <div>
        ${ERROR_TYPES.map(
          (type) => html`<${Field} key=${type} label=${type}>
            ${(tied) => html`<input ...${tied} class="input mono" placeholder="a handle" value=${triggers[type] ?? ""} onInput=${(event) => setTriggers({ ...triggers, [type]: event.target.value.trim() })} />`}
          <//>`,
        )}
      </div>
    </details>
    <div class="run-acts">
      <label class="check">
        <input type="checkbox" checked=${form.fast} onChange=${(event) => setForm((earlier) => ({ ...earlier, fast: event.target.checked }))} />
        Leave out what waits on purpose
      </label>
      ${contract.isRunning
        ? html`<${Button} icon="close" disabled=${isStopping} onClick=${stop}>Stop<//>`
        : html`<${Button} kind="primary" icon="play" type="submit" disabled=${isBusy || url === ""}>${contract.run ? "Run again" : "Run"}<//>`}
    </div>
  </form>`;
}

function Progress({ app, contract }) {
  const { run, isRunning } = contract;
  const counts = WORST_FIRST.map((verdict) => [verdict, run.results.filter((each) => each.verdict === verdict).length]).filter(([, count]) => count > 0);
  const last = run.results.at(-1);
  return html`<section class="card progress" aria-label="Progress">
    <div class="progress-head">
      <strong>${headline(run)}</strong>
      <span class="muted">${run.target} · ${duration(run.duration)}</span>
    </div>
    <progress max=${run.total} value=${isRunning ? run.done : run.total} aria-label="Scenarios done"></progress>
    <div class="counts" role="status">
      ${counts.map(([verdict, count]) => html`<span key=${verdict}><${Verdict} verdict=${verdict} /> ${count}</span>`)}
      ${isRunning && last && html`<span class="muted now">${last.id} ${last.title}</span>`}
    </div>
    ${run.stopped_early && html`<div class="alert warn"><${Icon} name="info" /><div>${run.stopped_early}</div></div>`}
  </section>`;
}

function headline(run) {
  if (run.state === "running") return `${run.done} of ${run.total} scenarios`;
  if (run.state === "failed") return "The run could not be played";
  const failed = run.results.filter(({ verdict }) => verdict === "FAIL" || verdict === "ERROR").length;
  return failed === 0 ? `Nothing failed in ${plural(run.done, "scenario")}` : `${failed} of ${plural(run.done, "scenario")} failed`;
}

function Downloads({ app, contract }) {
  const [isBusy, save] = useAction(app, async (kind) => {
    const { filename, content } = await contract.file(kind);
    const url = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = filename;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  });
  return html`<div class="downloads" role="group" aria-label="Reports">
    ${Object.entries(REPORTS).map(
      ([kind, name]) => html`<${Button} key=${kind} small icon="download" disabled=${isBusy} aria-label="Download the ${name} report" onClick=${() => save(kind)}>${name}<//>`,
    )}
  </div>`;
}
