import { html } from "../vendor/htm-preact.js";
import { Dialog } from "./parts.js";

const KEYS = [
  ["j", "Next conversation"],
  ["k", "Previous conversation"],
  ["r", "Reply"],
  ["c", "Comment"],
  ["v", "Write as the visitor"],
  ["e", "Archive, or open again"],
  ["z", "Undo the send that is waiting"],
  ["m", "Write a new message as a teammate"],
  ["n", "Write in as a new visitor"],
  ["/", "Search"],
  ["Esc", "Leave a field, close what is open"],
  ["?", "This list"],
];

export default function KeysDialog({ onClose }) {
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
