/* The seven error types in one direction: a row for each, always all seven. */
import { html } from "../vendor/htm-preact.js";
import { ERROR_TYPES } from "./error-types.js";
import { Verdict } from "./verdict.js";

const TITLES = {
  front_to_integration: ["The integration answers Front", "What a teammate reads"],
  integration_to_front: ["Front answers the integration", "What the integration does"],
};
const NOT_RUN = { verdict: "N/A", answer: "", sentence: "", how: "Not run" };

/* Without how to do so on the command line. */
const briefly = (how) => how?.split(" To see it here")[0];

export function Matrix({ direction, rows }) {
  const [title, said] = TITLES[direction];
  const found = new Map(rows.filter((row) => row.direction === direction).map((row) => [row.type, row]));
  return html`<section class="card matrix" aria-label=${title}>
    <h2>${title}</h2>
    ${found.size === 0 && html`<p class="muted">Give a Drive URL above, so that the integration can be made to send.</p>`}
    <div class="scrolls" tabindex="0" role="region" aria-label="${title}: matrix">
      <table>
        <thead><tr><th scope="col">Error type</th><th scope="col">Verdict</th><th scope="col">${said}</th></tr></thead>
        <tbody>
          ${ERROR_TYPES.map((type) => {
            const row = found.get(type) ?? NOT_RUN;
            return html`<tr key=${type}>
              <th scope="row"><code>${type}</code></th>
              <td><${Verdict} verdict=${row.verdict} /></td>
              <td class=${row.sentence ? "" : "muted"}>${row.sentence || briefly(row.how) || row.answer}${row.sentence && row.answer && html`<br /><small>${row.answer}</small>`}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
  </section>`;
}
