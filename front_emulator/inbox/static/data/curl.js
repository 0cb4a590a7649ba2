/* A request as a command to paste. */
const LEFT_OUT = new Set(["host", "content-length", "connection", "accept-encoding"]);

export function asCurl({ method, url, headers, body }) {
  const parts = [`curl -X ${method} ${quoted(url)}`];
  for (const [name, value] of Object.entries(headers)) {
    if (!LEFT_OUT.has(name.toLowerCase())) parts.push(`-H ${quoted(`${name}: ${value}`)}`);
  }
  if (body) parts.push(`--data-binary ${quoted(body)}`);
  return parts.join(" \\\n  ");
}

const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
