import { html } from "../vendor/htm-preact.js";
import { Badge } from "./parts.js";

const KINDS = { PASS: "good", FAIL: "bad", ERROR: "bad", WARN: "warn", INCONCLUSIVE: "warn", INFO: "accent" };

export const Verdict = ({ verdict }) => html`<${Badge} kind=${KINDS[verdict] ?? ""}>${verdict}<//>`;
