/* Reply, comment, or write as the visitor. */
import { html, useRef, useState } from "../vendor/htm-preact.js";
import { withFiles } from "../data/http.js";
import { AttachButton, Files } from "./files.js";
import { nameOf, nameOfRecipient } from "./format.js";
import { useAction, useKeys, useObserved } from "./hooks.js";
import { Button } from "./parts.js";

export function Composer({ app, company, thread }) {
  useObserved(company, company.channels);
  const [mode, setMode] = useState("reply");
  const [body, setBody] = useState("");
  const [files, setFiles] = useState([]);
  const [isArchiving, setArchiving] = useState(true);
  const text = useRef(null);
  const begin = (next) => {
    setMode(next);
    text.current?.focus();
  };
  useKeys({ r: () => begin("reply"), c: () => begin("comment"), v: () => begin("visitor") });
  const authorId = company.teammate?.id;
  const modes = modesOf(app, company, thread);
  const { why, send, action, placeholder } = modes[mode];
  const [isBusy, submit] = useAction(app, async () => {
    await send({ body, files, isArchiving, authorId });
    setBody("");
    setFiles([]);
  });
  const canSend = body.trim() !== "" && !isBusy;
  const pressed = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && canSend) submit();
  };
  return html`<section class="composer ${mode}" aria-label="Write">
    <div class="modes" role="group" aria-label="What to write">
      ${Object.entries(modes).map(
        ([name, { label }]) => html`<button type="button" key=${name} aria-pressed=${mode === name} onClick=${() => begin(name)}>
          ${label}
        </button>`,
      )}
    </div>
    ${why
      ? html`<div class="alert warn"><div>${why}</div>
          <a href=${app.route.to({ view: "channels", id: channelOf(company, thread)?.id })}>Channel settings</a></div>`
      : html`<form
          onSubmit=${(event) => {
            event.preventDefault();
            if (canSend) submit();
          }}
        >
          <textarea
            ref=${text}
            class="input"
            rows="2"
            aria-label=${action}
            placeholder=${placeholder}
            value=${body}
            onInput=${(event) => setBody(event.target.value)}
            onKeyDown=${pressed}
          ></textarea>
          <${Files} files=${files} onChange=${setFiles} />
          <div class="acts">
            ${mode !== "comment" &&
            html`<${AttachButton} onAttach=${(added) => setFiles([...files, ...added])} />`}
            ${mode !== "visitor" &&
            html`<select class="input author" aria-label="As which teammate" value=${authorId} onChange=${(event) => company.actAs(event.target.value)}>
              ${company.teammates.map((each) => html`<option key=${each.id} value=${each.id}>${nameOf(each)}</option>`)}
            </select>`}
            ${mode === "reply" &&
            html`<label class="check">
              <input type="checkbox" checked=${isArchiving} onChange=${(event) => setArchiving(event.target.checked)} />
              and archive
            </label>`}
            <${Button} kind="primary" icon="send" type="submit" disabled=${!canSend} title="Ctrl Enter">${action}<//>
          </div>
        </form>`}
  </section>`;
}

const channelOf = (company, thread) => company.channels.find(thread.glance?.channel_id);

/* What can be written in a conversation: how it is sent, or why it cannot be. */
function modesOf(app, company, thread) {
  const channel = channelOf(company, thread);
  const visitor = thread.lastInbound?.recipients.find((each) => each.role === "from");
  return {
    reply: {
      label: "Reply",
      action: "Send",
      placeholder: `Reply to ${nameOfRecipient(thread.conversation.recipient)}`,
      why: channel?.settings.reply_mode === "unsupported" && "This channel takes no replies: its reply mode is “Cannot reply”.",
      send: ({ body, files, isArchiving, authorId }) => {
        const form = { body, author_id: authorId, options: { archive: isArchiving } };
        return thread.reply(withFiles(form, files));
      },
    },
    comment: {
      label: "Comment",
      action: "Comment",
      placeholder: "A note to the other teammates. It never leaves Front.",
      send: ({ body, authorId }) => thread.comment(body, authorId),
    },
    visitor: {
      label: "As the visitor",
      action: "Write",
      placeholder: `What ${nameOfRecipient(thread.conversation.recipient)} writes`,
      why: visitor === undefined && "Nobody has written in this conversation yet.",
      send: async ({ body, files }) => {
        await thread.writeAsVisitor(body, files);
        app.toasts.tell("Written. It appears when Front has processed it.");
      },
    },
  };
}

