/** Home Assistant's clock, and a one-second timer shared by all elements. */

/** Home Assistant's clock minus the browser's, in milliseconds. */
let offset = 0;

/** Set the clock to the time in a message that has just arrived; ignores invalid times. */
export function setClock(now: string): void {
  const reported = Date.parse(now);
  if (Number.isFinite(reported)) {
    offset = reported - Date.now();
  }
}

/** Return the time of Home Assistant's clock, in milliseconds since 1970. */
export function now(): number {
  return Date.now() + offset;
}

const TICK = 1000;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** Call `listener` every second while the page is visible; return how to stop that. */
export function onTick(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, TICK);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

function tick(): void {
  if (document.visibilityState === "hidden") {
    return;
  }
  for (const listener of listeners) {
    listener();
  }
}
