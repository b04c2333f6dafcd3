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
  const said: Scrub[] = [];
  element.addEventListener("scrub", (event) => {
    said.push((event as CustomEvent<Scrub>).detail);
  });
  const area = one(element, ".area");
  vi.spyOn(area, "getBoundingClientRect").mockReturnValue(new DOMRect(100, 0, 200, 40));
  return { element, said, area, input: one<HTMLInputElement>(element, "input") };
}

function pointer(type: string, clientX: number, pointerType = "mouse"): PointerEvent {
  return new PointerEvent(type, { clientX, pointerType });
}

describe("a scrubber", () => {
  it("is a slider to keyboards and screen readers, and begins at the end", async () => {
    const { input } = await scrubber();
    expect(input.getAttribute("aria-label")).toBe("Go");
    expect(input.getAttribute("aria-valuetext")).toBe("12 ms");
    expect([input.min, input.max, input.value]).toEqual(["0", "4", "4"]);
  });

  it("says which value the keyboard is at, and that it is left", async () => {
    const { input, said } = await scrubber();
    input.dispatchEvent(new FocusEvent("focus"));
    input.value = "2";
    input.dispatchEvent(new Event("input"));
    input.dispatchEvent(new FocusEvent("blur"));
    expect(said).toEqual([{ index: 4 }, { index: 2 }, null]);
  });

  it("says where a pointer is, also beside it", async () => {
    const { area, said } = await scrubber();
    for (const x of [150, 20, 999]) {
      area.dispatchEvent(pointer("pointermove", x));
    }
    area.dispatchEvent(pointer("pointerleave", 999));
    expect(said).toEqual([{ share: 0.25 }, { share: 0 }, { share: 1 }, null]);
  });

  it("leaves what a finger has shown", async () => {
    const { area, said } = await scrubber();
    area.dispatchEvent(pointer("pointerdown", 200, "touch"));
    area.dispatchEvent(pointer("pointerleave", 200, "touch"));
    expect(said).toEqual([{ share: 0.5 }]);
  });

  it("does nothing where there is nothing", async () => {
    const { area, said, input } = await scrubber(0);
    area.dispatchEvent(pointer("pointermove", 150));
    expect(said).toEqual([]);
    expect(input.disabled).toBe(true);
  });
});
