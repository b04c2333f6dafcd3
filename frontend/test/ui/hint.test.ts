import { afterEach, describe, expect, it } from "vitest";
import "../../src/ui/hint";
import type { Hint } from "../../src/ui/hint";
import { mounted, one } from "../elements";

afterEach(() => {
  document.body.replaceChildren();
});

async function hint(change: Partial<Hint> = {}): Promise<Hint> {
  const element = await mounted<Hint>("plex-connection-hint", {
    text: "Lower is better.",
    ...change,
  });
  element.textContent = "Latency";
  return element;
}

const isShown = (element: Hint) => one(element, ".bubble").classList.contains("shown");

function point(element: Element, type: string, pointerType: string): void {
  element.dispatchEvent(new PointerEvent(type, { pointerType, bubbles: true }));
}

describe("a hint", () => {
  it("describes its label to screen readers, shown or not", async () => {
    const element = await hint();
    const label = one(element, "button");
    expect(label.getAttribute("aria-describedby")).toBe("text");
    expect(one(element, "#text").textContent).toBe("Lower is better.");
    expect(label.tabIndex).toBe(0);
    expect(isShown(element)).toBe(false);
  });

  it("can be skipped by Tab", async () => {
    expect(one(await hint({ isTabStop: false }), "button").tabIndex).toBe(-1);
  });

  it("shows while the mouse is over it", async () => {
    const element = await hint();
    point(element, "pointerenter", "mouse");
    expect(isShown(element)).toBe(true);
    point(element, "pointerleave", "mouse");
    expect(isShown(element)).toBe(false);
  });

  it("shows by a tap until there is one elsewhere", async () => {
    const element = await hint();
    point(element, "pointerenter", "touch");
    expect(isShown(element)).toBe(false);
    one(element, "button").click();
    point(element, "pointerleave", "touch");
    expect(isShown(element)).toBe(true);
    point(element, "pointerdown", "touch");
    expect(isShown(element)).toBe(true);
    point(document.body, "pointerdown", "touch");
    expect(isShown(element)).toBe(false);
  });

  it.each<[string, (element: Hint) => unknown]>([
    [
      "Escape",
      () => document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" })),
    ],
    [
      "leaving it by keyboard",
      (element) => one(element, "button").dispatchEvent(new FocusEvent("blur")),
    ],
    [
      "scrolling away",
      (element) => {
        const label = one(element, "button");
        label.getBoundingClientRect = () => new DOMRect(0, -40, 50, 20);
        window.dispatchEvent(new Event("scroll"));
      },
    ],
    ["its removal", (element) => element.remove()],
  ])("hides by %s", async (_, act) => {
    const element = await hint();
    one(element, "button").click();
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "a" }));
    window.dispatchEvent(new Event("scroll"));
    expect(isShown(element)).toBe(true);
    act(element);
    expect(isShown(element)).toBe(false);
  });
});
