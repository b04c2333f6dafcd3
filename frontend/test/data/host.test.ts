import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { HomeAssistant } from "../../src/data/home-assistant";
import { HostController } from "../../src/data/host";
import { fakeHass, LOCALE, localize } from "../fake-home-assistant";

const { config } = fakeHass();

let count = 0;

/** Each test has a language of its own: texts are loaded once for all of a page. */
function hassOf(change: Partial<HomeAssistant> = {}): HomeAssistant {
  return fakeHass({ language: `x-${count}`, config, ...change });
}

function controlled() {
  const element = {
    addController: vi.fn(),
    removeController: vi.fn(),
    requestUpdate: vi.fn(),
    updateComplete: Promise.resolve(true),
  };
  const controller = new HostController(element);
  controller.hostConnected();
  return { element, controller };
}

async function taken(hass: HomeAssistant) {
  const all = controlled();
  all.controller.update(hass);
  await vi.advanceTimersByTimeAsync(0);
  return all;
}

beforeEach(() => {
  count += 1;
  vi.useFakeTimers();
});

afterEach(() => {
  document.dir = "";
  vi.useRealTimers();
});

describe("what elements get of Home Assistant", () => {
  it("is there once the texts are", async () => {
    const { controller, element } = controlled();
    const hass = hassOf();
    controller.update(hass);
    expect(controller.value).toBeNull();
    await vi.advanceTimersByTimeAsync(0);
    expect(controller.value).toMatchObject({
      connection: hass.connection,
      connected: true,
      isAdmin: true,
      rtl: false,
      hass,
    });
    expect(controller.value?.text("panel_none")).toBe("None");
    expect(element.requestUpdate).toHaveBeenCalledOnce();
  });

  it("stays the same while only states change", async () => {
    const hass = hassOf();
    const { controller, element } = await taken(hass);
    const { value } = controller;
    for (let each = 0; each < 10; each += 1) {
      controller.update({ ...hass, states: {} });
    }
    expect(controller.value).toBe(value);
    expect(element.requestUpdate).toHaveBeenCalledOnce();
  });

  it.each<[string, Partial<HomeAssistant>]>([
    ["the connection is lost", { connected: false }],
    ["the user is another", { user: { is_admin: false } }],
    ["the profile changed", { locale: { ...LOCALE, time_format: "12" } }],
    ["entities came or went", { entities: {} }],
    ["an integration was loaded", { config: { ...config, components: ["history"] } }],
    ["the zone changed", { config: { ...config, time_zone: "Asia/Tokyo" } }],
  ])("is renewed when %s", async (_, change) => {
    const hass = hassOf();
    const { controller } = await taken(hass);
    const { value } = controller;
    controller.update({ ...hass, ...change });
    expect(controller.value).not.toBe(value);
    expect(controller.value?.hass).toMatchObject(change);
  });

  it("knows who may act, and the direction of writing", async () => {
    document.dir = "rtl";
    const { controller } = await taken(hassOf({ user: { is_admin: false } }));
    expect(controller.value).toMatchObject({ isAdmin: false, rtl: true });
  });
});

describe("the texts of what elements get", () => {
  it("are asked for once, however often Home Assistant changes meanwhile", async () => {
    const load = vi.fn(async () => localize);
    const hass = hassOf({ loadBackendTranslation: load });
    const { controller, element } = controlled();
    for (let each = 0; each < 10; each += 1) {
      controller.update({ ...hass, states: {} });
    }
    await vi.advanceTimersByTimeAsync(0);
    expect(load).toHaveBeenCalledOnce();
    expect(element.requestUpdate).toHaveBeenCalledOnce();
  });

  it("are asked for again when Home Assistant did not answer", async () => {
    const load = vi
      .fn(async () => localize)
      .mockRejectedValueOnce(new Error("Home Assistant is away"));
    const hass = hassOf({ loadBackendTranslation: load });
    const { controller } = await taken(hass);
    controller.update({ ...hass, states: {} });
    expect(load).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(5000);
    expect(controller.value).not.toBeNull();
    expect(load).toHaveBeenCalledTimes(2);
  });

  it("are not asked for any more when the element is gone", async () => {
    const load = vi.fn(() => Promise.reject(new Error("Home Assistant is away")));
    const { controller } = await taken(hassOf({ loadBackendTranslation: load }));
    controller.hostDisconnected();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(load).toHaveBeenCalledOnce();
    controller.hostConnected();
    expect(load).toHaveBeenCalledTimes(2);
  });

  it("are those of the language that is chosen last", async () => {
    const load = (language: string) => async () => () => language;
    const one = hassOf({ loadBackendTranslation: load("one") });
    const language = `x-${count}-other`;
    const other = { ...one, language, loadBackendTranslation: load("other") };
    const { controller } = await taken(one);
    expect(controller.value?.text("any")).toBe("one");
    controller.update(other);
    controller.update(one);
    await vi.advanceTimersByTimeAsync(0);
    expect(controller.value?.text("any")).toBe("one");
    controller.update(other);
    await vi.advanceTimersByTimeAsync(0);
    expect(controller.value?.text("any")).toBe("other");
  });
});
