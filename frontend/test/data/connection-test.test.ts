import { beforeEach, describe, expect, it } from "vitest";
import { now, setClock } from "../../src/data/clock";
import { ConnectionTest } from "../../src/data/connection-test";
import { FakeConnection, fakeHost } from "../fake-home-assistant";
import { NOW } from "../rows";
import { attempt, candidate, detail } from "../server-detail";

const REF = { entry_id: "entry", server_id: "attic" };
const ELEMENT = {
  addController: () => {},
  removeController: () => {},
  requestUpdate: () => {},
  updateComplete: Promise.resolve(true),
};

describe("a connection test", () => {
  let connection: FakeConnection;
  let test: ConnectionTest;

  beforeEach(() => {
    connection = new FakeConnection();
    test = new ConnectionTest(ELEMENT);
  });

  function start(): Promise<void> {
    return test.start(fakeHost({ connection }), REF);
  }

  it("tests one server, and waits for each of its addresses", async () => {
    await start();
    expect(connection.latest.message).toEqual({
      type: "plex_connection/test_connections",
      ...REF,
    });
    connection.latest.send({ event: "started", urls: ["a", "b"] });
    expect(test.isWaitingFor("a")).toBe(true);
    expect(test.isWaitingFor("c")).toBe(false);
    expect(test.state.total).toBe(2);
    connection.latest.send({
      event: "attempt",
      attempt: attempt({ url: "a" }),
      done: 1,
      total: 2,
    });
    expect(test.isWaitingFor("a")).toBe(false);
    expect(test.isWaitingFor("b")).toBe(true);
    expect(test.state.done).toBe(1);
    connection.latest.send({ event: "finished", tested: 2, working: 1 });
    expect(test.state).toMatchObject({ kind: "finished", total: 2, working: 1 });
    expect(test.state.attempts.get("a")).toMatchObject({ outcome: "ok" });
    expect(connection.openCount).toBe(0);
    expect(connection.listenerCount).toBe(0);
  });

  it("drops results that the server reports, and keeps the rest", async () => {
    await start();
    connection.latest.send({ event: "started", urls: ["a", "b"] });
    const at = "2026-11-26T11:59:00+00:00";
    const tested = attempt({ url: "a", at });
    connection.latest.send({ event: "attempt", attempt: tested, done: 1, total: 2 });
    const dropReported = (last: typeof tested | null) => {
      const candidates = ["a", "b"].map((url) =>
        candidate({ url, last_attempt: last }),
      );
      test.dropReported(detail({ candidates }));
      return test.state.attempts.get("a");
    };
    // Another change: the server does not report the result yet.
    expect(dropReported(attempt({ url: "a", at: "2026-11-26T11:50:00+00:00" }))).toBe(
      tested,
    );
    expect(dropReported(null)).toBe(tested);
    expect(dropReported(attempt({ url: "a", at }))).toBeUndefined();
    expect(test.isWaitingFor("a")).toBe(false);
    expect(test.isWaitingFor("b")).toBe(true);
  });

  it("drops all results of a server that is no longer watched", async () => {
    await start();
    connection.latest.send({ event: "started", urls: ["a"] });
    const tested = attempt({ url: "a" });
    connection.latest.send({ event: "attempt", attempt: tested, done: 1, total: 1 });
    test.dropReported(null);
    expect(test.state.attempts.size).toBe(0);
  });

  it("records when it finished", async () => {
    setClock(NOW);
    await start();
    connection.latest.send({ event: "started", urls: ["a"] });
    const before = now();
    connection.latest.send({ event: "finished", tested: 1, working: 1 });
    expect(test.state.finishedAt).toBeGreaterThanOrEqual(before);
    expect(test.state.finishedAt).toBeLessThanOrEqual(now());
  });

  it("runs once at a time", async () => {
    await Promise.all([start(), start()]);
    expect(connection.subscriptions).toHaveLength(1);
  });

  it("can be stopped, and ignores later events", async () => {
    await start();
    connection.latest.send({ event: "started", urls: ["a", "b"] });
    test.stop();
    connection.latest.send({ event: "finished", tested: 2, working: 2 });
    expect(test.state).toMatchObject({ kind: "stopped", done: 0, total: 2 });
    expect(connection.openCount).toBe(0);
  });

  it("can be stopped before Home Assistant confirms the start", async () => {
    const started = start();
    test.stop();
    await started;
    expect(test.state.kind).toBe("stopped");
    await expect.poll(() => connection.openCount).toBe(0);
  });

  it("ends when its element leaves the page", async () => {
    await start();
    test.hostDisconnected();
    expect(test.state.kind).toBe("idle");
    expect(connection.openCount).toBe(0);
    expect(connection.listenerCount).toBe(0);
  });

  it("reports why it failed", async () => {
    await start();
    connection.latest.send({
      event: "failed",
      message: "Attic is not looked after",
      translation_key: "server_unloaded",
      translation_domain: "plex_connection",
      translation_placeholders: { server: "Attic" },
    });
    expect(test.state.kind).toBe("failed");
    await expect
      .poll(() => test.state.message)
      .toMatch(/^Attic is no longer monitored/);
  });

  it("reports that it was refused", async () => {
    connection.refusal = { code: "unauthorized", message: "Unauthorized" };
    await start();
    await expect
      .poll(() => test.state.message)
      .toBe("Only administrators can do this.");
    expect(connection.listenerCount).toBe(0);
  });

  it("fails when Home Assistant disconnects, and can be restarted", async () => {
    await start();
    connection.emit("disconnected");
    expect(test.state.kind).toBe("failed");
    await expect
      .poll(() => test.state.message)
      .toBe("Home Assistant didn't respond. Try again.");
    connection.emit("ready");
    await start();
    expect(test.state).toMatchObject({ kind: "running", message: "" });
  });
});
