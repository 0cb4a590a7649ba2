/* List, thread and details side by side; one at a time where there is no room. */
import { html, useEffect, useLayoutEffect, useRef, useState } from "../vendor/htm-preact.js";
import { FILTERS } from "../data/conversations.js";
import { fullTime, nameOf, nameOfRecipient, shortTime } from "./format.js";
import { useKeys, useNow, useObserved } from "./hooks.js";
import { Lazy, LazyDialog } from "./lazy.js";
import { Avatar, Badge, Button, Empty, Failed, Icon, Menu, MenuItem, Tag } from "./parts.js";

const ROW = 84;
const BEYOND = 6;
const SEARCH_PAUSE = 200;
const WIDE = window.matchMedia("(min-width: 1181px)");

export function Inbox({ app, company }) {
  const { route } = app;
  const { conversations } = company;
  useObserved(route, conversations, company.seen);
  const [isComposing, setComposing] = useState(false);
  const [hasDetails, setDetails] = useState(WIDE.matches);
  const filter = route.query.get("filter") ?? "open";
  const words = route.query.get("search") ?? "";
  const unread = route.query.get("unread") ?? "";
  useEffect(() => {
    conversations.show({ filter: filter in FILTERS ? filter : "open", words, isUnreadOnly: unread !== "" });
  }, [filter, words, unread]);
  const at = { filter: filter === "open" ? "" : filter, search: words, unread };
  const go = (id) => route.go({ view: "inbox", id, query: at });
  const isReading = route.id !== "";
  if (!isReading) company.thread = null;
  const step = (by) => () => {
    const { rows } = conversations;
    const index = rows.findIndex((row) => row.id === route.id);
    const row = rows[index === -1 ? 0 : Math.min(Math.max(index + by, 0), rows.length - 1)];
    if (row !== undefined) go(row.id);
  };
  useKeys({ m: () => setComposing(true), j: step(1), k: step(-1), Escape: () => isReading && !WIDE.matches && go("") });
  const names = ["inbox", isReading && "reading", isReading && hasDetails && "with-details"];
  return html`<div class=${names.filter(Boolean).join(" ")}>
    <${ConversationList} app=${app} company=${company} at=${at} onCompose=${() => setComposing(true)} />
    ${isReading
      ? html`<${Lazy}
          key=${route.id}
          view="conversation"
          app=${app}
          company=${company}
          id=${route.id}
          onBack=${() => go("")}
          hasDetails=${hasDetails}
          onDetails=${() => setDetails(!hasDetails)}
        />`
      : html`<section class="thread-pane" aria-label="Conversation">
          <${Empty} icon="inbox" title="No conversation is open">
            Choose one, or press <kbd>j</kbd>. <kbd>n</kbd> writes in as a new visitor.
          <//>
        </section>`}
    ${isComposing && html`<${LazyDialog} view="compose" app=${app} company=${company} onClose=${() => setComposing(false)} />`}
  </div>`;
}

function ConversationList({ app, company, at, onCompose }) {
  const { conversations } = company;
  useObserved(conversations, company.seen, app.route);
  const go = (query) => app.route.replace({ view: "inbox", id: app.route.id, query: { ...at, ...query } });
  return html`<section class="list-pane" aria-label="Conversations">
    <div class="list-head">
      <${Search} words=${at.search} onSearch=${(search) => go({ search })} />
      <div class="filters">
        <${Menu}
          label="Which conversations: ${FILTERS[conversations.filter]}"
          place="start"
          button=${html`<strong>${FILTERS[conversations.filter]}</strong><${Icon} name="down" small />`}
        >
          ${(close) =>
            Object.entries(FILTERS).map(
              ([name, label]) => html`<${MenuItem}
                key=${name}
                isOn=${conversations.filter === name}
                onClick=${() => {
                  close();
                  go({ filter: name === "open" ? "" : name });
                }}
                >${label}<//
              >`,
            )}
        <//>
        <span class="space"></span>
        <${Button}
          small
          kind="quiet toggle"
          aria-pressed=${conversations.isUnreadOnly}
          onClick=${() => go({ unread: conversations.isUnreadOnly ? "" : "1" })}
          >Unread<//
        >
        <${Button} small icon="pencil" kind="quiet" label="Write a new message (m)" onClick=${onCompose} />
      </div>
    </div>
    <${Rows} app=${app} company=${company} at=${at} />
  </section>`;
}

function Search({ words, onSearch }) {
  const input = useRef(null);
  const timer = useRef(0);
  const [text, setText] = useState(words);
  // What is being typed is ahead of what is looked for.
  useEffect(() => {
    if (document.activeElement !== input.current) setText(words);
  }, [words]);
  useKeys({ "/": () => input.current.focus() });
  useEffect(() => () => clearTimeout(timer.current), []);
  const typed = (event) => {
    clearTimeout(timer.current);
    const { value } = event.target;
    setText(value);
    timer.current = setTimeout(() => onSearch(value.trim()), SEARCH_PAUSE);
  };
  return html`<div class="search" role="search">
    <${Icon} name="search" />
    <input
      ref=${input}
      class="input"
      type="search"
      aria-label="Search conversations"
      placeholder="Search words, is:, tag:, from:"
      value=${text}
      onInput=${typed}
    />
  </div>`;
}

function Rows({ app, company, at }) {
  const { conversations } = company;
  const { rows } = conversations;
  const box = useRef(null);
  const [view, setView] = useState({ top: 0, height: window.innerHeight });
  const look = () => setView({ top: box.current.scrollTop, height: box.current.clientHeight });
  useLayoutEffect(() => {
    // It looks as soon as it observes, once all has its place: to look here would cost a layout.
    const observer = new ResizeObserver(look);
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  const first = Math.max(Math.floor(view.top / ROW) - BEYOND, 0);
  const last = Math.min(Math.ceil((view.top + view.height) / ROW) + BEYOND, rows.length);
  useEffect(() => {
    if (conversations.state === "ready" && last + 20 >= rows.length) conversations.more();
  });
  useEffect(() => {
    const index = rows.findIndex((row) => row.id === app.route.id);
    if (index === -1) return;
    const { scrollTop, clientHeight } = box.current;
    if (index * ROW < scrollTop) box.current.scrollTop = index * ROW;
    if ((index + 1) * ROW > scrollTop + clientHeight) box.current.scrollTop = (index + 1) * ROW - clientHeight;
  }, [app.route.id]);
  return html`<div class="rows" ref=${box} onScroll=${look} tabindex="-1">
    ${conversations.state === "loading" && html`<${Loading} />`}
    ${conversations.state === "failed" &&
    html`<div class="list-head"><${Failed} error=${conversations.error} onRetry=${() => conversations.load()} /></div>`}
    ${conversations.state === "ready" && rows.length === 0 && html`<${Nothing} conversations=${conversations} />`}
    ${conversations.state === "ready" &&
    html`<ul class="rows-space" style=${{ height: `${rows.length * ROW}px` }}>
      ${rows.slice(first, last).map(
        (row, index) => html`<${Row}
          key=${row.id}
          row=${row}
          top=${(first + index) * ROW}
          isUnread=${company.seen.isUnread(row)}
          isOpen=${row.id === app.route.id}
          href=${app.route.to({ view: "inbox", id: row.id, query: at })}
          clock=${company.clock}
          position=${first + index + 1}
          count=${conversations.hasMore ? -1 : rows.length}
        />`,
      )}
    </ul>`}
  </div>`;
}

function Row({ row, top, isUnread, isOpen, href, clock, position, count }) {
  const now = useNow(clock, 60_000);
  const { last_message: message, recipient } = row;
  const who = nameOfRecipient(recipient);
  return html`<li
    class="row ${isUnread ? "unread" : ""} ${row.subject ? "" : "no-subject"}"
    style=${{ transform: `translateY(${top}px)` }}
    aria-posinset=${position}
    aria-setsize=${count}
  >
    <a href=${href} aria-current=${isOpen ? "true" : undefined}>
      <${Avatar} name=${who} />
      <span class="who">${who}${isUnread && html`<span class="unseen">, unread</span>`}</span>
      <time class="when" title=${fullTime(message.created_at)}>${shortTime(message.created_at, now)}</time>
      ${row.subject && html`<span class="subject">${row.subject}</span>`}
      <span class="line">
        ${message.error_type !== null && html`<${Badge} kind="bad" icon="alert">Failed<//>`}
        ${message.error_type === null && message.is_draft && html`<${Badge} kind="warn" icon="clock">Not sent<//>`}
        <span class="blurb">${message.is_inbound ? "" : "You: "}${message.blurb}</span>
        ${row.tags.slice(0, 2).map((tag) => html`<${Tag} key=${tag.id} tag=${tag} />`)}
        ${row.assignee && html`<span title="Assigned to ${nameOf(row.assignee)}"><${Avatar} small name=${nameOf(row.assignee)} /></span>`}
      </span>
    </a>
  </li>`;
}

function Loading() {
  return html`<div role="status" aria-label="Loading conversations">
    ${Array.from({ length: 7 }, () => html`<div class="row-skeleton">
      <div class="skeleton"></div><div class="skeleton"></div><div class="skeleton"></div>
    </div>`)}
  </div>`;
}

function Nothing({ conversations }) {
  if (conversations.words) {
    return html`<${Empty} icon="search" title="Nothing found">
      No conversation has these words. Words may be beginnings; <code>is:archived</code> and
      <code> tag:</code> narrow it down.
    <//>`;
  }
  if (conversations.isUnreadOnly) {
    return html`<${Empty} icon="check" title="All read">Every conversation in this list has been looked at.<//>`;
  }
  if (conversations.filter === "open") {
    return html`<${Empty} icon="inbox" title="Nothing here yet">
      POST a message to the channel's Incoming URL, or press <kbd>n</kbd> to write in as a visitor.
    <//>`;
  }
  return html`<${Empty} icon="check" title="None here">Nothing is under “${FILTERS[conversations.filter]}”.<//>`;
}
