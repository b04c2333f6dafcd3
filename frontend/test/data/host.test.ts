import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { HomeAssistant } from "../../src/data/home-assistant";
import { HostController } from "../../src/data/host";
import { fakeHass, LOCALE, localize } from "../fake-home-assistant";

const { config } = fakeHass();

let count = 0;

/** Each test has its own language: a page loads the texts of a language once. */
function hassOf(change: Partial<HomeAssistant> = {}): HomeAssistant {
  return fakeHass({ language: `x-${count}`, config, ...change });
}

function newController() {
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

async function loadedController(hass: HomeAssistant) {
  const all = newController();
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

describe("the host", () => {
  it("is available once the texts are loaded", async () => {
    const { controller, element } = newController();
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

  it("stays the same object while only states change", async () => {
    const hass = hassOf();
    const { controller, element } = await loadedController(hass);
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
    const { controller } = await loadedController(hass);
    const { value } = controller;
    controller.update({ ...hass, ...change });
    expect(controller.value).not.toBe(value);
    expect(controller.value?.hass).toMatchObject(change);
  });

  it("knows who is an administrator, and the writing direction", async () => {
    document.dir = "rtl";
    const { controller } = await loadedController(
      hassOf({ user: { is_admin: false } }),
    );
    expect(controller.value).toMatchObject({ isAdmin: false, rtl: true });
  });
});

describe("the host's texts", () => {
  // Each load has two parts: the integration's texts, and the names of states.
  it("are loaded once, however often Home Assistant changes meanwhile", async () => {
    const load = vi.fn(async () => localize);
    const hass = hassOf({ loadBackendTranslation: load });
    const { controller, element } = newController();
    for (let each = 0; each < 10; each += 1) {
      controller.update({ ...hass, states: {} });
    }
    await vi.advanceTimersByTimeAsync(0);
    expect(load).toHaveBeenCalledTimes(2);
    expect(element.requestUpdate).toHaveBeenCalledOnce();
  });

  it("are loaded again if Home Assistant did not respond", async () => {
    const load = vi
      .fn(async () => localize)
      .mockRejectedValueOnce(new Error("Home Assistant is away"));
    const hass = hassOf({ loadBackendTranslation: load });
    const { controller } = await loadedController(hass);
    controller.update({ ...hass, states: {} });
    expect(load).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(5000);
    expect(controller.value).not.toBeNull();
    expect(load).toHaveBeenCalledTimes(4);
  });

  it("are no longer loaded once the element is gone", async () => {
    const load = vi.fn(() => Promise.reject(new Error("Home Assistant is away")));
    const { controller } = await loadedController(
      hassOf({ loadBackendTranslation: load }),
    );
    controller.hostDisconnected();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(load).toHaveBeenCalledTimes(2);
    controller.hostConnected();
    expect(load).toHaveBeenCalledTimes(4);
  });

  it("are in the language chosen last", async () => {
    const load = (language: string) => async () => () => language;
    const one = hassOf({ loadBackendTranslation: load("one") });
    const language = `x-${count}-other`;
    const other = { ...one, language, loadBackendTranslation: load("other") };
    const { controller } = await loadedController(one);
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
