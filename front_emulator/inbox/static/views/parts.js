/* The parts that every view is made of. */
import { html, useEffect, useLayoutEffect, useRef, useState } from "../vendor/htm-preact.js";
import { initials, tone } from "./format.js";

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
    dialog.querySelector(".field :is(input, select, textarea)")?.focus();
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

const PATHS = {
  alert: "M12 3.5 2.5 20h19zM12 10v4.5M12 17.3v.2",
  archive: "M3.5 4.5h17v4h-17zM5 8.5V19.5h14V8.5M10 12.5h4",
  arrowLeft: "M19 12H5M11 6l-6 6 6 6",
  arrowIn: "M19 5 6 18M6 8v10h10",
  arrowOut: "M5 19 18 6M8 6h10v10",
  bolt: "M13 2.5 4.5 13.5H11l-1 8 8.5-11H12z",
  building: "M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3",
  channel: "M4 7h10M18 7h2M4 17h2M10 17h10M14 4.5v5M6 14.5v5M14 7a2 2 0 1 0 4 0 2 2 0 1 0-4 0M6 17a2 2 0 1 0 4 0 2 2 0 1 0-4 0",
  check: "M4.5 12.5 10 18 19.5 6.5",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 1 0 0-17M12 7.5V12l3 2",
  close: "M6 6l12 12M18 6 6 18",
  comment: "M4 5h16v11H11l-4.5 4v-4H4z",
  contract: "M12 2.8 4.5 5.5v6c0 4.5 3 8 7.5 9.7 4.5-1.7 7.5-5.2 7.5-9.7v-6zM8.5 12l2.5 2.5 4.5-5",
  copy: "M8.5 8.5h11v11h-11zM15.5 8.5v-4h-11v11h4",
  down: "M6.5 9.5 12 15l5.5-5.5",
  download: "M12 4v11M7 10.5l5 5 5-5M4.5 20h15",
  file: "M6 3h8l4.5 4.5V21H6zM14 3v4.5h4.5",
  flake: "M12 3v18M4.2 7.5l15.6 9M19.8 7.5l-15.6 9M9.5 4.5 12 7l2.5-2.5M9.5 19.5 12 17l2.5 2.5",
  help: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 1 0 0-17M9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M12 16.3v.2",
  inbox: "M3.5 13.5 6 5h12l2.5 8.5V19h-17zM3.5 13.5H8.5a3.5 3.5 0 0 0 7 0h5",
  info: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 1 0 0-17M12 11v5.5M12 7.5v.2",
  more: "M5 11.4a.6.6 0 1 0 .01 0M12 11.4a.6.6 0 1 0 .01 0M19 11.4a.6.6 0 1 0 .01 0",
  next: "M5 5l9 7-9 7zM18.5 5v14",
  paperclip: "M19 11.5l-7.2 7.2a4.4 4.4 0 0 1-6.3-6.3L13 5a3 3 0 0 1 4.3 4.3l-7.3 7.2a1.5 1.5 0 0 1-2.2-2.2l6.7-6.6",
  pencil: "M4 20l1-4.5L16.5 4 20 7.5 8.5 19z",
  play: "M7 4.5v15l12-7.5z",
  plus: "M12 5v14M5 12h14",
  refresh: "M20 5v5h-5M4 19v-5h5M19.5 10a8 8 0 0 0-14.2-2.5M4.5 14a8 8 0 0 0 14.2 2.5",
  reopen: "M3.5 13.5 6 7M20.5 13.5 18 7M3.5 13.5V19h17v-5.5H15.5a3.5 3.5 0 0 1-7 0zM12 10V2.5M9 5.5l3-3 3 3",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 1 0 0-14M16 16l4.5 4.5",
  send: "M4 4.5 20.5 12 4 19.5 6.5 12zM6.5 12h7",
  tag: "M3.5 12.5v-9h9l8 8-9 9zM8 8v.01",
  trash: "M4.5 6.5h15M9.5 6.5V4h5v2.5M6.5 6.5l1 14h9l1-14M10 10.5v6M14 10.5v6",
  undo: "M8.5 5 4 9.5 8.5 14M4 9.5h10a5.5 5.5 0 0 1 0 11H10",
  user: "M12 4a4 4 0 1 0 0 8 4 4 0 1 0 0-8M4.5 20.5c.8-4 3.8-6 7.5-6s6.7 2 7.5 6",
  visitor: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 1 0 0-17M3.5 12h17M12 3.5c2.5 2.5 3.5 5.4 3.5 8.5s-1 6-3.5 8.5c-2.5-2.5-3.5-5.4-3.5-8.5s1-6 3.5-8.5",
  wire: "M4 8.5h14M14 4.5l4 4-4 4M20 15.5H6M10 11.5l-4 4 4 4",
};

/* An icon says nothing of its own: what it stands for is said beside it. */
export function Icon({ name, small = false }) {
  return html`<svg class=${small ? "icon small" : "icon"} viewBox="0 0 24 24" aria-hidden="true">
    <path d=${PATHS[name]} />
  </svg>`;
}
