import { html, render } from "./vendor/htm-preact.js";
import { app } from "./data/app.js";
import { Shell } from "./views/shell.js";

render(html`<${Shell} app=${app} />`, document.getElementById("app"));
