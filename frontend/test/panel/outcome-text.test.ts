import { describe, expect, it } from "vitest";
import type { CandidateView, Outcome } from "../../src/data/wire";
import {
  outcomeText,
  rejectionText,
  stateOf,
  stateText,
} from "../../src/panel/outcome-text";
import { fakeHost } from "../fake-home-assistant";
import { attempt, candidate } from "../server-detail";

const OUTCOMES: Outcome[] = [
  "ok",
  "dns",
  "blocked",
  "refused",
  "unreachable",
  "timeout",
  "reset",
  "tls_name",
  "tls_expired",
  "tls_untrusted",
  "tls_other",
  "redirect",
  "not_plex",
  "wrong_server",
  "http_error",
  "unauthorized",
  "starting",
];

const REJECTIONS = [
  "malformed",
  "path",
  "unspecified",
  "multicast",
  "link_local",
  "loopback",
  "private",
  "reserved",
  "not_shared_lan",
  "not_on_link",
  "too_many",
  "insecure",
];

describe("texts", () => {
  const host = fakeHost();

  it("differ for each outcome", () => {
    const texts = OUTCOMES.map((each) => outcomeText(host, each, 1.5));
    expect(new Set(texts).size).toBe(OUTCOMES.length);
    expect(texts).not.toContain("Failed");
    expect(texts.join()).not.toMatch(/[{}]/);
  });

  it("include the timeout", () => {
    expect(outcomeText(host, "timeout", 1.5)).toBe("No response within 1.5 sec");
    expect(outcomeText(host, "tls_name", 5)).toBe("Certificate is for another server");
  });

  it("differ for each rejection, with a fallback for later ones", () => {
    const texts = REJECTIONS.map((each) => rejectionText(host, each));
    expect(new Set(texts).size).toBe(REJECTIONS.length);
    expect(rejectionText(host, "brand_new")).toBe("Not usable");
    expect(outcomeText(host, "brand_new" as Outcome, 1)).toBe("Failed");
  });

  it.each<[string, Partial<CandidateView>]>([
    ["Works", {}],
    ["Not working", { last_attempt: attempt({ outcome: "dns" }) }],
    ["Not tested yet", { last_attempt: null }],
    ["Starting", { breaker: "open", last_attempt: attempt({ outcome: "starting" }) }],
    [
      "Access refused",
      { breaker: "open", last_attempt: attempt({ outcome: "unauthorized" }) },
    ],
    ["Not working · next try when needed", { breaker: "half_open" }],
    ["Not working", { breaker: "open" }],
    ["Not working", { breaker: "open", backoff_until: "nonsense" }],
    [
      "Not working · next try at 13:05:10",
      { breaker: "open", backoff_until: "2026-11-26T12:05:10+00:00" },
    ],
    ["For diagnosis only (HTTP is off)", { explain_only: true, breaker: "open" }],
  ])("describe a candidate: %s", (expected, change) => {
    expect(stateText(host, candidate(change))).toBe(expected);
    expect(stateOf(candidate(change))).not.toBe("");
  });
});
