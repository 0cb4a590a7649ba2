/* What can be made to go wrong, and what is about to. */
import { html, useState } from "../vendor/htm-preact.js";
import { ERROR_TYPES } from "./error-types.js";
import { useAction, useObserved } from "./hooks.js";
import { Button } from "./parts.js";

const DELIVERIES = "deliveries";
const TARGETS = [
  ["POST /channels/*/incoming_messages", "Incoming messages"],
  ["GET /messages/*", "Look-ups of messages"],
  ["*", "Every request to the API"],
  [DELIVERIES, "Deliveries to the integration"],
];
const TIMES = [
  ["1", "once"],
  ["3", "three times"],
  ["", "until removed"],
];
/* What else may go wrong: with answers of Front's API, and with deliveries. */
const ANSWERS = [
  ["Hang, no answer", { answer: "hang" }],
  ["Reset the connection", { answer: "reset" }],
  ["5 s late", { latency: 5 }],
  ["Break off the answer", { answer: "truncated" }],
  ["500, yet it took effect", { status: 500, takes_effect: true }],
  ["429 of the burst tier", { status: 429, is_tiered: true, retry_after: 1 }],
];
const SENDS = [
  ["Send it twice", { delivery: "duplicate" }],
  ["Never send it", { delivery: "drop" }],
  ["10 s late", { delivery: "delay", delay: 10 }],
  ["Swap with the next", { delivery: "reorder" }],
  ["Sign it wrong", { delivery: "wrong_signature" }],
  ["Change it after signing", { delivery: "tamper" }],
];

export default function FaultsPanel({ app, faults }) {
  useObserved(faults);
  const [target, setTarget] = useState(TARGETS[0][0]);
  const [times, setTimes] = useState(TIMES[0][0]);
  const [isBusy, act] = useAction(app, (action) => action());
  const isDelivery = target === DELIVERIES;
  const where = isDelivery ? {} : { on: target };
  const often = times === "" ? {} : { times: Number(times) };
  const add = (fault) => act(() => faults.add({ ...fault, ...where, ...often }));
  const buttons = (kinds) =>
    kinds.map(
      ([name, fault]) => html`<${Button} key=${name} small disabled=${isBusy} onClick=${() => add(fault)}>${name}<//>`,
    );
  const errors = ERROR_TYPES.map((error) => [error, isDelivery ? { delivery: "fail", error } : { error }]);
  const choice = (label, options, value, onChange) => html`<select
    class="input"
    aria-label=${label}
    value=${value}
    onChange=${(event) => onChange(event.target.value)}
  >
    ${options.map(([key, name]) => html`<option key=${key} value=${key}>${name}</option>`)}
  </select>`;
  return html`<div class="fault-options">
      ${choice("What goes wrong", TARGETS, target, setTarget)} ${choice("How often", TIMES, times, setTimes)}
    </div>
    <div class="popover-title">${isDelivery ? "Fail with the error type" : "Answer with the error type"}</div>
    <div class="fault-grid">${buttons(errors)}</div>
    <div class="popover-title">Or something worse</div>
    <div class="fault-grid">${buttons(isDelivery ? SENDS : ANSWERS)}</div>
    ${faults.rules.length > 0 && html`<${InForce} faults=${faults} act=${act} />`}`;
}

function InForce({ faults, act }) {
  return html`<div class="popover-title">Added</div>
    <ul class="due-list">
      ${faults.rules.map(
        (rule) => html`<li class="due" key=${rule.id}>
          <span>${described(rule)}</span>
          <${Button} small icon="close" kind="quiet" label="Remove this fault" onClick=${() => act(() => faults.remove(rule))} />
        </li>`,
      )}
    </ul>
    <div class="steps"><${Button} small onClick=${() => act(() => faults.clear())}>Remove all<//></div>`;
}

function described({ options, fired, is_spent: isSpent }) {
  const { delivery, error, status, answer, latency, times, on } = options;
  const what = [delivery, error ?? status ?? answer ?? (latency !== undefined && `${latency} s late`)];
  const often = times === undefined ? `${fired} so far` : `${fired} of ${times}`;
  return html`<code>${what.filter(Boolean).join(" ")}</code> on ${delivery ? "deliveries" : (on ?? "every request")}: ${isSpent ? "spent" : often}`;
}
