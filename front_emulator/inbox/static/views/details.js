/* Beside a conversation: who it is with, its tags, and where it came from. */
import { html, useState } from "../vendor/htm-preact.js";
import { fullTime, nameOfRecipient } from "./format.js";
import { useAction, useObserved } from "./hooks.js";
import { Avatar, Button, Tag } from "./parts.js";

export function Details({ app, company, thread, onClose }) {
  useObserved(thread, company, company.channels);
  const { conversation, contact } = thread;
  if (thread.state !== "ready") return html`<aside class="details" aria-label="Details"></aside>`;
  const who = nameOfRecipient(conversation.recipient);
  const ref = thread.messages.find((each) => each.metadata.thread_ref)?.metadata.thread_ref;
  return html`<aside class="details" aria-label="Details">
    <div class="person">
      <${Avatar} name=${who} />
      <h2>${who}</h2>
      ${conversation.recipient.name && html`<code>${conversation.recipient.handle}</code>`}
    </div>
    <${Tags} app=${app} company=${company} thread=${thread} />
    <dl class="facts">
      ${contact && html`<${Fact} name="Contact"><code>${contact.id}</code><//>`}
      ${contact?.handles.map(({ source, handle }) => html`<${Fact} key=${handle} name="Handle (${source})">${handle}<//>`)}
      <${Fact} name="Conversation"><code>${conversation.id}</code><//>
      ${ref && html`<${Fact} name="thread_ref"><code>${ref}</code><//>`}
      <${Fact} name="Begun">${fullTime(conversation.created_at)}<//>
      ${conversation.waiting_since && html`<${Fact} name="Waiting since">${fullTime(conversation.waiting_since)}<//>`}
    </dl>
    <${Button} kind="quiet" onClick=${onClose}>Hide details<//>
  </aside>`;
}

const Fact = ({ name, children }) => html`<div><dt>${name}</dt><dd>${children}</dd></div>`;

function Tags({ app, company, thread }) {
  const [name, setName] = useState("");
  const [isBusy, act] = useAction(app, (action) => action());
  const { tags } = thread.conversation;
  const add = (event) => {
    event.preventDefault();
    if (name.trim() === "") return;
    act(() => thread.tag(name.trim()));
    setName("");
  };
  return html`<section aria-label="Tags">
    <h3>Tags</h3>
    <div class="tags">
      ${tags.map((tag) => html`<${Tag} key=${tag.id} tag=${tag} onRemove=${() => act(() => thread.untag(tag))} />`)}
    </div>
    <form class="add-tag" onSubmit=${add}>
      <input
        class="input"
        list="known-tags"
        maxlength="64"
        aria-label="Add a tag"
        placeholder="Add a tag"
        value=${name}
        disabled=${isBusy}
        onInput=${(event) => setName(event.target.value)}
      />
      <datalist id="known-tags">
        ${company.tags.map((tag) => html`<option key=${tag.id} value=${tag.name}></option>`)}
      </datalist>
      <${Button} icon="plus" label="Add the tag" type="submit" disabled=${isBusy || name.trim() === ""} />
    </form>
  </section>`;
}
