/** Marks at full hours and days, in the user's time zone. */

import { DAY, HOUR, MINUTE } from "../data/durations";

const STEPS = [
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  DAY,
  2 * DAY,
  5 * DAY,
];

/** Maximum number of marks on an axis. */
const MAX_MARKS = 7;

/** An axis shows at least this fraction of its range: one divided by this number. */
const MIN_FRACTION = 24;

/** Return the distance between marks on an axis of a length; both in milliseconds. */
export function stepFor(length: number): number {
  return STEPS.find((step) => length / step <= MAX_MARKS) ?? length;
}

/**
 * Return where an axis begins if nothing is known before `first`: not long before, as an
 * axis that is empty except for its end would show nothing.
 */
export function axisStart(first: number, from: number, to: number): number {
  return Math.max(from, Math.min(first, to - (to - from) / MIN_FRACTION));
}

/** Return the offset of a time zone from UTC at a time, in milliseconds. */
export function zoneOffset(at: number, zone: string | undefined): number {
  if (!zone) {
    return -60_000 * new Date(at).getTimezoneOffset();
  }
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(at);
  const part = (type: string) =>
    Number(parts.find((each) => each.type === type)?.value ?? 0);
  const local = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return local - 1000 * Math.floor(at / 1000);
}

/**
 * Return the times at which the local clock shows a multiple of `step`, all in
 * milliseconds. Over a change to summer time, the marks stay on the local hours.
 */
export function marksBetween(
  from: number,
  to: number,
  step: number,
  zone?: string,
): number[] {
  const marks: number[] = [];
  if (!(to > from) || !(step > 0) || (to - from) / step > 1000) {
    return marks;
  }
  const offset = zoneOffset(from, zone);
  const first = Math.ceil((from + offset) / step) * step;
  for (let local = first; local - offset <= to + HOUR; local += step) {
    const at = local - zoneOffset(local - offset, zone);
    if (at >= from && at <= to) {
      marks.push(at);
    }
  }
  return marks;
}
