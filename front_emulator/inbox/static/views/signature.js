/* How the signature of a delivery comes about, step by step. */
import { html, useEffect, useState } from "../vendor/htm-preact.js";
import { size } from "./format.js";
import { Button, Failed, Icon } from "./parts.js";

const SHOWN = 300;

export function Signature({ company, entry }) {
  const [check, setCheck] = useState(null);
  const [error, setError] = useState(null);
  const [isKeyShown, showKey] = useState(false);
  useEffect(() => {
    company.admin("GET", `/deliveries/${entry.id}/signature`).then(setCheck, setError);
  }, [entry.id]);
  if (error) return html`<${Failed} error=${error} />`;
  if (check === null) return null;
  const { key, signed, timestamp } = check;
  const what = timestamp === null ? "the body" : "the timestamp, a colon and the body";
  return html`<section class="card part signature" aria-label="Signature">
    <h2>
      Signature
      <span class="badge ${check.is_right ? "good" : "bad"}">
        <${Icon} name=${check.is_right ? "check" : "close"} small />${check.is_right ? "right" : "wrong on purpose"}
      </span>
    </h2>
    <ol>
      <li>
        <h3>The key is the ${check.key_name}</h3>
        <code>${isKeyShown ? key : `${key.slice(0, 4)}${"•".repeat(12)}`}</code>
        <${Button} small kind="quiet" onClick=${() => showKey(!isKeyShown)}>${isKeyShown ? "Hide" : "Show"}<//>
      </li>
      <li>
        <h3>What is signed: ${what}, ${size(check.signed_size)}, not one byte changed</h3>
        <code class="long">${signed.slice(0, SHOWN)}${signed.length > SHOWN ? "…" : ""}</code>
      </li>
      <li><h3>${check.algorithm} of it in base64 should be</h3><code>${check.expected}</code></li>
      <li>
        <h3><code>${check.header}</code> has</h3>
        <code class=${check.is_right ? "same" : "differs"}>${check.sent ?? "nothing"}</code>
      </li>
    </ol>
    ${check.is_right && entry.error_type === "authentication_required" &&
    html`<div class="alert warn"><${Icon} name="info" /><div>
      The integration found it wrong all the same. Does it use this key, and the body's bytes as they came, before any parser?
    </div></div>`}
  </section>`;
}
