import { afterEach, describe, expect, it, vi } from "vitest";
import type { Scrub, Scrubber } from "../../src/charts/scrubber";
import "../../src/charts/scrubber";
import { mounted, one } from "../elements";

const TAG = "plex-connection-scrubber";

afterEach(() => {
  document.body.replaceChildren();
});

async function scrubber(count = 5) {
  const element = await mounted<Scrubber>(TAG, {
    count,
    label: "Go",
    valueText: "12 ms",
  });
  const emitted: Scrub[] = [];
  element.addEventListener("scrub", (event) => {
    emitted.push((event as CustomEvent<Scrub>).detail);
  });
  const area = one(element, ".area");
  vi.spyOn(area, "getBoundingClientRect").mockReturnValue(new DOMRect(100, 0, 200, 40));
  return { element, emitted, area, input: one<HTMLInputElement>(element, "input") };
}

function pointer(type: string, clientX: number, pointerType = "mouse"): PointerEvent {
  return new PointerEvent(type, { clientX, pointerType });
}

describe("a scrubber", () => {
  it("is a slider for keyboards and screen readers, and starts at the end", async () => {
    const { input } = await scrubber();
    expect(input.getAttribute("aria-label")).toBe("Go");
    expect(input.getAttribute("aria-valuetext")).toBe("12 ms");
    expect([input.min, input.max, input.value]).toEqual(["0", "4", "4"]);
  });

  it("emits the keyboard's position, and null on blur", async () => {
    const { input, emitted } = await scrubber();
    input.dispatchEvent(new FocusEvent("focus"));
    input.value = "2";
    input.dispatchEvent(new Event("input"));
    input.dispatchEvent(new FocusEvent("blur"));
    expect(emitted).toEqual([{ index: 4 }, { index: 2 }, null]);
  });

  it("emits the pointer's position, clamped to the chart", async () => {
    const { area, emitted } = await scrubber();
    for (const x of [150, 20, 999]) {
      area.dispatchEvent(pointer("pointermove", x));
    }
    area.dispatchEvent(pointer("pointerleave", 999));
    expect(emitted).toEqual([{ share: 0.25 }, { share: 0 }, { share: 1 }, null]);
  });

  it("keeps the value when a finger is lifted", async () => {
    const { area, emitted } = await scrubber();
    area.dispatchEvent(pointer("pointerdown", 200, "touch"));
    area.dispatchEvent(pointer("pointerleave", 200, "touch"));
    expect(emitted).toEqual([{ share: 0.5 }]);
  });

  it("does nothing without values", async () => {
    const { area, emitted, input } = await scrubber(0);
    area.dispatchEvent(pointer("pointermove", 150));
    expect(emitted).toEqual([]);
    expect(input.disabled).toBe(true);
  });
});
