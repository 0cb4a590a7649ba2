import { html, render } from "./vendor/htm-preact.js";
import { App } from "./data/app.js";
import { Shell } from "./views/shell.js";

const app = new App();
render(html`<${Shell} app=${app} />`, document.getElementById("app"));
app.start();
