import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { register } from "../src/registration";
import { home } from "./registries";

function clear(): void {
  delete window.customCards;
  delete window.customStrategies;
}

beforeEach(clear);
afterEach(clear);

describe("the registration", () => {
  it("lists the card and the dashboard", () => {
    register();
    expect(window.customCards).toMatchObject([
      { type: "plex-connection-card", name: "Plex Connection", preview: true },
    ]);
    expect(window.customStrategies).toMatchObject([
      { type: "plex-connection", strategyType: "dashboard", name: "Plex Connection" },
    ]);
    for (const entry of [
      ...(window.customCards ?? []),
      ...(window.customStrategies ?? []),
    ]) {
      expect(entry.description).not.toBe("");
      expect(entry.documentationURL).toMatch(/^https:\/\/.*\/docs\/dashboard\.md$/);
    }
  });

  it("suggests the card for our entities", () => {
    register();
    const [card] = window.customCards as unknown as [
      { getEntitySuggestion: (hass: unknown, entityId: string) => unknown },
    ];
    expect(
      card.getEntitySuggestion(home(["attic"]), "sensor.attic_latency"),
    ).not.toBeNull();
    expect(card.getEntitySuggestion(home(["attic"]), "sensor.lamp_latency")).toBeNull();
  });

  it("adds to existing lists, which Home Assistant keeps a reference to", () => {
    const other = {
      type: "other-card",
      name: "Other",
      description: "",
      documentationURL: "",
    };
    const cards = [other];
    window.customCards = cards;
    register();
    expect(window.customCards).toBe(cards);
    expect(cards.map(({ type }) => type)).toEqual([
      "other-card",
      "plex-connection-card",
    ]);
  });

  it("happens once, however often the bundle is loaded", () => {
    register();
    const [first] = window.customCards ?? [];
    register();
    expect(window.customCards).toEqual([first]);
    expect(window.customStrategies).toHaveLength(1);
  });
});
