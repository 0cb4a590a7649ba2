/* What stands around the views: the bar, the navigation, the outside world. */
import { html, useEffect, useErrorBoundary, useState } from "../vendor/htm-preact.js";
import { ClockBar } from "./clock-bar.js";
import { FaultsMenu } from "./faults-menu.js";
import { useObserved } from "./hooks.js";
import { Icon } from "./icons.js";
import { Inbox } from "./inbox.js";
import { KeysDialog } from "./keys-dialog.js";
import { useKeys } from "./keys.js";
import { Lazy } from "./lazy.js";
import { Button, Failed, Field, Menu, MenuItem, Skeleton, Toasts } from "./parts.js";
import { VisitorDialog } from "./visitor-dialog.js";

const NAVIGATION = [
  ["inbox", "inbox", "Inbox"],
  ["wire", "wire", "Wire"],
  ["contract", "contract", "Contract"],
  ["channels", "channel", "Channels"],
];

export function Shell({ app }) {
  useObserved(app, app.route, app.toasts);
  return html`${content(app)}<${Toasts} toasts=${app.toasts} />`;
}

function content(app) {
  if (app.state === "starting") return html`<${Skeleton} />`;
  if (app.state === "token") return html`<${TokenGate} app=${app} />`;
  if (app.state === "failed" || app.company === null) return html`<${NoCompany} app=${app} />`;
  return html`<${Frame} key=${app.company.id} app=${app} company=${app.company} />`;
}

function Frame({ app, company }) {
  const { route } = app;
  const [dialog, setDialog] = useState(null);
  useObserved(company, company.conversations, company.seen, company.live, route);
  useKeys({ "?": () => setDialog("keys"), n: () => setDialog("visitor") });
  const unread = company.conversations.unreadCount;
  useEffect(() => {
    const [, , name] = NAVIGATION.find(([view]) => view === route.view);
    document.title = `${unread ? `(${unread}) ` : ""}${name} · front-emulator`;
  }, [unread, route.view]);
  const close = () => setDialog(null);
  return html`<div class="shell">
    <header class="bar">
      <${Companies} app=${app} company=${company} />
      <span class="space"></span>
      <${ClockBar} app=${app} clock=${company.clock} />
      <${FaultsMenu} app=${app} faults=${company.faults} />
      <${Button} icon="visitor" label="Write in as a visitor (n)" onClick=${() => setDialog("visitor")}>
        <span class="label">Write in</span>
      <//>
      <${Button} icon="help" kind="quiet wide-only" label="Keys and help (?)" onClick=${() => setDialog("keys")} />
    </header>
    <nav class="nav" aria-label="Views">
      ${NAVIGATION.map(
        ([view, icon, name]) => html`<a
          key=${view}
          href=${route.to({ company: company.id, view })}
          aria-current=${route.view === view ? "page" : undefined}
        >
          <${Icon} name=${icon} />${name}
          ${view === "inbox" && unread > 0 && html`<span class="count">${unread > 99 ? "99+" : unread}<span class="unseen"> unread</span></span>`}
        </a>`,
      )}
    </nav>
    ${company.live.isLost && html`<div class="lost-bar" role="alert">${company.live.whyLost}</div>`}
    <main class="view"><${View} key=${route.view} app=${app} company=${company} /></main>
    ${dialog === "keys" && html`<${KeysDialog} onClose=${close} />`}
    ${dialog === "visitor" && html`<${VisitorDialog} app=${app} company=${company} onClose=${close} />`}
  </div>`;
}

function View({ app, company }) {
  const [error, retry] = useErrorBoundary();
  if (error) return html`<div class="page-body"><${Failed} error=${error} onRetry=${retry} /></div>`;
  const { view } = app.route;
  if (view === "inbox") return html`<${Inbox} app=${app} company=${company} />`;
  return html`<${Lazy} view=${view} app=${app} company=${company} />`;
}

function Companies({ app, company }) {
  const names = html`<span class="brand">
    <img src="/__inbox/icon.svg" alt="" />
    <span class="company-name">${company.name}</span><${Icon} name="down" small />
  </span>`;
  return html`<${Menu} label="Company: ${company.name}" button=${names} place="start">
    ${(close) => html`<div class="popover-title">Companies on this emulator</div>
      ${app.companies.map(
        (each) => html`<${MenuItem}
          key=${each.id}
          icon="building"
          isOn=${each.id === company.id}
          note=${each.id}
          onClick=${() => {
            close();
            app.route.go({ company: each.id, view: "inbox" });
          }}
          >${each.name}<//
        >`,
      )}
      <${MenuItem}
        icon="refresh"
        onClick=${() => app.loadCompanies().catch((error) => app.toasts.fail(error))}
        >Look for new ones<//
      >`}
  <//>`;
}

function NoCompany({ app }) {
  const error = app.error ?? { message: "This emulator has no company yet. A test makes one." };
  return html`<div class="gate">
    <div class="card">
      <h1>front-emulator</h1>
      <${Failed} error=${error} onRetry=${() => app.start()} />
    </div>
  </div>`;
}

function TokenGate({ app }) {
  const [token, setToken] = useState("");
  const submit = (event) => {
    event.preventDefault();
    app.useToken(token.trim());
  };
  return html`<div class="gate">
    <form class="card" onSubmit=${submit}>
      <h1>Admin token</h1>
      <p>
        This emulator can be reached from other machines, so its inbox wants the token that
        <code> front-emulator serve</code> printed. It is kept in this tab alone.
      </p>
      <${Field} label="Admin token">
        ${(tied) => html`<input
          ...${tied}
          class="input mono"
          autocomplete="off"
          value=${token}
          onInput=${(event) => setToken(event.target.value)}
        />`}
      <//>
      <${Button} kind="primary" type="submit" disabled=${token.trim() === ""}>Open the inbox<//>
    </form>
  </div>`;
}
