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
