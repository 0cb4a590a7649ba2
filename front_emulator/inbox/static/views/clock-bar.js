/* The company's clock: what time it is there, what falls due, and how to move it. */
import { html } from "../vendor/htm-preact.js";
import { clockTime, fullTime, left } from "./format.js";
import { useAction, useNow, useObserved } from "./hooks.js";
import { Button, Menu } from "./parts.js";

const STEPS = [
  [1, "+1 s"],
  [10, "+10 s"],
  [60, "+1 min"],
  [3600, "+1 h"],
  [86_400, "+1 day"],
];
const SHOWN = 8;

export function ClockBar({ app, clock }) {
  const now = useNow(clock);
  const [isBusy, move] = useAction(app, (act) => act());
  const { isFrozen } = clock;
  const [next] = clock.due;
  return html`<div class="clock ${isFrozen ? "frozen" : ""}">
    <${Menu}
      icon="clock"
      kind="quiet clock-time"
      label="Clock: ${isFrozen ? "frozen" : "running"}"
      panel="clock-panel"
      button=${html`<span class="label">${clockTime(now)}</span>`}
    >
      ${() => html`<${Panel} clock=${clock} now=${now} move=${move} isBusy=${isBusy} />`}
    <//>
    <${Button}
      kind="quiet"
      icon=${isFrozen ? "play" : "flake"}
      label=${isFrozen ? "Let the clock run" : "Freeze the clock"}
      disabled=${isBusy}
      onClick=${() => move(() => (isFrozen ? clock.resume() : clock.freeze()))}
    />
    ${next &&
    html`<${Button}
      kind="quiet"
      icon="next"
      label="Go to what falls due next: ${next.line}"
      disabled=${isBusy}
      onClick=${() => move(() => clock.toNext())}
      ><span class="label">${left(next.at - now)}</span><//
    >`}
  </div>`;
}

function Panel({ clock, now, move, isBusy }) {
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
