import { afterEach, describe, expect, it } from "vitest";
import {
  assertConfig,
  configForm,
  stubConfig,
  suggestionsFor,
} from "../../src/card/config";
import { fakeHass } from "../fake-home-assistant";
import { accountDevice, FOREIGN, hassWith, home } from "../registries";

const TYPE = "custom:plex-connection-card";

afterEach(() => {
  document.body.replaceChildren();
});

describe("the card's options", () => {
  it.each<[string, unknown]>([
    ["nothing but the type", { type: TYPE }],
    ["a server", { type: TYPE, device: "attic", show_details: true }],
    ["columns", { type: TYPE, columns: 6, show_sparkline: false, show_account: true }],
    ["options that were cleared", { type: TYPE, device: null, columns: undefined }],
    ["options of Home Assistant", { type: TYPE, grid_options: { rows: 2 } }],
  ])("are valid: %s", (_, config) => {
    expect(() => assertConfig(config)).not.toThrow();
  });

  it.each<[unknown, string]>([
    [undefined, "The card has no configuration."],
    ["attic", "The card has no configuration."],
    [[], "The card has no configuration."],
    [{ device: 7 }, "device must be the device ID of a server."],
    [{ device: ["attic"] }, "device must be the device ID of a server."],
    [{ columns: 0 }, "columns must be a whole number from 1 to 6."],
    [{ columns: 7 }, "columns must be a whole number from 1 to 6."],
    [{ columns: 1.5 }, "columns must be a whole number from 1 to 6."],
    [{ columns: "2" }, "columns must be a whole number from 1 to 6."],
    [{ show_sparkline: "no" }, "show_sparkline must be true or false."],
    [{ show_details: 1 }, "show_details must be true or false."],
    [{ show_account: {} }, "show_account must be true or false."],
  ])("are rejected with a message: %j", (config, expected) => {
    expect(() => assertConfig(config)).toThrow(expected);
  });

  it("default to the first server, or to all if there is none", async () => {
    expect(await stubConfig(home(["cabin", "attic"]))).toEqual({ device: "attic" });
    expect(await stubConfig(home([]))).toEqual({});
  });
});

describe("the card's form", () => {
  it("has all options, in the user's language", async () => {
    const root = Object.assign(document.createElement("home-assistant"), {
      hass: fakeHass(),
    });
    document.body.append(root);
    const form = await configForm();
    const labels = form.schema.map((field) => form.computeLabel(field));
    expect(form.schema.map(({ name }) => name)).toEqual([
      "device",
      "columns",
      "show_sparkline",
      "show_details",
      "show_account",
    ]);
    expect(labels).toEqual([
      "Server",
      "Columns",
      "Show recent latency as a line",
      "Show details",
      "Show the account",
    ]);
    expect(form.computeHelper({ name: "show_details" })).toContain("backup");
    expect(form.computeHelper({ name: "show_account" })).toBeUndefined();
    expect(() => form.assertConfig({ columns: 9 })).toThrow();
  });

  it("leaves the labels to Home Assistant if there are no texts", async () => {
    const form = await configForm();
    expect(form.computeLabel({ name: "device" })).toBeUndefined();
  });
});

describe("the suggested card for an entity", () => {
  const hass = home(["attic"]);

  it("shows the entity's server, with and without details", () => {
    expect(suggestionsFor(hass, "sensor.attic_latency")).toEqual([
      { config: { type: TYPE, device: "attic" } },
      {
        label: "With details",
        config: { type: TYPE, device: "attic", show_details: true },
      },
    ]);
  });

  it("shows all servers for an entity of an account", () => {
    expect(suggestionsFor(hass, "button.alice_rediscover")).toEqual([
      { config: { type: TYPE, show_account: true } },
    ]);
  });

  it.each([
    ["of another integration", FOREIGN.entity.entity_id],
    ["that is not there", "sensor.nothing"],
  ])("is null for an entity %s", (_, entityId) => {
    expect(suggestionsFor(hass, entityId)).toBeNull();
  });

  it("is null without a device, or before the registries are loaded", () => {
    const entity = {
      entity_id: "sensor.odd",
      platform: "plex_connection",
      device_id: "gone",
    };
    expect(suggestionsFor(hassWith([accountDevice("a")], [entity]), "sensor.odd")).toBe(
      null,
    );
    const early = { ...fakeHass(), entities: undefined, devices: undefined };
    expect(suggestionsFor(early as never, "sensor.attic_latency")).toBeNull();
  });
});
