/* What there is without a company: a way to get to one. */
import { html, useState } from "../vendor/htm-preact.js";
import { Button, Failed, Field } from "./parts.js";

export default function Gate({ app }) {
  return app.state === "token" ? html`<${TokenGate} app=${app} />` : html`<${NoCompany} app=${app} />`;
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
