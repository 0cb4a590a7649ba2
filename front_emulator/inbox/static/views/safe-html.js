/* A message's HTML as elements of this page, made anew from a list of what is harmless.

   Nothing of the original gets in: each element is created by its name, and each text as text.
   Scripts, styles, forms, frames, handlers and whatever would load something are left out. */
import { h } from "../vendor/htm-preact.js";

const KEPT = new Set(
  (
    "a abbr b blockquote br caption cite code dd del div dl dt em figcaption figure h1 h2 h3 h4 h5 " +
    "h6 hr i ins kbd li mark ol p pre q s samp small span strong sub sup table tbody td tfoot th " +
    "thead tr u ul var"
  ).split(" "),
);
const DROPPED = new Set(
  (
    "script style template noscript iframe frame frameset object embed applet form input button " +
    "select textarea option svg math audio video source track canvas link meta base head title " +
    "portal dialog"
  ).split(" "),
);
const HEADINGS = { h1: "h4", h2: "h4", h3: "h4", h4: "h4", h5: "h4", h6: "h4" };
const LINKS = new Set(["http:", "https:", "mailto:", "tel:"]);
const DEEPEST = 60;
const POLICY = window.trustedTypes?.createPolicy("message-html", { createHTML: (text) => text });

/* Parsed by the browser in a document of its own, where nothing runs and nothing loads. */
function parsed(text) {
  const trusted = POLICY ? POLICY.createHTML(text) : text;
  return new DOMParser().parseFromString(trusted, "text/html").body;
}

/* What to show for the HTML `text` of a message. */
export function safeHtml(text) {
  return children(parsed(text), 0);
}

const children = (node, depth) =>
  depth > DEEPEST ? [node.textContent] : [...node.childNodes].map((each) => shown(each, depth + 1));

function shown(node, depth) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE) return null;
  const name = node.localName;
  if (DROPPED.has(name)) return null;
  if (name === "img") return image(node);
  if (!KEPT.has(name)) return h("span", null, children(node, depth));
  if (name === "br" || name === "hr") return h(name, null);
  return h(HEADINGS[name] ?? name, attributes(node, name), children(node, depth));
}

function attributes(node, name) {
  if (name === "a") {
    const href = linkOf(node.getAttribute("href"));
    return href && { href, target: "_blank", rel: "noopener noreferrer" };
  }
  if (name === "td" || name === "th") {
    const span = (attribute) => Math.min(Number(node.getAttribute(attribute)) || 1, 100);
    return { colSpan: span("colspan"), rowSpan: span("rowspan") };
  }
  return null;
}

function linkOf(text) {
  try {
    const url = new URL(text);
    return LINKS.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

function image(node) {
  const alt = node.getAttribute("alt");
  return h("span", { class: "kept-out" }, `[image${alt ? `: ${alt}` : ""}, not loaded]`);
}
