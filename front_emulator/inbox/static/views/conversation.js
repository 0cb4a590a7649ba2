/* One conversation: who, what was said, and what to do. */
import { html, useEffect, useLayoutEffect, useRef } from "../vendor/htm-preact.js";
import { Thread } from "../data/thread.js";
import { Composer } from "./composer.js";
import { Details } from "./details.js";
import { dayOf, duration, fullTime, hourAndMinute, nameOf, nameOfRecipient } from "./format.js";
import { useAction, useKeys, useNow, useObserved } from "./hooks.js";
import { Message } from "./message.js";
import { Avatar, Badge, Button, Empty, Failed, Menu, MenuItem, Skeleton } from "./parts.js";

const KINDS = { archived: "", deleted: "bad", assigned: "accent", unassigned: "good" };

export default function Conversation({ app, company, id, onBack, hasDetails, onDetails }) {
  const thread = Thread.of(company, id);
  return html`<section class="thread-pane" aria-label="Conversation">
      <${ThreadPane} ...${{ app, company, thread, onBack, hasDetails, onDetails }} />
    </section>
    ${hasDetails && html`<${Details} app=${app} company=${company} thread=${thread} onClose=${onDetails} />`}`;
}

function ThreadPane({ app, company, thread, onBack, hasDetails, onDetails }) {
  useObserved(thread, company);
  useEffect(() => {
    if (thread.state === "ready") company.seen.read(thread.glance);
  });
  if (thread.state === "loading") return html`<${Skeleton} label="Loading the conversation" />`;
  if (thread.state === "gone") {
    return html`<${Empty} icon="search" title="It is gone">
      This conversation does not exist any more; the company may have been reset.
    <//>`;
  }
  if (thread.state === "failed") {
    return html`<div class="page-body"><${Failed} error=${thread.error} onRetry=${() => thread.load()} /></div>`;
  }
  return html`<${Head} ...${{ app, company, thread, onBack, hasDetails, onDetails }} />
    <${Timeline} app=${app} company=${company} thread=${thread} />
    <${UndoBar} app=${app} company=${company} thread=${thread} />
    <${Composer} app=${app} company=${company} thread=${thread} />`;
}

function Head({ app, company, thread, onBack, hasDetails, onDetails }) {
  const { conversation } = thread;
  const { status, recipient, subject } = conversation;
  const [isBusy, act] = useAction(app, (action) => action());
  const isOpen = status === "assigned" || status === "unassigned";
  const move = (to) => act(() => thread.change({ status: to }));
  useKeys({ e: () => move(isOpen ? "archived" : "open") });
  return html`<header class="thread-head">
    <span class="only-narrow"><${Button} icon="arrowLeft" kind="quiet" label="Back to the list" onClick=${onBack} /></span>
    <div class="title">
      <h1>${nameOfRecipient(recipient)}</h1>
      <p>${subject || recipient.handle}</p>
    </div>
    <${Badge} kind=${KINDS[status]}>${status === "deleted" ? "trash" : status}<//>
    <${Assign} company=${company} thread=${thread} act=${act} />
    ${isOpen
      ? html`<${Button} icon="archive" disabled=${isBusy} label="Archive (e)" onClick=${() => move("archived")} />`
      : html`<${Button} icon="reopen" disabled=${isBusy} label="Open again (e)" onClick=${() => move("open")} />`}
    <${Menu} icon="more" label="More" kind="quiet">
      ${(close) => html`<${MenuItem}
          icon="trash"
          onClick=${() => {
            close();
            move("deleted");
          }}
          >Move to the trash<//
        >
        <a class="popover-item" href=${app.route.to({ view: "wire", query: { conversation: thread.id } })}>
          Its requests and deliveries on the wire
        </a>`}
    <//>
    <${Button} icon="info" kind="quiet" label="Details" aria-pressed=${hasDetails} onClick=${onDetails} />
  </header>`;
}

function Assign({ company, thread, act }) {
  const { assignee } = thread.conversation;
  const button = html`${assignee && html`<${Avatar} small name=${nameOf(assignee)} />`}
    <span class="label">${assignee ? nameOf(assignee) : "Assign"}</span>`;
  const label = assignee ? `Assigned to ${nameOf(assignee)}` : "Assign";
  return html`<${Menu} icon=${assignee ? undefined : "user"} kind="" label=${label} button=${button}>
    ${(close) => {
      const assign = (teammate) => () => {
        close();
        act(() => thread.change({ assignee: teammate && teammate.id }));
      };
      return html`${company.teammates.map(
          (each) => html`<${MenuItem} key=${each.id} isOn=${each.id === assignee?.id} note=${each.email} onClick=${assign(each)}>
            ${nameOf(each)}
          <//>`,
        )}
        ${assignee && html`<${MenuItem} icon="close" onClick=${assign(null)}>Unassign<//>`}`;
    }}
  <//>`;
}

function Timeline({ app, company, thread }) {
  const box = useRef(null);
  const isAtEnd = useRef(true);
  const top = useRef(0);
  const now = useNow(company.clock, 60_000);
  const [isBusy, act] = useAction(app, (action) => action());
  const { timeline } = thread;
  useLayoutEffect(() => {
    const follow = () => {
      if (isAtEnd.current) box.current.scrollTop = box.current.scrollHeight;
    };
    // Also when a picture that is loaded makes it longer.
    const observer = new ResizeObserver(follow);
    observer.observe(box.current);
    observer.observe(box.current.firstElementChild);
    return () => observer.disconnect();
  }, []);
  const scrolled = () => {
    const { scrollTop, scrollHeight, clientHeight } = box.current;
    const isNear = scrollHeight - scrollTop - clientHeight < 40;
    isAtEnd.current = isNear || (isAtEnd.current && scrollTop >= top.current);
    top.current = scrollTop;
  };
  let day = "";
  const dayLine = (at) => {
    const name = dayOf(at, now);
    if (name === day) return null;
    day = name;
    return html`<li class="day" key=${name}>${name}</li>`;
  };
  return html`<div class="timeline" ref=${box} onScroll=${scrolled} tabindex="0" role="region" aria-label="Messages">
    <ol>
      ${thread.hasEarlier &&
      html`<li class="event">
        <${Button} small disabled=${isBusy} onClick=${() => act(() => thread.loadEarlier())}>Earlier messages<//>
      </li>`}
      ${timeline.map(([at, kind, what]) => {
        const line = dayLine(at);
        if (kind === "message") {
          return html`${line}<${Message} key=${what.id} app=${app} company=${company} thread=${thread} message=${what} />`;
        }
        return html`${line}<${kind === "comment" ? Comment : Event} key=${what.id} event=${what} />`;
      })}
    </ol>
  </div>`;
}

const WHAT = {
  archive: () => "archived it",
  reopen: () => "opened it again",
  trash: () => "moved it to the trash",
  restore: () => "took it out of the trash",
  assign: (target) => html`assigned it to <strong>${nameOf(target)}</strong>`,
  unassign: (target) => html`unassigned <strong>${nameOf(target)}</strong>`,
  tag: (target) => html`added the tag <strong>${target.name}</strong>`,
  untag: (target) => html`removed the tag <strong>${target.name}</strong>`,
};

function Event({ event }) {
  const { source, target, type, emitted_at: at } = event;
  const who = source._meta.type === "teammate" ? nameOf(source.data) : "The API";
  return html`<li class="event" title=${fullTime(at)}>
    <strong>${who}</strong> ${WHAT[type](target?.data)} · ${hourAndMinute(at)}
  </li>`;
}

function Comment({ event }) {
  const comment = event.target.data;
  const who = nameOf(comment.author);
  return html`<li class="note">
    <${Avatar} small name=${who} />
    <div class="from"><strong>${who}</strong> commented · ${hourAndMinute(comment.posted_at)}</div>
    <div class="text">${comment.body}</div>
  </li>`;
}

function UndoBar({ app, company, thread }) {
  const delivery = thread.undoable;
  const now = useNow(company.clock, 100, delivery !== undefined);
  const [isBusy, undo] = useAction(app, () => thread.undo(delivery));
  useKeys({ z: () => delivery && undo() });
  if (delivery === undefined) return null;
  const left = Math.max(delivery.due_at - now, 0);
  const [channel] = company.channels.list.filter((each) => each.id === delivery.channel_id);
  const window_ = channel?.settings.undo_send_time || left || 1;
  const frozen = company.clock.isFrozen ? " The clock is frozen." : "";
  return html`<div class="undo-bar" role="status">
    <span>Sending in ${duration(Math.ceil(left))}.${frozen}</span>
    <${Button} small icon="undo" disabled=${isBusy} title="Undo (z)" onClick=${undo}>Undo<//>
    <i class="left" style=${{ transform: `scaleX(${Math.min(left / window_, 1)})` }}></i>
  </div>`;
}
