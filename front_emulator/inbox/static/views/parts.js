/* The parts that every view is made of. */
import { html, useEffect, useLayoutEffect, useRef, useState } from "../vendor/htm-preact.js";
import { initials, tone } from "./format.js";
import { Icon } from "./icons.js";

/* A button; with `label` alone beside an icon it is read out and shown as a tip. */
export function Button({ icon, label, children, kind = "", small = false, ...rest }) {
  const names = ["button", kind, small && "small", children === undefined && "only-icon"];
  return html`<button
    type="button"
    class=${names.filter(Boolean).join(" ")}
    aria-label=${label}
    title=${label}
    ...${rest}
  >
    ${icon && html`<${Icon} name=${icon} small=${small} />`}${children}
  </button>`;
}

export function Avatar({ name, small = false }) {
  const names = `avatar tone-${tone(name)}${small ? " small" : ""}`;
  return html`<span class=${names} aria-hidden="true">${initials(name)}</span>`;
}

export function Badge({ kind = "", icon, children }) {
  return html`<span class="badge ${kind}">
    ${icon && html`<${Icon} name=${icon} small />`}${children}
  </span>`;
}

export function Tag({ tag, onRemove }) {
  return html`<span class="tag tag-${tag.highlight ?? "grey"}">
    ${tag.name}
    ${onRemove &&
    html`<button type="button" aria-label="Remove tag ${tag.name}" onClick=${onRemove}>
      <${Icon} name="close" small />
    </button>`}
  </span>`;
}

export function Empty({ icon, title, children }) {
  return html`<div class="empty">
    <${Icon} name=${icon} />
    <strong>${title}</strong>
    ${children && html`<p>${children}</p>`}
  </div>`;
}

/* What went wrong, and a way to try again. */
export function Failed({ error, onRetry }) {
  return html`<div class="alert" role="alert">
    <${Icon} name="alert" />
    <div>${error.message}</div>
    ${onRetry && html`<${Button} small icon="refresh" onClick=${onRetry}>Try again<//>`}
  </div>`;
}

/* Lines of grey where something is about to be. */
export function Skeleton({ lines = 6, label = "Loading" }) {
  const widths = ["70%", "92%", "54%", "81%", "64%", "88%"];
  return html`<div class="page-body" role="status" aria-label=${label}>
    ${Array.from({ length: lines }, (_, index) => html`<div
      class="skeleton"
      style=${{ width: widths[index % widths.length] }}
    ></div>`)}
  </div>`;
}

/* A button that opens something beside it; Escape and a click elsewhere close it. */
export function Menu({ button, label, icon, kind = "quiet", place = "", children, panel = "" }) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef(null);
  const close = () => setOpen(false);
  useEffect(() => {
    if (!isOpen) return undefined;
    const outside = (event) => root.current?.contains(event.target) || close();
    const escape = (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      close();
      root.current?.querySelector("button")?.focus();
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("keydown", escape, true);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("keydown", escape, true);
    };
  }, [isOpen]);
  return html`<div class="menu" ref=${root}>
    <${Button}
      icon=${icon}
      kind=${kind}
      label=${label}
      aria-expanded=${isOpen}
      onClick=${() => setOpen(!isOpen)}
    >
      ${button}
    <//>
    ${isOpen &&
    html`<div class="popover ${place} ${panel}" role="group" aria-label=${label}>
      ${children(close)}
    </div>`}
  </div>`;
}

export function MenuItem({ icon, isOn, children, note, onClick }) {
  return html`<button type="button" class="popover-item" aria-pressed=${isOn} onClick=${onClick}>
    ${icon && html`<${Icon} name=${icon} />`}
    <span class="fills">${children}${note && html`<br /><small>${note}</small>`}</span>
    ${isOn && html`<${Icon} name="check" />`}
  </button>`;
}

/* A dialog in front of all else; it is there as long as it is shown. */
export function Dialog({ title, onClose, children }) {
  const element = useRef(null);
  useLayoutEffect(() => {
    const dialog = element.current;
    dialog.showModal();
    return () => dialog.close();
  }, []);
  const outside = (event) => event.target === element.current && onClose();
  return html`<dialog
    ref=${element}
    aria-label=${title}
    onCancel=${(event) => {
      event.preventDefault();
      onClose();
    }}
    onPointerDown=${outside}
  >
    <div class="dialog-head">
      <h2>${title}</h2>
      <${Button} icon="close" kind="quiet" label="Close" onClick=${onClose} />
    </div>
    ${children}
  </dialog>`;
}

let fields = 0;

/* A label, what is labelled, and a hint. `children` gets the attributes that tie them. */
export function Field({ label, hint, children }) {
  const [id] = useState(() => `field-${(fields += 1)}`);
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${children({ id, "aria-describedby": hint && `${id}-hint` })}
    ${hint && html`<span class="hint" id="${id}-hint">${hint}</span>`}
  </div>`;
}

export function Toasts({ toasts }) {
  return html`<div class="toasts" role="status" aria-live="polite">
    ${toasts.shown.map(
      (toast) => html`<div class="toast ${toast.kind}" key=${toast.id}>
        <span>${toast.text}</span>
        <button type="button" aria-label="Dismiss" onClick=${() => toasts.dismiss(toast.id)}>
          <${Icon} name="close" small />
        </button>
      </div>`,
    )}
  </div>`;
}
