// An integration for Node.js: `node integration.mjs SECRET KIND`.
// KIND is `raw`, the right one, or how it verifies signatures instead: `reserialised` writes
// the parsed body anew, `decoded` compares what Buffer makes of the base64, `unguarded` leaves
// it to timingSafeEqual that the length is another, and answers as Express does when that throws.
// Prints its port, and ends with its standard input.

import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const [secret, kind] = process.argv.slice(2);
const visitor = "contract-visitor";
const statuses = { bad_request: 400, forbidden: 403, not_found: 404 };

class Refused extends Error {
  constructor(type, message) {
    super(message);
    this.type = type;
  }
}

function isRight(given, body) {
  const verified = kind === "reserialised" ? JSON.stringify(parsed(body)) : body;
  const digest = createHmac("sha1", secret).update(verified).digest();
  const [one, other] =
    kind === "decoded"
      ? [Buffer.from(given, "base64"), digest]
      : [Buffer.from(given), Buffer.from(digest.toString("base64"))];
  return (kind === "unguarded" || one.length === other.length) && timingSafeEqual(one, other);
}

function parsed(body) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (error) {
    throw new Refused("bad_request", "This is not JSON.");
  }
}

function check(message) {
  const isText = (value) => typeof value === "string";
  const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  const isAbsent = (value) => value === undefined || value === null;
  const rules = {
    message: isObject(message),
    id: isText(message?.id),
    type: isText(message?.type),
    text: isAbsent(message?.text) || isText(message.text),
    body: isAbsent(message?.body) || isText(message.body),
    recipients: Array.isArray(message?.recipients),
    attachments: isAbsent(message?.attachments) || Array.isArray(message.attachments),
    author: isAbsent(message?.author) || isObject(message.author),
    conversation: isText(message?._links?.related?.conversation),
    content: Boolean(message?.text || message?.body || message?.attachments?.length),
  };
  for (const [field, isRight] of Object.entries(rules)) {
    if (!isRight) throw new Refused("bad_request", `${field} is wrong.`);
  }
}

function take(request, body) {
  if (request.method !== "POST") throw new Refused("bad_request", "POST, please.");
  if (!isRight(request.headers["x-front-signature"] ?? "", body)) {
    throw new Refused("forbidden", "The signature is wrong.");
  }
  if (!/^application\/json\b/.test(request.headers["content-type"] ?? "")) {
    throw new Refused("bad_request", "JSON, please.");
  }
  const message = parsed(body);
  check(message);
  const handles = message.recipients.filter((each) => each.role === "to").map((each) => each.handle);
  if (!handles.length) throw new Refused("bad_request", "The message is to nobody.");
  if (!handles.includes(visitor)) throw new Refused("not_found", "Nobody knows them.");
}

function answer(response, status, body) {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(body));
}

const server = createServer((request, response) => {
  const pieces = [];
  request.on("data", (piece) => pieces.push(piece));
  request.on("error", () => {});
  request.on("end", () => {
    try {
      take(request, Buffer.concat(pieces));
      answer(response, 200, { type: "success" });
    } catch (error) {
      if (error.code === "ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH") {
        response.writeHead(500, { "Content-Type": "text/html" });
        response.end(`<pre>${error.stack}</pre>`);
        return;
      }
      // JSON.stringify runs out of stack where JSON.parse does not.
      const type = error.type ?? (error instanceof RangeError ? "bad_request" : "internal_error");
      answer(response, statuses[type] ?? 500, { type, message: error.message });
    }
  });
});

server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
