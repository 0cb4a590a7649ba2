/* List, thread and details side by side; one at a time where there is no room. */
import { html, useEffect, useState } from "../vendor/htm-preact.js";
import { FILTERS } from "../data/conversations.js";
import { ConversationList } from "./conversation-list.js";
import { ComposeDialog } from "./compose-dialog.js";
import { Details } from "./details.js";
import { useObserved } from "./hooks.js";
import { useKeys } from "./keys.js";
import { Empty } from "./parts.js";
import { ThreadPane } from "./thread-pane.js";

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
  const thread = company.open(route.id);
  const step = (by) => () => {
    const { rows } = conversations;
    const index = rows.findIndex((row) => row.id === route.id);
    const row = rows[index === -1 ? 0 : Math.min(Math.max(index + by, 0), rows.length - 1)];
    if (row !== undefined) go(row.id);
  };
  useKeys({ m: () => setComposing(true), j: step(1), k: step(-1), Escape: () => route.id !== "" && !WIDE.matches && go("") });
  const names = ["inbox", thread && "reading", thread && hasDetails && "with-details"];
  return html`<div class=${names.filter(Boolean).join(" ")}>
    <${ConversationList} app=${app} company=${company} at=${at} onCompose=${() => setComposing(true)} />
    <section class="thread-pane" aria-label="Conversation">
      ${thread === null
        ? html`<${Empty} icon="inbox" title="No conversation is open">
            Choose one, or press <kbd>j</kbd>. <kbd>n</kbd> writes in as a new visitor.
          <//>`
        : html`<${ThreadPane}
            key=${thread.id}
            app=${app}
            company=${company}
            thread=${thread}
            onBack=${() => go("")}
            hasDetails=${hasDetails}
            onDetails=${() => setDetails(!hasDetails)}
          />`}
    </section>
    ${thread !== null && hasDetails && html`<${Details} key=${thread.id} app=${app} company=${company} thread=${thread} onClose=${() => setDetails(false)} />`}
    ${isComposing && html`<${ComposeDialog} app=${app} company=${company} onClose=${() => setComposing(false)} />`}
  </div>`;
}
