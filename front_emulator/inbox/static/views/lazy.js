/* Views that are loaded when they are first shown. */
import { html, useEffect, useState } from "../vendor/htm-preact.js";
import { Failed, Skeleton } from "./parts.js";

const LOADED = new Map();
const VIEWS = {
  wire: () => Promise.all([import("./wire.js"), style("wire")]),
  contract: () => Promise.all([import("./contract.js"), style("contract")]),
  channels: () => Promise.all([import("./channels.js"), style("channels")]),
};

export function Lazy({ view, ...rest }) {
  const [, again] = useState(0);
  const [error, setError] = useState(null);
  const load = () =>
    VIEWS[view]()
      .then(([module]) => LOADED.set(view, module.default))
      .then(() => again((count) => count + 1), setError);
  useEffect(() => {
    if (!LOADED.has(view)) load();
  }, [view]);
  if (LOADED.has(view)) return html`<${LOADED.get(view)} ...${rest} />`;
  if (error === null) return html`<${Skeleton} />`;
  return html`<div class="page-body"><${Failed} error=${error} onRetry=${load} /></div>`;
}

function style(name) {
  return new Promise((done, failed) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = `/__inbox/style/${name}.css`;
    link.onload = done;
    link.onerror = () => failed(new Error(`${link.href} did not load`));
    document.head.append(link);
  });
}
