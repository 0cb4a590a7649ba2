/* The files of a message. They are fetched with the API token and never opened as a page. */
import { html, useEffect, useState } from "../vendor/htm-preact.js";
import { pathOf } from "../data/http.js";
import { size } from "./format.js";
import { useAction } from "./hooks.js";
import { Icon } from "./parts.js";

/* What may be shown. An SVG may not: it is a document. */
const PREVIEWED = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);
const LARGEST_PREVIEW = 5_000_000;

export function Attachments({ app, company, attachments }) {
  if (attachments.length === 0) return null;
  return html`<div class="attachments">
    ${attachments.map((file) => html`<${Attachment} key=${file.id} app=${app} company=${company} file=${file} />`)}
  </div>`;
}

function Attachment({ app, company, file }) {
  const [isBusy, save] = useAction(app, async () => {
    // As bytes of no type, so that no browser takes it for a page of this origin.
    const data = await company.download(pathOf(file.url));
    const url = URL.createObjectURL(new Blob([data], { type: "application/octet-stream" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = file.filename;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  });
  return html`<button type="button" class="attachment" disabled=${isBusy} title="Download ${file.filename}" onClick=${save}>
    <${Preview} company=${company} file=${file} />
    <${Icon} name="file" />
    <span class="name">${file.filename}<br /><small>${size(file.size)} · ${file.content_type}</small></span>
  </button>`;
}

function Preview({ company, file }) {
  const [url, setUrl] = useState(null);
  const isShown = PREVIEWED.has(file.content_type) && file.size <= LARGEST_PREVIEW;
  useEffect(() => {
    if (!isShown) return undefined;
    let made = null;
    let isGone = false;
    company.download(pathOf(file.url)).then(
      (data) => {
        if (isGone) return;
        made = URL.createObjectURL(new Blob([data], { type: file.content_type }));
        setUrl(made);
      },
      () => undefined,
    );
    return () => {
      isGone = true;
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [file.id]);
  if (url === null) return null;
  return html`<img src=${url} alt="Preview of ${file.filename}" onError=${() => setUrl(null)} />`;
}
