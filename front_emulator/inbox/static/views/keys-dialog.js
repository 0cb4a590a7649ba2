import { html } from "../vendor/htm-preact.js";
import { KEYS } from "./keys.js";
import { Dialog } from "./parts.js";

export function KeysDialog({ onClose }) {
  return html`<${Dialog} title="Keys" onClose=${onClose}>
    <div class="dialog-body">
      <dl class="keys">
        ${KEYS.map(([key, what]) => html`<div key=${key}><dt><kbd>${key}</kbd></dt><dd>${what}</dd></div>`)}
      </dl>
      <p>
        All that this page does, a test can do: it uses
        the${" "}<a href="/__admin/openapi.json" target="_blank" rel="noopener">admin API</a> and Front's API.
      </p>
    </div>
  <//>`;
}
