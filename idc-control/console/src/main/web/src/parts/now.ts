import { useSyncExternalStore } from 'react';

/** One clock for the page: everything that says an age says the same one. */
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    listeners.forEach((each) => each());
  }, 500);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== undefined) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** Returns the time, at most half a second old. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
