import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Subscription, type SubscriptionState } from "../../src/data/subscription";
import { FakeConnection } from "../fake-home-assistant";

const MESSAGE = { type: "plex_connection/subscribe_overview" };

let connection: FakeConnection;
let events: unknown[];
let states: SubscriptionState[];
let subscription: Subscription<unknown>;

beforeEach(() => {
  vi.useFakeTimers();
  connection = new FakeConnection();
  events = [];
  states = [];
  subscription = new Subscription(
    connection,
    MESSAGE,
    (event) => events.push(event),
    (state) => states.push(state),
  );
});

afterEach(() => {
  subscription.close();
  vi.useRealTimers();
});

const passed = (milliseconds = 0) => vi.advanceTimersByTimeAsync(milliseconds);
const kinds = () => states.map(({ kind }) => kind);

describe("a subscription", () => {
  it("is live once Home Assistant accepts it, and passes events on", async () => {
    subscription.open();
    subscription.open();
    await passed();
    expect(connection.subscriptions).toHaveLength(1);
    expect(connection.latest.message).toEqual(MESSAGE);
    expect(kinds()).toEqual(["live"]);
    connection.latest.send(1);
    expect(events).toEqual([1]);
  });

  it("ends with all its listeners when closed", async () => {
    subscription.open();
    await passed();
    subscription.close();
    connection.latest.send(1);
    expect(connection.openCount).toBe(0);
    expect(connection.listenerCount).toBe(0);
    expect(events).toEqual([]);
  });

  it("ends even if it was closed before Home Assistant accepted it", async () => {
    subscription.open();
    subscription.close();
    await passed();
    expect(connection.subscriptions).toHaveLength(1);
    expect(connection.openCount).toBe(0);
    expect(states).toEqual([]);
  });

  it("is lost with the connection, and renewed after a reconnection", async () => {
    subscription.open();
    await passed();
    const [before] = connection.subscriptions;
    connection.emit("disconnected");
    expect(kinds()).toEqual(["live", "lost"]);
    connection.emit("ready");
    await passed();
    expect(kinds()).toEqual(["live", "lost", "live"]);
    expect(connection.subscriptions).toHaveLength(2);
    before?.send("late");
    connection.latest.send("new");
    expect(events).toEqual(["new"]);
  });

  it("is renewed again some time after a reconnection, which may have ended it", async () => {
    subscription.open();
    await passed();
    connection.emit("disconnected");
    connection.emit("ready");
    await passed(19_999);
    expect(connection.subscriptions).toHaveLength(2);
    await passed(1);
    expect(connection.subscriptions).toHaveLength(3);
    expect(connection.subscriptions.map(({ isOpen }) => isOpen).slice(1)).toEqual([
      false,
      true,
    ]);
    connection.latest.send("as it is");
    expect(events).toEqual(["as it is"]);
    await passed(120_000);
    expect(connection.subscriptions).toHaveLength(3);
  });

  it("is not renewed again if it was closed or lost meanwhile", async () => {
    subscription.open();
    await passed();
    connection.emit("disconnected");
    connection.emit("ready");
    await passed();
    connection.emit("disconnected");
    await passed(60_000);
    expect(connection.subscriptions).toHaveLength(2);
    connection.emit("ready");
    await passed();
    subscription.close();
    await passed(60_000);
    expect(connection.subscriptions).toHaveLength(3);
    expect(connection.latest.isOpen).toBe(false);
  });

  it("retries until Home Assistant knows the command", async () => {
    connection.refusal = { code: "unknown_command", message: "Unknown command." };
    subscription.open();
    await passed();
    await passed(1000);
    expect(kinds()).toEqual(["lost", "lost"]);
    connection.refusal = undefined;
    await passed(1999);
    expect(connection.subscriptions).toHaveLength(0);
    await passed(1);
    expect(kinds()).toEqual(["lost", "lost", "live"]);
  });

  it("retries every 30 seconds in the end", async () => {
    connection.refusal = { code: "unknown_command", message: "Unknown command." };
    subscription.open();
    await passed(61_000);
    const asked = states.length;
    await passed(30_000);
    expect(states).toHaveLength(asked + 1);
  });

  it("reports why it is refused, and retries", async () => {
    connection.refusal = { code: "unauthorized", message: "Unauthorized" };
    subscription.open();
    await passed();
    expect(states).toEqual([{ kind: "refused", message: "Unauthorized" }]);
    connection.refusal = undefined;
    await passed(1000);
    expect(kinds()).toEqual(["refused", "live"]);
  });

  it.each([
    ["a number", 3],
    ["an answer with a number", { code: 3, message: "Connection lost" }],
    ["an answer of the library", { error: { code: 3, message: "Connection lost" } }],
  ])("is lost, not refused, after an error of the connection: %s", async (_, error) => {
    connection.refusal = error;
    subscription.open();
    await passed();
    expect(kinds()).toEqual(["lost"]);
  });

  it("does not retry after it was closed", async () => {
    connection.refusal = { code: "unknown_command", message: "Unknown command." };
    subscription.open();
    await passed();
    subscription.close();
    await passed(60_000);
    expect(kinds()).toEqual(["lost"]);
  });
});
