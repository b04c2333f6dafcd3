import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import "../../src/ui/time-text";
import { setClock } from "../../src/data/clock";
import type { TimeText } from "../../src/ui/time-text";
import { mounted, one, settled, textOf } from "../elements";
import { fakeHost } from "../fake-home-assistant";
import { NOW } from "../rows";

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(NOW) });
  setClock(NOW);
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

function time(change: Partial<TimeText>): Promise<TimeText> {
  return mounted<TimeText>("plex-connection-time", { host: fakeHost(), ...change });
}

async function later(element: TimeText, milliseconds: number): Promise<string> {
  vi.advanceTimersByTime(milliseconds);
  await settled(element);
  return textOf(element);
}

describe("a relative time", () => {
  it("updates itself", async () => {
    const element = await time({ at: "2026-11-26T11:59:58+00:00" });
    expect(textOf(element)).toBe("2 seconds ago");
    expect(await later(element, 3000)).toBe("5 seconds ago");
    expect(await later(element, 55_000)).toBe("1 minute ago");
  });

  it("renders only when its text changes", async () => {
    const element = await time({ at: "2026-11-26T10:00:00+00:00" });
    const rendered = vi.spyOn(element as never, "render");
    expect(await later(element, 60_000)).toBe("2 hours ago");
    expect(rendered).not.toHaveBeenCalled();
  });

  it("shows that a due check is in progress", async () => {
    const element = await time({ at: "2026-11-26T12:00:02+00:00", due: "under way" });
    expect(textOf(element)).toBe("in 2 seconds");
    expect(await later(element, 2000)).toBe("under way");
    expect(await later(element, 60_000)).toBe("under way");
  });

  it("can be a duration", async () => {
    const at = "2026-11-26T08:40:00+00:00";
    const element = await time({ at, mode: "duration" });
    expect(textOf(element)).toBe("3 hr 20 min");
  });

  it("has the exact time as its title", async () => {
    const element = await time({ at: "2026-11-26T11:00:00+00:00" });
    expect(one(element, "time").title).toBe("Nov 26, 12:00");
    expect(one(element, "time").getAttribute("datetime")).toBe(
      "2026-11-26T11:00:00+00:00",
    );
  });

  it("is empty without a time", async () => {
    expect(textOf(await time({ at: null }))).toBe("");
  });

  it("stops when its element is removed", async () => {
    const element = await time({ at: NOW });
    expect(vi.getTimerCount()).toBe(1);
    element.remove();
    expect(vi.getTimerCount()).toBe(0);
  });
});
