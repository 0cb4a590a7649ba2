import { useEffect, useLayoutEffect, useReducer, useRef, useState } from "../vendor/htm-preact.js";

/* Shows a view anew whenever one of these changes. */
export function useObserved(...observed) {
  const [, again] = useReducer((count) => count + 1, 0);
  useLayoutEffect(() => {
    const ends = observed.filter(Boolean).map((each) => each.subscribe(again));
    return () => ends.forEach((end) => end());
  }, observed);
}

/* The company's time, anew every `period` ms while it runs and `isOn`. */
export function useNow(clock, period = 1000, isOn = true) {
  const [, again] = useReducer((count) => count + 1, 0);
  useObserved(clock);
  useEffect(() => {
    if (!isOn || clock.isFrozen) return undefined;
    const timer = setInterval(again, period);
    return () => clearInterval(timer);
  }, [clock, clock.isFrozen, period, isOn]);
  return clock.now();
}

/* Runs an action once at a time: [isRunning, run]. `run` tells of what goes wrong. */
export function useAction(app, action) {
  const [isRunning, setRunning] = useState(false);
  const isMounted = useRef(true);
  useEffect(() => () => {
    isMounted.current = false;
  }, []);
  async function run(...given) {
    if (isRunning) return undefined;
    setRunning(true);
    try {
      return await action(...given);
    } catch (error) {
      app.toasts.fail(error);
      return undefined;
    } finally {
      if (isMounted.current) setRunning(false);
    }
  }
  return [isRunning, run];
}

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
