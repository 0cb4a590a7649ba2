/* What is loaded when it is first shown: all that the first page does without. */
import { html, useEffect, useState } from "../vendor/htm-preact.js";
import { Dialog, Failed, Skeleton } from "./parts.js";

const LOADED = new Map();
const VIEWS = {
  wire: () => styled("wire", import("./wire.js")),
  contract: () => styled("contract", import("./contract.js")),
  channels: () => styled("channels", import("./channels.js")),
  conversation: () => import("./conversation.js"),
  gate: () => import("./gate.js"),
  clock: () => import("./clock-panel.js"),
  faults: () => import("./faults-panel.js"),
  compose: () => import("./compose-dialog.js"),
  keys: () => import("./keys-dialog.js"),
  visitor: () => import("./visitor-dialog.js"),
};

export function Lazy({ view, ...rest }) {
  const [Loaded, error, load] = useLoaded(view);
  if (Loaded) return html`<${Loaded} ...${rest} />`;
  if (error === null) return html`<${Skeleton} />`;
  return html`<div class="page-body"><${Failed} error=${error} onRetry=${load} /></div>`;
}

export function LazyDialog({ view, ...rest }) {
  const [Loaded, error, load] = useLoaded(view);
  if (Loaded) return html`<${Loaded} ...${rest} />`;
  if (error === null) return null;
  return html`<${Dialog} title="It did not load" onClose=${rest.onClose}>
    <div class="dialog-body"><${Failed} error=${error} onRetry=${load} /></div>
  <//>`;
}

/* [the view or undefined, what went wrong or null, load again] */
function useLoaded(view) {
  const [, again] = useState(0);
  const [error, setError] = useState(null);
  const load = () =>
    VIEWS[view]()
      .then((module) => LOADED.set(view, module.default))
      .then(() => again((count) => count + 1), setError);
  useEffect(() => {
    if (!LOADED.has(view)) load();
  }, [view]);
  return [LOADED.get(view), error, load];
}

async function styled(name, module) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = `/__inbox/style/${name}.css`;
  await new Promise((done, failed) => {
    link.onload = done;
    link.onerror = () => failed(new Error(`${link.href} did not load`));
    document.head.append(link);
  });
  return module;
}
