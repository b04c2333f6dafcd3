import { describe, expect, it } from "vitest";
import { commonScale, phasesOf, totalOf } from "../../src/charts/phases";
import { attempt } from "../server-detail";

describe("phases", () => {
  it("include only measured ones", () => {
    const names = (change: Parameters<typeof attempt>[0]) =>
      phasesOf(attempt(change)).map(({ phase }) => phase);
    expect(names({})).toEqual(["connect", "tls", "answer"]);
    expect(names({ outcome: "tls_name", tls_ms: null, latency_ms: null })).toEqual([
      "connect",
    ]);
    expect(names({ tls_ms: Number.NaN, connect_ms: -1 })).toEqual(["answer"]);
    expect(phasesOf(null)).toEqual([]);
  });

  it("have only the response on an open connection", () => {
    const warm = attempt({ warm: true, connect_ms: 3, tls_ms: 4 });
    expect(phasesOf(warm)).toEqual([{ phase: "answer", ms: 4 }]);
  });

  it("have one scale, which is never zero", () => {
    const slow = attempt({ latency_ms: 92 });
    expect(totalOf(phasesOf(slow))).toBe(100);
    expect(commonScale([attempt(), null, slow])).toBe(100);
    expect(commonScale([])).toBe(1);
    expect(commonScale([attempt({ connect_ms: 0, tls_ms: 0, latency_ms: 0 })])).toBe(1);
  });
});
