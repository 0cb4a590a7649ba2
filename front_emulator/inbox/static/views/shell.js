/* What stands around the views: the bar, the navigation, the outside world. */
import { html, useEffect, useErrorBoundary, useState } from "../vendor/htm-preact.js";
import { clockTime, left, plural } from "./format.js";
import { useAction, useKeys, useNow, useObserved } from "./hooks.js";
import { Inbox } from "./inbox.js";
import { Lazy, LazyDialog } from "./lazy.js";
import { Badge, Button, Failed, Icon, Menu, MenuItem, Skeleton, Toasts } from "./parts.js";

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
  if (app.state !== "ready" || app.company === null) return html`<${Lazy} view="gate" app=${app} />`;
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
          ${view === "inbox" && unread && html`<span class="count">${unread}<span class="unseen"> unread</span></span>`}
        </a>`,
      )}
    </nav>
    ${company.live.isLost && html`<div class="lost-bar" role="alert">${company.live.whyLost}</div>`}
    <main class="view"><${View} key=${route.view} app=${app} company=${company} /></main>
    ${dialog !== null && html`<${LazyDialog} key=${dialog} view=${dialog} app=${app} company=${company} onClose=${close} />`}
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
    <${Mark} />
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

/* The same as icon.svg, which would be one more file to wait for. */
function Mark() {
  return html`<svg viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="8" />
    <path d="M7 18l3-9h12l3 9M7 18v5h18v-5M7 18h5.5a3.5 3.5 0 0 0 7 0H25" />
  </svg>`;
}

/* The company's clock: what time it is there, what falls due next, and a way to go there. */
function ClockBar({ app, clock }) {
  const now = useNow(clock);
  const [isBusy, move] = useAction(app, (act) => act());
  const { isFrozen } = clock;
  const [next] = clock.due;
  return html`<div class="clock ${isFrozen ? "frozen" : ""}">
    <${Menu}
      icon="clock"
      kind="quiet clock-time"
      label="Clock: ${isFrozen ? "frozen" : "running"}"
      panel="clock-panel"
      button=${html`<span class="label">${clockTime(now)}</span>`}
    >
      ${() => html`<${Lazy} view="clock" clock=${clock} now=${now} move=${move} isBusy=${isBusy} />`}
    <//>
    <${Button}
      kind="quiet"
      icon=${isFrozen ? "play" : "flake"}
      label=${isFrozen ? "Let the clock run" : "Freeze the clock"}
      disabled=${isBusy}
      onClick=${() => move(() => (isFrozen ? clock.resume() : clock.freeze()))}
    />
    ${next &&
    html`<${Button}
      kind="quiet"
      icon="next"
      label="Go to what falls due next: ${next.line}"
      disabled=${isBusy}
      onClick=${() => move(() => clock.toNext())}
      ><span class="label">${left(next.at - now)}</span><//
    >`}
  </div>`;
}

/* Make Front fail: one click for each way to. */
function FaultsMenu({ app, faults }) {
  useObserved(faults);
  const active = faults.rules.filter((rule) => !rule.is_spent).length;
  const button = html`<span class="label">Make Front fail</span>
    ${active > 0 && html`<${Badge} kind="bad">${active}<//>`}`;
  const label = active > 0 ? `Make Front fail: ${plural(active, "fault")} in force` : "Make Front fail";
  return html`<${Menu} icon="bolt" kind="" label=${label} button=${button} panel="faults-panel">
    ${() => html`<${Lazy} view="faults" app=${app} faults=${faults} />`}
  <//>`;
}
