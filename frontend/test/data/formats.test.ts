import { describe, expect, it } from "vitest";
import { type Formats, formatsOf } from "../../src/data/formats";
import type { Locale } from "../../src/data/home-assistant";
import { fakeHass, LOCALE } from "../fake-home-assistant";

const AT = new Date("2026-11-26T20:05:09Z");

function formats(change: Partial<Locale> = {}): Formats {
  return formatsOf(fakeHass({ locale: { ...LOCALE, ...change } }));
}

/** Replace the various Unicode spaces and apostrophes, which look alike. */
const plain = (text: string) => text.replace(/\s/g, " ").replace("’", "'");

describe("latencies", () => {
  it.each([
    [0.42, "0.4 ms"],
    [9.96, "10 ms"],
    [12.4, "12 ms"],
    [999, "999 ms"],
    [1530, "1.5 sec"],
    [59_400, "59.4 sec"],
    [59_980, "1 min"],
    [61_000, "1 min 1 sec"],
    [1_440_000, "24 min"],
    [27_000_000, "7 hr 30 min"],
  ])("%s ms", (value, expected) => {
    expect(plain(formats().milliseconds(value))).toBe(expected);
  });

  it("have units in the user's language and the profile's number format", () => {
    const german = formats({ language: "de" });
    expect(plain(german.milliseconds(1530))).toBe("1,5 Sek.");
    const mixed = formats({ number_format: "decimal_comma" });
    expect(plain(mixed.milliseconds(1530))).toBe("1,5 sec");
  });
});

describe("numbers", () => {
  it.each([
    ["language", "1,234.5"],
    ["comma_decimal", "1,234.5"],
    ["decimal_comma", "1.234,5"],
    ["space_comma", "1 234,5"],
    ["quote_decimal", "1'234.5"],
    ["none", "1234.5"],
  ])("follow the profile: %s", (number_format, expected) => {
    expect(plain(formats({ number_format }).number(1234.5, 1))).toBe(expected);
  });

  it("follow the language", () => {
    expect(formats({ language: "de" }).number(1234.5, 1)).toBe("1.234,5");
  });
});

describe("shares", () => {
  it.each([
    [1, "100%"],
    [0.9999, "99.9%"],
    [0.994, "99.4%"],
    [0.5, "50%"],
    [0.006, "0.6%"],
    [0.0001, "0.1%"],
    [0, "0%"],
  ])("%s", (share, expected) => {
    expect(formats().percent(share)).toBe(expected);
  });
});

describe("durations", () => {
  it.each([
    [-5, "0 sec"],
    [0.4, "0 sec"],
    [59.6, "1 min"],
    [75, "1 min 15 sec"],
    [3600, "1 hr"],
    [12_000, "3 hr 20 min"],
    [3605, "1 hr"],
    [180_000, "2 days 2 hr"],
  ])("of %s s", (seconds, expected) => {
    expect(plain(formats().duration(seconds))).toBe(expected);
  });
});

describe("relative times", () => {
  it.each([
    [-0.2, "now"],
    [0.9, "now"],
    [-1, "1 second ago"],
    [-59.9, "59 seconds ago"],
    [-60, "1 minute ago"],
    [-7199, "1 hour ago"],
    [-90_000, "1 day ago"],
    [20.7, "in 20 seconds"],
    [299, "in 4 minutes"],
  ])("%s s", (seconds, expected) => {
    expect(formats().relative(seconds)).toBe(expected);
  });

  it("are in the user's language", () => {
    expect(formats({ language: "de" }).relative(-60)).toBe("vor 1 Minute");
  });
});

describe("times of day", () => {
  it.each([
    ["24", "en", "21:05"],
    ["12", "en", "9:05 PM"],
    ["language", "en", "9:05 PM"],
    ["language", "de", "21:05"],
    ["24", "de", "21:05"],
  ])("with %s hours in %s", (time_format, language, expected) => {
    expect(plain(formats({ time_format, language }).time(AT))).toBe(expected);
  });

  it("have two digits in the morning, as in Home Assistant", () => {
    expect(formats().time(new Date("2026-11-26T08:05:00Z"))).toBe("09:05");
  });

  it("have seconds on request", () => {
    expect(formats().time(AT, true)).toBe("21:05:09");
  });

  it("are in the time zone of the server or of the browser", () => {
    const browser = new Intl.DateTimeFormat("en", {
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    }).format(AT);
    expect(formats({ time_zone: "local" }).time(AT)).toBe(browser);
    expect(formats({ time_zone: "server" }).time(AT)).toBe("21:05");
  });

  it("can include the day", () => {
    expect(plain(formats().dateTime(AT))).toBe("Nov 26, 21:05");
    expect(formats().day(AT)).toBe("Nov 26");
  });
});
