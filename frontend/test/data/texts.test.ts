import { describe, expect, it, vi } from "vitest";
import {
  loadTexts,
  reasonText,
  textsOf,
  triggerText,
  typeName,
} from "../../src/data/texts";
import type { ChangeReason, DiscoveryTrigger } from "../../src/data/wire";
import { fakeHass, localize } from "../fake-home-assistant";

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

describe("loading the texts", () => {
  it("happens once per language for all elements", async () => {
    const load = vi.fn(async () => localize);
    const hass = fakeHass({ language: "xx-once", loadBackendTranslation: load });
    const [one] = await Promise.all([loadTexts(hass), loadTexts(hass)]);
    expect(one("panel_none")).toBe("None");
    expect(load).toHaveBeenCalledOnce();
    expect(load).toHaveBeenCalledWith("common", "plex_connection");
    await loadTexts({ ...hass, language: "xx-other" });
    expect(load).toHaveBeenCalledTimes(2);
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
