/* Times, sizes and names as people read them. */
const TONES = 7;

const asDate = (seconds) => new Date(seconds * 1000);
const joined = (mark, ...numbers) => numbers.map((each) => String(each).padStart(2, "0")).join(mark);

/* By hand: asking for the language's way takes longer than all else on the first page. */
const timeOf = (date) => joined(":", date.getHours(), date.getMinutes(), date.getSeconds());
const dateOf = (date) => joined("-", date.getFullYear(), date.getMonth() + 1, date.getDate());

export const clockTime = (seconds) => timeOf(asDate(seconds));

export const hourAndMinute = (seconds) => clockTime(seconds).slice(0, -3);

/* Such as 2026-11-25 09:05:00. */
export const fullTime = (seconds) => `${dateOf(asDate(seconds))} ${clockTime(seconds)}`;

const DAY = new Map();

/* The day in the language of the browser, whose way is asked for once. */
function day(date, year) {
  if (!DAY.has(year)) DAY.set(year, new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year }));
  return DAY.get(year).format(date);
}

/* The time of the day for today, else the day, with the year where it is another. */
export function shortTime(seconds, now) {
  const date = asDate(seconds);
  const today = asDate(now);
  if (date.toDateString() === today.toDateString()) return hourAndMinute(seconds);
  const year = date.getFullYear() === today.getFullYear() ? undefined : "numeric";
  return day(date, year);
}

export function dayOf(seconds, now) {
  const date = asDate(seconds);
  if (date.toDateString() === asDate(now).toDateString()) return "Today";
  if (date.toDateString() === asDate(now - 86_400).toDateString()) return "Yesterday";
  return date.toLocaleDateString(undefined, { weekday: "long", day: "numeric", month: "long" });
}

/* Seconds as "350 ms", "4.2 s" or "3 min 20 s". */
export function duration(seconds) {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min${seconds % 60 < 0.5 ? "" : ` ${Math.round(seconds % 60)} s`}`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/* How long until a moment, in whole seconds from ten on. */
export function left(seconds) {
  if (seconds <= 0) return "now";
  return `in ${duration(seconds)}`;
}

export function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export function initials(name) {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? ["?"];
  const [first, second] = words.length > 1 ? [words[0], words.at(-1)] : [words[0], ""];
  return (second ? [...first][0] + [...second][0] : [...first].slice(0, 2).join("")).toUpperCase();
}

/* A colour's number that a name always has. */
export function tone(name) {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + character.codePointAt(0)) % 99_991;
  return sum % TONES;
}

export const nameOf = (teammate) =>
  `${teammate.first_name} ${teammate.last_name}`.trim() || teammate.username;

export const nameOfRecipient = (recipient) => recipient.name || recipient.handle;

export const plural = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
