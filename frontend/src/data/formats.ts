/** Formats of numbers and times, as set in the user's Home Assistant profile. */

import type { HomeAssistant, Locale } from "./home-assistant";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A locale for each number format of a profile. */
const NUMBER_LOCALES: Record<string, string | undefined> = {
  comma_decimal: "en-US",
  decimal_comma: "de",
  space_comma: "fr",
  quote_decimal: "de-CH",
  none: "en-US",
};

/** The parts of a formatted amount that make up the number. */
const NUMBER_PARTS = new Set(["integer", "group", "decimal", "fraction"]);

export interface Formats {
  /** A number with at most `digits` digits after the point. */
  number(value: number, digits?: number): string;
  /** "12 ms", "0.4 ms", "1.5 s", "24 min": three digits are enough for a latency. */
  milliseconds(value: number): string;
  /** 0 … 1 as a percentage. */
  percent(share: number): string;
  /** "5 min", "3 h 20 min": the two largest units. */
  duration(seconds: number): string;
  /** "5 minutes ago", "now", "in 20 seconds", from seconds relative to now. */
  relative(seconds: number): string;
  /** The time of day. */
  time(at: Date, withSeconds?: boolean): string;
  /** Day and time. */
  dateTime(at: Date): string;
  /** Day and month. */
  day(at: Date): string;
}

/** Return the formats for a user, whose profile is `hass.locale`. */
export function formatsOf(hass: Pick<HomeAssistant, "locale" | "config">): Formats {
  const { locale } = hass;
  const number = numberFormat(locale);
  const amount = amountFormat(locale, number);
  const zone = locale.time_zone === "server" ? hass.config.time_zone : undefined;
  const clock = { ...hours(locale), minute: "2-digit" } as const;
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
  // Says "now" instead of "in 0 seconds".
  const zeroFormat = new Intl.RelativeTimeFormat(locale.language, { numeric: "auto" });

  return {
    number,
    milliseconds: (value) => {
      if (Math.round(value / 1000) >= MINUTE) {
        return duration(value / 1000, amount);
      }
      return value < 1000
        ? amount(value, "millisecond", value < 10 ? 1 : 0)
        : amount(value / 1000, "second", 1);
    },
    percent: percentFormat(locale),
    duration: (seconds) => duration(seconds, amount),
    relative: (seconds) => {
      const [value, unit] = largestUnit(seconds);
      // Pass 0: both formats treat 0 and −0 differently.
      return value === 0 ? zeroFormat.format(0, unit) : relative.format(value, unit);
    },
    time: (date, withSeconds = false) => (withSeconds ? exactTime : time)(date),
    dateTime,
    day: at({ day: "numeric", month: "short" }),
  };
}

/** Memoize `make`: creating a format is expensive. */
function memoized<Key extends string | number, Format>(
  make: (key: Key) => Format,
): (key: Key) => Format {
  const formats = new Map<Key, Format>();
  return (key) => {
    const format = formats.get(key) ?? make(key);
    formats.set(key, format);
    return format;
  };
}

function numberLocale(locale: Locale): string | undefined {
  if (locale.number_format === "system") {
    return undefined;
  }
  return NUMBER_LOCALES[locale.number_format] ?? locale.language;
}

function numberFormat(locale: Locale): (value: number, digits?: number) => string {
  const format = memoized(
    (digits: number) =>
      new Intl.NumberFormat(numberLocale(locale), {
        maximumFractionDigits: digits,
        useGrouping: locale.number_format !== "none",
      }),
  );
  return (value, digits = 0) => format(digits).format(value);
}

/** Format amounts: the number by the profile, the unit in the user's language. */
function amountFormat(
  locale: Locale,
  number: (value: number, digits: number) => string,
): (value: number, unit: string, digits?: number) => string {
  const format = memoized(
    (unit: string) =>
      new Intl.NumberFormat(locale.language, {
        style: "unit",
        unit,
        unitDisplay: "short",
      }),
  );
  return (value, unit, digits = 0) => {
    let isWritten = false;
    const parts = format(unit)
      .formatToParts(Number(value.toFixed(digits)))
      .map((part) => {
        if (!NUMBER_PARTS.has(part.type)) {
          return part.value;
        }
        const digitText = isWritten ? "" : number(value, digits);
        isWritten = true;
        return digitText;
      });
    return parts.join("");
  };
}

/** Format shares; not 0 % or 100 % unless they are: 99.97 % becomes 99.9 %. */
function percentFormat(locale: Locale): (share: number) => string {
  const format = memoized(
    (digits: number) =>
      new Intl.NumberFormat(numberLocale(locale), {
        style: "percent",
        maximumFractionDigits: digits,
      }),
  );
  return (share) => {
    const isNearEnd = (share > 0 && share < 0.01) || (share > 0.99 && share < 1);
    return isNearEnd
      ? format(1).format(Math.min(Math.max(share, 0.001), 0.999))
      : format(0).format(share);
  };
}

/** Return Home Assistant's own format of hours: 9:05 PM, or 09:05. */
function hours(locale: Locale): {
  hour: "numeric" | "2-digit";
  hourCycle: "h12" | "h23";
} {
  return usesAmPm(locale)
    ? { hour: "numeric", hourCycle: "h12" }
    : { hour: "2-digit", hourCycle: "h23" };
}

function usesAmPm({ time_format, language }: Locale): boolean {
  if (time_format === "12" || time_format === "24") {
    return time_format === "12";
  }
  const locales = time_format === "system" ? undefined : language;
  const { hourCycle } = new Intl.DateTimeFormat(locales, {
    hour: "numeric",
  }).resolvedOptions();
  return hourCycle === "h12" || hourCycle === "h11";
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
