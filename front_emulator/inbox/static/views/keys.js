import { useEffect } from "../vendor/htm-preact.js";

export const KEYS = [
  ["j", "Next conversation"],
  ["k", "Previous conversation"],
  ["r", "Reply"],
  ["c", "Comment"],
  ["v", "Write as the visitor"],
  ["e", "Archive, or open again"],
  ["z", "Undo the send that is waiting"],
  ["m", "Write a new message as a teammate"],
  ["n", "Write in as a new visitor"],
  ["/", "Search"],
  ["Esc", "Leave a field, close what is open"],
  ["?", "This list"],
];

/* Runs an action for each key while no field has the focus and no dialog is open. */
export function useKeys(actions) {
  useEffect(() => {
    const pressed = (event) => {
      if (event.key === "Escape" && isField(event.target)) event.target.blur();
      if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return;
      if (document.querySelector("dialog[open]")) return;
      const action = actions[event.key];
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  });
}

const isField = (element) => element.matches?.("input, textarea, select");
