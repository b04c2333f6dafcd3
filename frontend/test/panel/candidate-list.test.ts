import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CandidateList } from "../../src/panel/candidate-list";
import "../../src/panel/candidate-list";
import { setClock } from "../../src/data/clock";
import { ConnectionTest } from "../../src/data/connection-test";
import type { Host } from "../../src/data/host";
import type { AttemptView, ServerDetail } from "../../src/data/wire";
import type { ConfirmDialog } from "../../src/ui/confirm-dialog";
import { all, mounted, one, settled, textOf } from "../elements";
import { FakeConnection, fakeHost } from "../fake-home-assistant";
import { NOW } from "../rows";
import { attempt, candidate, detail } from "../server-detail";

const TAG = "plex-connection-candidate-list";
const NONE = {
  addController: () => {},
  removeController: () => {},
  requestUpdate: () => {},
  updateComplete: Promise.resolve(true),
};

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(NOW) });
  setClock(NOW);
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

async function list(change: Partial<ServerDetail> = {}, host: Partial<Host> = {}) {
  const test = new ConnectionTest(NONE);
  const element = await mounted<CandidateList>(TAG, {
    host: fakeHost(host),
    server: detail(change),
    test,
    testState: test.state,
  });
  return { element, test };
}

describe("the list of addresses", () => {
  it("shows all details as text", async () => {
    const { element } = await list();
    expect(all(element, ".candidate").map(textOf)).toEqual([
      "192.168.1.20:32400 In use 192-168-1-20.abc.plex.direct Home network Works " +
        "Responded · 2 minutes ago Connect 2 ms TLS 6 ms Response 4 ms Total 12 ms",
      "203.0.113.5:32400 Backup Internet Not tested yet",
    ]);
  });

  it.each([
    ["unauthorized", "In use", "Access refused"],
    ["starting", "In use", "Starting"],
  ] as const)(
    "shows the state of the one in use if the outcome is %s",
    async (outcome, role, expected) => {
      const { element } = await list({
        candidates: [candidate({ role: "active", last_attempt: attempt({ outcome }) })],
      });
      const row = textOf(one(element, ".candidate"));
      expect(row).toContain(role);
      expect(row).toContain(expected);
      expect(row).not.toContain("Not working");
    },
  );

  it("shows the phases on one scale, and only the response on an open connection", async () => {
    const { element } = await list({
      candidates: [
        candidate({
          url: "a",
          last_attempt: attempt({ warm: true, connect_ms: null, tls_ms: null }),
        }),
        candidate({ url: "b", last_attempt: attempt({ latency_ms: 32 }) }),
      ],
    });
    const widths = all(element, ".bar").map((bar) =>
      [...bar.querySelectorAll<HTMLElement>("span")].map((part) => part.style.width),
    );
    expect(widths).toEqual([["10.00%"], ["5.00%", "15.00%", "80.00%"]]);
    expect(textOf(one(element, ".candidate"))).toContain("on an open connection");
  });

  it("keeps names, phases and addresses for diagnosis behind a button", async () => {
    const { element } = await list({
      candidates: [candidate(), candidate({ url: "b", explain_only: true })],
    });
    const button = one(element, "button.details");
    expect(textOf(button)).toBe("Details");
    expect(button.getAttribute("aria-expanded")).toBe("false");
    expect(
      all(element, ".candidates.brief .explain, .candidates.brief .host"),
    ).toHaveLength(3);
    expect(all(element, ".legend")).toEqual([]);
    button.click();
    await settled(element);
    expect(button.getAttribute("aria-expanded")).toBe("true");
    expect(all(element, ".brief")).toEqual([]);
    expect(all(element, ".legend")).toHaveLength(1);
    button.click();
    await settled(element);
    expect(all(element, ".brief")).toHaveLength(1);
  });

  it("says which address is a container's", async () => {
    const facts = ["address_of_app", "address_of_container", "address_on_bridge"].map(
      (key, index) => ({ key, address: `172.30.33.${index}:32400`, value: null }),
    );
    const { element } = await list({
      facts: [...facts, { key: "not_listed", address: null, value: null }],
      candidates: [
        candidate({ url: "a", address: "172.30.33.0:32400" }),
        candidate({ url: "b", address: "http://172.30.33.1:32400" }),
        candidate({ url: "c", address: "172.30.33.2:32400" }),
        candidate({ url: "d", address: "192.168.1.20:32400" }),
        candidate({ url: "e", address: "198.51.100.7:8443", type: "relay" }),
      ],
    });
    expect(all(element, ".state > :first-child").map(textOf)).toEqual([
      "Docker-internal",
      "Docker-internal",
      "Docker-internal",
      "Home network",
      "Plex Relay",
    ]);
  });

  it("renders a server's name as text", async () => {
    const hostile = "<img src=x onerror=alert(1)>";
    const { element } = await list({
      candidates: [candidate({ address: hostile })],
      rejected: [{ url: hostile, address: hostile, reason: "malformed" }],
    });
    expect(element.renderRoot.querySelector("img")).toBeNull();
    expect(textOf(one(element, ".candidate"))).toContain(hostile);
  });

  it("has the unusable addresses in a collapsed list, with the reason", async () => {
    const rejected = Array.from({ length: 60 }, (_, index) => ({
      url: `https://10.0.0.${index}:32400`,
      address: `10.0.0.${index}:32400`,
      reason: "too_many",
    }));
    const { element } = await list({ rejected });
    expect(textOf(one(element, "summary"))).toBe("Unusable addresses: 60");
    expect(all(element, ".rejected li").map(textOf)[59]).toBe(
      "10.0.0.59:32400 Too many addresses for one server",
    );
    expect(one<HTMLDetailsElement>(element, "details").open).toBe(false);
  });

  it("renders without any address", async () => {
    const { element } = await list({ candidates: [] });
    expect(textOf(element)).toContain("No addresses are known for this server.");
  });

  it("keeps its elements, and the focus, over an update", async () => {
    const { element } = await list();
    const button = one<HTMLButtonElement>(element, "button[aria-label*='203']");
    button.focus();
    const { candidates } = detail();
    element.server = detail({ candidates: candidates.reverse() });
    await settled(element);
    expect(one(element, "button[aria-label*='203']")).toBe(button);
    expect(all(element, ".candidate").map((each) => each.className)[0]).toContain(
      "type-remote",
    );
  });
});

describe("results of a test", () => {
  it("come in one by one", async () => {
    const connection = new FakeConnection();
    const { element, test } = await list({}, { connection });
    await test.start(element.host, element.server);
    const [first, second] = element.server.candidates.map(({ url }) => url);
    const show = async (event: unknown) => {
      connection.latest.send(event);
      element.testState = test.state;
      await settled(element);
      return all(element, ".candidate").map(textOf);
    };
    const started = await show({ event: "started", urls: [first, second] });
    expect(started.every((each) => each.includes("Waiting for a response…"))).toBe(
      true,
    );
    const [ok, waiting] = await show({
      event: "attempt",
      attempt: attempt({
        url: first ?? "",
        at: "2026-11-26T11:59:59+00:00",
        outcome: "tls_expired",
        detail: "certificate has expired since <b>2020</b>",
      }),
      done: 1,
      total: 2,
    });
    expect(ok).toContain(
      "Home network Not working Certificate has expired " +
        "(certificate has expired since <b>2020</b>) · 1 second ago",
    );
    expect(waiting).toContain("Waiting");
    const busy = all(element, ".candidate").map((each) =>
      each.getAttribute("aria-busy"),
    );
    expect(busy).toEqual(["false", "true"]);
  });
});

describe("a row", () => {
  const rests = "Home network Not working · next try at";
  it.each<[Partial<AttemptView>, string, string]>([
    [{}, "Home network Works Responded · 1 second ago", rests],
    [{ outcome: "refused" }, "Home network Not working Connection refused · 1", rests],
    [
      { outcome: "unauthorized" },
      "Home network Access refused Server refused access · 1",
      "Home network Access refused",
    ],
  ])("is consistent when a test reports %j", async (of, expected, later) => {
    const connection = new FakeConnection();
    const known = candidate({
      breaker: "open",
      backoff_until: "2026-11-26T12:05:00+00:00",
      failure_count: 3,
      last_attempt: attempt({ outcome: "timeout" }),
    });
    const { element, test } = await list({ candidates: [known] }, { connection });
    const row = () => textOf(one(element, ".candidate"));
    expect(row()).toContain(rests);
    await test.start(element.host, element.server);
    connection.latest.send({ event: "started", urls: [known.url] });
    const tested = attempt({ at: "2026-11-26T11:59:59+00:00", ...of });
    connection.latest.send({ event: "attempt", attempt: tested, done: 1, total: 1 });
    element.testState = test.state;
    await settled(element);
    expect(row()).toContain(expected);
    expect(row()).not.toContain("Failed tests");
    // The server reports the same a moment later, with the resulting state.
    element.server = detail({
      candidates: [{ ...known, failure_count: 4, last_attempt: tested }],
    });
    await settled(element);
    expect(row()).toContain(later);
    expect(row()).toContain("Failed tests: 4");
  });
});

describe("a test's measurement", () => {
  it("is replaced by a later attempt from the server", async () => {
    const connection = new FakeConnection();
    const { element, test } = await list({}, { connection });
    await test.start(element.host, element.server);
    const { url } = candidate();
    connection.latest.send({ event: "started", urls: [url] });
    const measured = attempt({ at: "2026-11-26T11:59:50+00:00", connect_ms: 3 });
    connection.latest.send({ event: "attempt", attempt: measured, done: 1, total: 1 });
    connection.latest.send({ event: "finished", tested: 1, working: 1 });
    const show = async (last: Partial<AttemptView>) => {
      const at = "2026-11-26T11:59:58+00:00";
      element.server = detail({
        candidates: [candidate({ last_attempt: attempt({ at, ...last }) })],
      });
      element.testState = test.state;
      await settled(element);
      return textOf(one(element, ".candidate"));
    };
    const warm = { warm: true, connect_ms: null, tls_ms: null, latency_ms: 1 };
    const later = await show(warm);
    expect(later).toMatch(
      /Responded · 2 seconds ago · on an open connection Response 1 ms$/,
    );
    expect(one(element, ".bar").querySelectorAll("span")).toHaveLength(1);
    expect(await show({ connect_ms: 5, latency_ms: 2 })).toContain("Connect 5 ms");
    const failed = { outcome: "refused", connect_ms: null, tls_ms: null } as const;
    expect(await show({ ...failed, latency_ms: null })).not.toMatch(/Connect \d/);
  });
});

describe("the color of an address", () => {
  it("is that of its type only if it works", async () => {
    const { element } = await list({
      candidates: [
        candidate(),
        candidate({ url: "b", last_attempt: attempt({ outcome: "refused" }) }),
        candidate({ url: "c", breaker: "open" }),
        candidate({ url: "d", last_attempt: null }),
      ],
    });
    const off = all(element, ".kind").map((each) => each.classList.contains("off"));
    expect(off).toEqual([false, true, true, true]);
  });
});

describe("the pin buttons", () => {
  const pin = (element: CandidateList, index: number) =>
    all<HTMLButtonElement>(element, ".candidate button")[index] as HTMLButtonElement;

  it("are for administrators", async () => {
    const { element } = await list({}, { isAdmin: false });
    expect(all(element, "button:not(.details)")).toEqual([]);
    expect(textOf(element)).not.toContain("fail-over");
  });

  it("pin an address, confirm it, and explain that only this one is used", async () => {
    const connection = new FakeConnection();
    let answer = () => {};
    connection.answer = () =>
      new Promise<void>((resolve) => {
        answer = resolve;
      });
    const { element } = await list({}, { connection });
    expect(textOf(element)).toContain("uses only that address");
    expect(pin(element, 0).getAttribute("aria-label")).toBe("Pin 192.168.1.20:32400");
    pin(element, 0).click();
    await settled(element);
    expect(pin(element, 0).getAttribute("aria-busy")).toBe("true");
    expect(connection.sent).toEqual([
      {
        type: "plex_connection/pin",
        entry_id: "entry",
        server_id: "attic",
        url: "https://192.168.1.20:32400",
      },
    ]);
    answer();
    await vi.advanceTimersByTimeAsync(0);
    element.server = detail({ candidates: [candidate({ pinned: true })] });
    await settled(element);
    expect(textOf(one(element, "[role=status]"))).toBe(
      "Pinned. Home Assistant now uses only this address.",
    );
    expect(pin(element, 0).getAttribute("aria-pressed")).toBe("true");
    pin(element, 0).click();
    expect(connection.sent[1]).toMatchObject({ url: null });
  });

  it("show the error", async () => {
    const connection = new FakeConnection();
    connection.answer = () => {
      throw { code: "not_found", message: "There is no such address" };
    };
    const { element } = await list({}, { connection });
    pin(element, 1).click();
    await vi.advanceTimersByTimeAsync(0);
    await settled(element);
    expect(textOf(one(element, "[role=status]"))).toBe("There is no such address");
  });

  it("ask before pinning an address that is known to fail", async () => {
    const connection = new FakeConnection();
    const { element } = await list(
      { candidates: [candidate({ last_attempt: attempt({ outcome: "timeout" }) })] },
      { connection },
    );
    const dialog = one<ConfirmDialog>(element, "plex-connection-confirm-dialog");
    const inner = one<HTMLDialogElement>(dialog, "dialog");
    for (const answer of ["no", "yes"]) {
      pin(element, 0).click();
      await settled(element);
      await vi.waitFor(() => expect(inner.open).toBe(true));
      expect(textOf(dialog)).toContain(
        "Pin 192.168.1.20:32400 even though it isn't working? This address failed its last test.",
      );
      expect(connection.sent).toEqual([]);
      inner.close(answer);
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(connection.sent).toMatchObject([{ type: "plex_connection/pin" }]);
  });

  it("do not ask if a test has just shown that it works", async () => {
    const connection = new FakeConnection();
    const failing = candidate({ last_attempt: attempt({ outcome: "timeout" }) });
    const { element, test } = await list({ candidates: [failing] }, { connection });
    await test.start(element.host, element.server);
    connection.latest.send({ event: "started", urls: [failing.url] });
    const ok = attempt({ at: "2026-11-26T11:59:59+00:00" });
    connection.latest.send({ event: "attempt", attempt: ok, done: 1, total: 1 });
    pin(element, 0).click();
    expect(connection.sent.at(-1)).toMatchObject({ url: failing.url });
  });

  it("are missing for addresses that cannot be pinned", async () => {
    const { element } = await list({
      candidates: [candidate(), candidate({ url: "relay", pinnable: false })],
    });
    expect(all(element, ".candidate button")).toHaveLength(1);
  });

  it("do nothing while Home Assistant is disconnected", async () => {
    const connection = new FakeConnection();
    const { element } = await list({}, { connection, connected: false });
    pin(element, 0).click();
    expect(connection.sent).toEqual([]);
    expect(pin(element, 0).getAttribute("aria-disabled")).toBe("true");
  });
});
