/* Requests to the emulator: the admin API and Front's API are all this page knows. */

/* Keeps what the page reads out of the journal, the faults and the rate limit. */
const OBSERVER = { "X-Front-Emulator-Observer": "inbox" };
const TOKEN_KEY = "front-emulator admin token";

/* An answer that is no success. `message` is the sentence to show. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/* The emulator did not answer at all. */
export class Unreachable extends Error {
  constructor() {
    super("The emulator does not answer. Is it still running?");
  }
}

/* The admin token is needed where the emulator is bound beyond loopback. It may come in the
   page's address, after #admin_token=, and stays in this tab. */
export function takeTokenFromAddress() {
  const found = /^#admin_token=([\w-]+)$/.exec(location.hash);
  if (found === null) return;
  setAdminToken(found[1]);
  history.replaceState(null, "", location.pathname);
}

export function setAdminToken(token) {
  sessionStorage.setItem(TOKEN_KEY, token);
}

const adminToken = () => sessionStorage.getItem(TOKEN_KEY);

/* A request to the admin API; `path` begins after /__admin. */
export function admin(method, path, { body, signal } = {}) {
  const token = adminToken();
  return json(method, `/__admin${path}`, { body, signal, token });
}

/* A request to Front's API with a company's token. */
export function front(company, method, path, { body, signal } = {}) {
  return json(method, path, { body, signal, token: company.api_token });
}

/* The bytes of an attachment. */
export async function download(company, path) {
  const response = await send("GET", path, { token: company.api_token });
  return response.arrayBuffer();
}

/* A file of the admin API. */
export async function adminFile(path) {
  const response = await send("GET", `/__admin${path}`, { token: adminToken() });
  return response.blob();
}

/* The path and query of a link, whatever host it names: this page talks to its own alone. */
export function pathOf(link) {
  const url = new URL(link, location.origin);
  return url.pathname + url.search;
}

async function json(method, path, options) {
  const response = await send(method, path, options);
  if (response.status === 204) return null;
  const text = await response.text();
  return text === "" ? null : JSON.parse(text);
}

async function send(method, path, { body, signal, token }) {
  const headers = { ...OBSERVER };
  if (token) headers.Authorization = `Bearer ${token}`;
  let content;
  if (body instanceof FormData) content = body;
  else if (body !== undefined) {
    headers["Content-Type"] = "application/json";
    content = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(path, { method, headers, body: content, signal, cache: "no-store" });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Unreachable();
  }
  if (!response.ok) throw new Refused(response.status, await reasonOf(response));
  return response;
}

/* The sentence of an error: a problem detail of the admin API, or Front's `_error`. */
async function reasonOf(response) {
  let told = {};
  try {
    told = await response.json();
  } catch {
    return `The emulator answered ${response.status}`;
  }
  const { message, details = [] } = told._error ?? {};
  return told.detail ?? [message, ...details].filter(Boolean).join(": ");
}

/* What is sent, in the form it needs: JSON, or with files a form in Front's bracket notation. */
export function withFiles(fields, files) {
  if (files.length === 0) return fields;
  const form = new FormData();
  append(form, "", fields);
  for (const file of files) form.append("attachments[]", file, file.name);
  return form;
}

function append(form, name, value) {
  if (value === undefined || value === null || value === "") return;
  if (Array.isArray(value)) value.forEach((each) => append(form, `${name}[]`, each));
  else if (typeof value === "object") {
    for (const [key, each] of Object.entries(value)) append(form, name ? `${name}[${key}]` : key, each);
  } else form.append(name, String(value));
}
