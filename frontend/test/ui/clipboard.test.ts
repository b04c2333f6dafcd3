import { afterEach, describe, expect, it, vi } from "vitest";
import { copyText } from "../../src/ui/clipboard";

afterEach(() => {
  document.body.replaceChildren();
});

function clipboard(writeText: unknown): void {
  vi.stubGlobal("navigator", { clipboard: writeText ? { writeText } : undefined });
}

describe("copying", () => {
  it("uses the clipboard", async () => {
    const write = vi.fn(async () => {});
    clipboard(write);
    expect(await copyText("a")).toBe(true);
    expect(write).toHaveBeenCalledWith("a");
  });

  it("selects the text without https, and returns the focus", async () => {
    clipboard(undefined);
    const host = document.createElement("div");
    const button = document.createElement("button");
    host.attachShadow({ mode: "open" }).append(button);
    document.body.append(host);
    button.focus();
    let copied = "";
    document.execCommand = vi.fn(() => {
      copied = document.querySelector("textarea")?.value ?? "";
      return true;
    });
    expect(await copyText("b")).toBe(true);
    expect(copied).toBe("b");
    expect(document.querySelector("textarea")).toBeNull();
    expect(host.shadowRoot?.activeElement).toBe(button);
  });

  it("returns that nothing is allowed", async () => {
    clipboard(() => Promise.reject(new Error("NotAllowedError")));
    document.execCommand = () => {
      throw new Error("not supported");
    };
    expect(await copyText("c")).toBe(false);
    expect(document.querySelector("textarea")).toBeNull();
  });
});
