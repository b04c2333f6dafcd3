import { describe, expect, it } from "vitest";
import "../src/card/card";
import "../src/panel/panel";
import "../src/registration";

describe("the bundle", () => {
  it("registers everything once Home Assistant's page is ready, and nothing before", async () => {
    let isLoaded = false;
    const loading = import("../src/plex-connection").then(() => {
      isLoaded = true;
    });
    // Its modules are loaded already: nothing else could delay it.
    for (let turn = 0; turn < 20; turn += 1) {
      await new Promise((done) => setTimeout(done));
    }
    expect(isLoaded).toBe(false);
    expect(window.customCards).toBeUndefined();

    customElements.define("home-assistant", class extends HTMLElement {});
    await loading;
    expect(window.customCards).toHaveLength(1);
    expect(window.customStrategies).toHaveLength(1);
  });
});
