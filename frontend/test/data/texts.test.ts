import { describe, expect, it, vi } from "vitest";
import {
  loadTexts,
  problemName,
  reasonText,
  textsOf,
  triggerText,
  typeName,
} from "../../src/data/texts";
import type { ChangeReason, DiscoveryTrigger, Problem } from "../../src/data/wire";
import { whatText } from "../../src/panel/cause-text";
import { fakeHass, fakeHost, localize } from "../fake-home-assistant";
import { PROBLEMS } from "../problems";

const text = textsOf(localize);

const REASONS: ChangeReason[] = [
  "first",
  "failover",
  "upgrade",
  "fail_back",
  "withdrawn",
  "retyped",
  "pinned",
  "lost",
  "recovered",
];

const TRIGGERS: DiscoveryTrigger[] = [
  "first_auth",
  "auth_changed",
  "manual_refresh",
  "connection_failure",
  "stale",
];

describe("the texts", () => {
  it("are the integration's, with placeholders filled in", () => {
    expect(text("panel_badge_failing", { count: 3 })).toBe("Failed checks: 3");
    expect(text("no_such_text")).toBe("");
  });

  it("have a name for each type, and for none", () => {
    expect(typeName(text, "relay")).toBe("Relay");
    expect(typeName(text, null)).toBe("Not tested yet");
  });

  it.each(REASONS)("say why a connection changed: %s", (reason) => {
    for (const to of ["local", "offline", null] as const) {
      expect(reasonText(text, reason, to)).not.toBe("");
      expect(reasonText(text, reason, to)).not.toBe(text("logbook_reason_unknown"));
    }
  });

  it.each(TRIGGERS)("say why a discovery ran: %s", (trigger) => {
    expect(triggerText(text, trigger)).not.toBe("");
    expect(triggerText(text, trigger)).not.toBe(text("logbook_trigger_unknown"));
  });

  it("have a fallback for values of later versions", () => {
    expect(reasonText(text, "new" as ChangeReason, "local")).toBe("unknown reason");
    expect(triggerText(text, "new" as DiscoveryTrigger)).toBe("for an unknown reason");
  });
});

describe("the names of root causes", () => {
  it.each(PROBLEMS)("are all there: %s", (problem) => {
    expect(problemName(text, problem)).not.toBe("");
    expect(whatText(fakeHost(), problem)).not.toBe("");
  });

  it("say what is not known", () => {
    expect(problemName(text, "not_known")).toBe("Cause not known");
    expect(problemName(text, "new" as Problem)).toBe("Cause not known");
  });
});

describe("loading the texts", () => {
  it("happens once per language for all elements", async () => {
    const load = vi.fn(async (_category: string, _integration?: unknown) => localize);
    const hass = fakeHass({ language: "xx-once", loadBackendTranslation: load });
    const [one] = await Promise.all([loadTexts(hass), loadTexts(hass)]);
    expect(one("panel_none")).toBe("None");
    expect(load.mock.calls).toEqual([
      ["common", "plex_connection"],
      ["entity", "plex_connection"],
    ]);
    await loadTexts({ ...hass, language: "xx-other" });
    expect(load).toHaveBeenCalledTimes(4);
  });

  it("includes the names of states, whichever lookup has them", async () => {
    const only = (part: string) => (key: string) =>
      key.includes(`.${part}.`) ? localize(key) : "";
    const load = async (category: string) => only(category);
    const found = await loadTexts(
      fakeHass({ language: "xx-names", loadBackendTranslation: load }),
    );
    expect(found("panel_none")).toBe("None");
    expect(problemName(found, "port_unreachable")).toBe("Port is closed");
  });

  it("can be retried after a failure", async () => {
    const load = vi
      .fn(async () => localize)
      .mockRejectedValueOnce(new Error("Home Assistant is away"));
    const hass = fakeHass({ language: "xx-away", loadBackendTranslation: load });
    await expect(loadTexts(hass)).rejects.toThrow("away");
    expect((await loadTexts(hass))("panel_none")).toBe("None");
  });
});
