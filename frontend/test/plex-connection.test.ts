import { describe, expect, it } from "vitest";
import "../src/card/card";
import "../src/panel/panel";
import "../src/registration";

describe("the bundle", () => {
  it("lists nothing before Home Assistant's page is there, and all of it then", async () => {
    let isLoaded = false;
    const loading = import("../src/plex-connection").then(() => {
      isLoaded = true;
    });
    // All that it is made of is there already: it could be done by now.
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
