import { afterEach, describe, expect, it, vi } from "vitest";
import english from "../../../custom_components/plex_connection/translations/en.json";
import { ENGLISH, earlyText } from "../../src/data/early-texts";
import type { HomeAssistant } from "../../src/data/home-assistant";
import { fakeHass } from "../fake-home-assistant";

afterEach(() => {
  document.body.replaceChildren();
});

function startPage(hass: HomeAssistant | undefined): void {
  const root = Object.assign(document.createElement("home-assistant"), { hass });
  document.body.replaceChildren(root);
}

const NOTHING_LOADED = () => "";

describe("early texts", () => {
  it("equal the English translations", () => {
    const common: Record<string, string> = english.common;
    for (const [key, expected] of Object.entries(ENGLISH)) {
      expect(common[key]).toBe(expected);
    }
  });

  it("are English before Home Assistant's page has started", () => {
    expect(earlyText("card_name")).toBe("Plex Connection");
    startPage(undefined);
    expect(earlyText("card_error_columns", { most: 6 })).toBe(
      "columns must be a whole number from 1 to 6.",
    );
  });

  it("are loaded on first use, and are in the user's language then", () => {
    const load = vi.fn(async () => NOTHING_LOADED);
    const language = "nl";
    startPage(
      fakeHass({ language, localize: NOTHING_LOADED, loadBackendTranslation: load }),
    );
    expect(earlyText("card_description")).toBe(ENGLISH.card_description);
    expect(load).toHaveBeenCalledWith("common", "plex_connection");

    const dutch = (key: string) =>
      key === "component.plex_connection.common.card_description" ? "Hoe" : "";
    startPage(fakeHass({ language, localize: dutch }));
    expect(earlyText("card_description")).toBe("Hoe");
  });

  it("stay English if they cannot be loaded", async () => {
    const load = vi.fn(async () => Promise.reject(new Error("away")));
    startPage(
      fakeHass({
        language: "fi",
        localize: NOTHING_LOADED,
        loadBackendTranslation: load,
      }),
    );
    expect(earlyText("strategy_name")).toBe("Plex Connection");
    await vi.waitFor(() =>
      expect(load.mock.settledResults).toMatchObject([
        { type: "rejected" },
        { type: "rejected" },
      ]),
    );
    expect(earlyText("strategy_name")).toBe("Plex Connection");
  });
});
