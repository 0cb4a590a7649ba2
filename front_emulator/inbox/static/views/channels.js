/* The channels and their settings, as the form of Front's guide has them. */
import { html, useState } from "../vendor/htm-preact.js";
import { copied } from "./clipboard.js";
import { useAction, useObserved } from "./hooks.js";
import { Badge, Button, Dialog, Failed, Field, Skeleton } from "./parts.js";

const UNDO = [0, 5, 10, 15, 30, 60];
const CONTACT_TYPES = { custom: "Custom", email: "Email", phone: "Phone" };
const REPLY_MODES = { same_channel: "This channel", unsupported: "Cannot reply" };

export default function ChannelsView({ app, company }) {
  const { channels } = company;
  const [isAdding, setAdding] = useState(false);
  useObserved(channels, app.route);
  if (channels.state === "loading") return html`<${Skeleton} />`;
  if (channels.state === "failed") {
    return html`<div class="page-body"><${Failed} error=${channels.error} onRetry=${() => channels.load()} /></div>`;
  }
  const wanted = app.route.id;
  return html`<div class="page">
    <div class="page-body">
      <header class="page-head">
        <div>
          <h1>Channels</h1>
          <p>What Front's settings screen has for a custom channel. A change takes effect at once, until the next reset.</p>
        </div>
        <${Button} icon="plus" onClick=${() => setAdding(true)}>Add a channel<//>
      </header>
      <${Credentials} app=${app} company=${company} />
      ${channels.list.map((channel) => html`<${Channel} key=${channel.id} app=${app} channels=${channels} channel=${channel} isWanted=${channel.id === wanted} />`)}
    </div>
    ${isAdding && html`<${AddDialog} app=${app} company=${company} onClose=${() => setAdding(false)} />`}
  </div>`;
}

function Credentials({ app, company }) {
  return html`<section class="card settings" aria-label="Credentials">
    <h2>Credentials</h2>
    <${Copied} app=${app} label="API token" hint="What the integration sends as its Bearer token" value=${company.api_token} isSecret />
    <${Copied} app=${app} label="API secret" hint="What deliveries are signed with" value=${company.api_secret} isSecret />
  </section>`;
}

function Channel({ app, channels, channel, isWanted }) {
  // Only what was changed is kept: the channel may be loaded anew at any moment meanwhile.
  const [edits, setEdits] = useState({});
  const form = { ...formOf(channel), ...edits };
  const isDirty = Object.keys(edits).length > 0;
  const put = (name, value) => setEdits((earlier) => ({ ...earlier, [name]: value }));
  const [isBusy, save] = useAction(app, async (event) => {
    event.preventDefault();
    await channels.update(channel, patchOf(form));
    setEdits({});
    app.toasts.tell(`${form.name} is saved`);
  });
  const typed = (name) => (event) => put(name, event.target.value);
  const ticked = (name) => (event) => put(name, event.target.checked);
  const select = (name, label, hint, options, more = {}) => html`<${Field} label=${label} hint=${hint}>
    ${(tied) => html`<select ...${tied} ...${more} class="input" value=${form[name]} onChange=${typed(name)}>
      ${options.map(([value, text]) => html`<option key=${value} value=${value}>${text}</option>`)}
    </select>`}
  <//>`;
  const check = (name, label, hint) => html`<div class="field">
    <label class="check"><input type="checkbox" checked=${form[name]} onChange=${ticked(name)} />${label}</label>
    <span class="hint">${hint}</span>
  </div>`;
  return html`<form class="card settings ${isWanted ? "wanted" : ""}" aria-label="Settings of ${channel.name}" onSubmit=${save}>
    <h2>${channel.name} <code>${channel.id}</code> <${Badge}>${channel.type}<//></h2>
    <${Field} label="Name">
      ${(tied) => html`<input ...${tied} class="input" required value=${form.name} onInput=${typed("name")} />`}
    <//>
    ${select("undo_send_time", "Undo send timing", "How long a teammate can take a message back before it leaves.", UNDO.map((seconds) => [seconds, seconds === 0 ? "None, send at once" : `${seconds} seconds`]))}
    ${select("reply_mode", "Channel reply mode", "Whether teammates can reply to messages of this channel.", Object.entries(REPLY_MODES))}
    ${select("contact_type", "Channel contact type", "Chosen when the channel is made.", Object.entries(CONTACT_TYPES), { disabled: true })}
    ${check("auto_assign_on_reply", "Auto-assign conversations on first reply", "Whoever replies to an unassigned conversation gets it.")}
    ${check("compose", "Allow new messages from channel", "Off in Front by default. Replies to them do not thread into the same conversation.")}
    <h3 class="endpoints">API endpoints</h3>
    <${Copied} app=${app} label="Incoming" hint="Where the integration POSTs what it receives" value=${channels.incomingUrl(channel)} />
    <${Field} label="Outgoing" hint="Where Front POSTs what teammates send">
      ${(tied) => html`<input ...${tied} class="input mono" type="url" placeholder="http://localhost:3000/front/outgoing" value=${form.webhook_url} onInput=${typed("webhook_url")} />`}
    <//>
    <div class="save">
      ${isDirty && html`<${Button} onClick=${() => setEdits({})}>Discard<//>`}
      <${Button} kind="primary" type="submit" disabled=${!isDirty || isBusy}>Save<//>
    </div>
  </form>`;
}

function formOf({ name, settings }) {
  return {
    ...settings,
    name,
    webhook_url: settings.webhook_url ?? "",
    compose: settings.compose_mode !== "unsupported",
  };
}

const patchOf = (form) => ({
  name: form.name,
  settings: {
    undo_send_time: Number(form.undo_send_time),
    reply_mode: form.reply_mode,
    auto_assign_on_reply: form.auto_assign_on_reply,
    compose_mode: form.compose ? "normal" : "unsupported",
    webhook_url: form.webhook_url.trim() || null,
  },
});

function Copied({ app, label, hint, value, isSecret = false }) {
  const [isShown, setShown] = useState(!isSecret);
  const copy = async () => {
    await copied(value);
    app.toasts.tell(`${label} copied`);
  };
  return html`<${Field} label=${label} hint=${hint}>
    ${(tied) => html`<div class="copied">
      <input ...${tied} class="input mono" readonly value=${isShown ? value : "•".repeat(24)} />
      ${isSecret && html`<${Button} onClick=${() => setShown(!isShown)}>${isShown ? "Hide" : "Show"}<//>`}
      <${Button} icon="copy" label="Copy: ${label}" onClick=${copy} />
    </div>`}
  <//>`;
}

function AddDialog({ app, company, onClose }) {
  const [form, setForm] = useState({ name: "", outgoing_url: "", contact_type: "custom" });
  const typed = (name) => (event) => setForm((earlier) => ({ ...earlier, [name]: event.target.value }));
  const [isBusy, add] = useAction(app, async (event) => {
    event.preventDefault();
    const body = { ...form, outgoing_url: form.outgoing_url.trim() || null };
    await company.admin("POST", "/channels", { body });
    await company.channels.load();
    onClose();
  });
  return html`<${Dialog} title="Add a custom channel" onClose=${onClose}>
    <form class="dialog-body" onSubmit=${add}>
      <${Field} label="Name">
        ${(tied) => html`<input ...${tied} class="input" required value=${form.name} onInput=${typed("name")} />`}
      <//>
      <${Field} label="Channel contact type" hint="Stays what it is">
        ${(tied) => html`<select ...${tied} class="input" value=${form.contact_type} onChange=${typed("contact_type")}>
          ${Object.entries(CONTACT_TYPES).map(([value, text]) => html`<option key=${value} value=${value}>${text}</option>`)}
        </select>`}
      <//>
      <${Field} label="Outgoing" hint="Where Front POSTs what teammates send">
        ${(tied) => html`<input ...${tied} class="input mono" type="url" value=${form.outgoing_url} onInput=${typed("outgoing_url")} />`}
      <//>
      <div class="dialog-foot">
        <${Button} onClick=${onClose}>Cancel<//>
        <${Button} kind="primary" type="submit" disabled=${isBusy}>Add<//>
      </div>
    </form>
  <//>`;
}
