/* Files that are about to be sent. */
import { html, useRef } from "../vendor/htm-preact.js";
import { size } from "./format.js";
import { Badge, Button } from "./parts.js";

export function AttachButton({ onAttach }) {
  const picker = useRef(null);
  const picked = (event) => {
    onAttach([...event.target.files]);
    event.target.value = "";
  };
  return html`<${Button} icon="paperclip" kind="quiet" label="Attach files" onClick=${() => picker.current.click()} />
    <input ref=${picker} class="unseen" type="file" multiple tabindex="-1" aria-label="Files to attach" onChange=${picked} />`;
}

export function Files({ files, onChange }) {
  if (files.length === 0) return null;
  return html`<div class="files">
    ${files.map(
      (file, index) => html`<${Badge} key=${index} icon="file">
        ${file.name}, ${size(file.size)}
        <${Button}
          small
          kind="quiet"
          icon="close"
          label="Remove ${file.name}"
          onClick=${() => onChange(files.filter((each) => each !== file))}
        />
      <//>`,
    )}
  </div>`;
}
