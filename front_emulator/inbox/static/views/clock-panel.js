/* How the company's clock is moved, and what falls due. */
import { html } from "../vendor/htm-preact.js";
import { fullTime, left } from "./format.js";
import { useObserved } from "./hooks.js";
import { Button } from "./parts.js";

const STEPS = [
  [1, "+1 s"],
  [10, "+10 s"],
  [60, "+1 min"],
  [3600, "+1 h"],
  [86_400, "+1 day"],
];
const SHOWN = 8;

export default function ClockPanel({ clock, now, move, isBusy }) {
  useObserved(clock);
  return html`<div class="popover-title">${fullTime(now)} · ${clock.isFrozen ? "frozen" : "running"}</div>
    <div class="steps">
      ${STEPS.map(
        ([seconds, name]) => html`<${Button}
          key=${name}
          small
          disabled=${isBusy}
          onClick=${() => move(() => clock.advance(seconds))}
          >${name}<//
        >`,
      )}
    </div>
    <div class="popover-title">Due next</div>
    ${clock.due.length === 0 && html`<p class="due">Nothing is scheduled.</p>`}
    <ul class="due-list">
      ${clock.due.slice(0, SHOWN).map(
        (each) => html`<li class="due" key=${each.key}>
          <span>${each.line}</span>
          <span class="when">${left(each.at - now)}</span>
        </li>`,
      )}
    </ul>
    ${clock.due.length > SHOWN && html`<p class="due">and ${clock.due.length - SHOWN} more</p>`}`;
}
