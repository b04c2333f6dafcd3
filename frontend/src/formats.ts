/** Numbers and times as the user's profile in Home Assistant wants them. */

import type { HomeAssistant, Locale } from "./home-assistant";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How numbers are written, by the settings of a profile; null: as the browser does. */
const NUMBER_LOCALES: Record<string, string | undefined> = {
  comma_decimal: "en-US",
  decimal_comma: "de",
  space_comma: "fr",
  quote_decimal: "de-CH",
};

export interface Formats {
  /** A number with at most so many digits after the point. */
  number(value: number, digits?: number): string;
  /** "12 ms", "0.4 ms", "1.5 s": three digits say enough of a latency. */
  milliseconds(value: number): string;
  /** 0 … 1 as per cent. */
  percent(share: number): string;
  /** "5 min", "3 h 20 min": the two largest units. */
  duration(seconds: number): string;
  /** "5 minutes ago", "in 20 seconds", from seconds after now; negative is past. */
  relative(seconds: number): string;
  /** The time of day. */
  time(at: Date, withSeconds?: boolean): string;
  /** Day and time. */
  dateTime(at: Date): string;
  /** Day and month. */
  day(at: Date): string;
}

/** Return the formats for a user; `hass.locale` is the profile's. */
export function formatsOf(hass: Pick<HomeAssistant, "locale" | "config">): Formats {
  const { locale } = hass;
  const numbers = numberLocale(locale);
  const zone = locale.time_zone === "server" ? hass.config.time_zone : undefined;
  const clock = { hour: "numeric", minute: "2-digit", ...cycle(locale) } as const;
  const at = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale.language, {
      ...options,
      ...(zone ? { timeZone: zone } : {}),
    });
    return (date: Date) => format.format(date);
  };
  const time = at(clock);
  const exactTime = at({ ...clock, second: "2-digit" });
  const dateTime = at({ day: "numeric", month: "short", ...clock });
  const relative = new Intl.RelativeTimeFormat(locale.language, { numeric: "always" });
  const amount = (value: number, unit: string, digits = 0) =>
    new Intl.NumberFormat(numbers, {
      style: "unit",
      unit,
      unitDisplay: "short",
      maximumFractionDigits: digits,
    }).format(value);

  return {
    number: (value, digits = 0) =>
      new Intl.NumberFormat(numbers, { maximumFractionDigits: digits }).format(value),
    milliseconds: (value) =>
      value < 1000
        ? amount(value, "millisecond", value < 10 ? 1 : 0)
        : amount(value / 1000, "second", 1),
    percent: (share) =>
      new Intl.NumberFormat(numbers, {
        style: "percent",
        maximumFractionDigits: share > 0.99 && share < 1 ? 1 : 0,
      }).format(share),
    duration: (seconds) => duration(seconds, amount),
    relative: (seconds) => {
      const [value, unit] = largestUnit(seconds);
      return relative.format(value, unit);
    },
    time: (date, withSeconds = false) => (withSeconds ? exactTime : time)(date),
    dateTime,
    day: at({ day: "numeric", month: "short" }),
  };
}

function numberLocale(locale: Locale): string | undefined {
  if (locale.number_format === "system") {
    return undefined;
  }
  return NUMBER_LOCALES[locale.number_format] ?? locale.language;
}

function cycle(locale: Locale): { hourCycle?: "h12" | "h23" } {
  if (locale.time_format === "12") {
    return { hourCycle: "h12" };
  }
  return locale.time_format === "24" ? { hourCycle: "h23" } : {};
}

function largestUnit(seconds: number): [number, Intl.RelativeTimeFormatUnit] {
  const size = Math.abs(seconds);
  if (size < MINUTE) {
    return [Math.trunc(seconds), "second"];
  }
  if (size < HOUR) {
    return [Math.trunc(seconds / MINUTE), "minute"];
  }
  return size < DAY
    ? [Math.trunc(seconds / HOUR), "hour"]
    : [Math.trunc(seconds / DAY), "day"];
}

function duration(
  seconds: number,
  amount: (value: number, unit: string) => string,
): string {
  const rounded = Math.max(0, Math.round(seconds));
  const parts: [number, string][] = [
    [Math.trunc(rounded / DAY), "day"],
    [Math.trunc((rounded % DAY) / HOUR), "hour"],
    [Math.trunc((rounded % HOUR) / MINUTE), "minute"],
    [rounded % MINUTE, "second"],
  ];
  const first = parts.findIndex(([value]) => value > 0);
  if (first < 0) {
    return amount(0, "second");
  }
  return parts
    .slice(first, first + 2)
    .filter(([value]) => value > 0)
    .map(([value, unit]) => amount(value, unit))
    .join(" ");
}
