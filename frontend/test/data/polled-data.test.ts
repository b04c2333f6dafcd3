import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  PolledData,
  RELOAD_AFTER,
  RETRY_AFTER,
  SETTLED_AFTER,
} from "../../src/data/polled-data";
import { FakeConnection } from "../fake-home-assistant";

const ELEMENT = {
  addController: () => {},
  removeController: () => {},
  requestUpdate: vi.fn(),
  updateComplete: Promise.resolve(true),
};

function setVisibility(state: DocumentVisibilityState): void {
  vi.spyOn(document, "visibilityState", "get").mockReturnValue(state);
  document.dispatchEvent(new Event("visibilitychange"));
}

describe("polled data", () => {
  let connection: FakeConnection;
  let loaded: string[];
  let polled: PolledData<string>;

  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse("2026-11-26T12:00:00Z") });
    connection = new FakeConnection();
    loaded = [];
    polled = new PolledData(ELEMENT, async (_, key) => {
      loaded.push(key);
      return `${key} ${loaded.length}`;
    });
    polled.hostConnected();
  });

  afterEach(() => {
    polled.hostDisconnected();
    vi.useRealTimers();
  });

  const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

  it("load at once, and every five minutes", async () => {
    polled.use(connection, "day");
    polled.use(connection, "day");
    await pass(0);
    expect(polled.value).toBe("day 1");
    await pass(RELOAD_AFTER - 1);
    expect(loaded).toHaveLength(1);
    await pass(1);
    expect(polled.value).toBe("day 2");
    await pass(2 * RELOAD_AFTER);
    expect(loaded).toHaveLength(4);
  });

  it("keep the value until there is a new one", async () => {
    polled.use(connection, "day");
    await pass(0);
    polled.use(connection, "week");
    expect(polled.value).toBe("day 1");
    await pass(0);
    expect(polled.value).toBe("week 2");
    polled.use(connection, null);
    expect(polled.value).toBeUndefined();
    await pass(2 * RELOAD_AFTER);
    expect(loaded).toHaveLength(2);
  });

  it("do not load while the page is hidden, but once it is visible", async () => {
    polled.use(connection, "day");
    await pass(0);
    setVisibility("hidden");
    await pass(3 * RELOAD_AFTER);
    expect(loaded).toHaveLength(1);
    setVisibility("visible");
    await pass(0);
    expect(loaded).toHaveLength(2);
    setVisibility("hidden");
    setVisibility("visible");
    await pass(0);
    expect(loaded).toHaveLength(2);
  });

  it("load after a reconnection, once Home Assistant has had time to start", async () => {
    polled.use(connection, "day");
    await pass(0);
    connection.emit("disconnected");
    connection.emit("ready");
    await pass(SETTLED_AFTER - 1);
    expect(loaded).toHaveLength(1);
    await pass(1);
    expect(loaded).toHaveLength(2);
  });

  it("load after the clock was set back", async () => {
    polled.use(connection, "day");
    await pass(0);
    vi.setSystemTime(Date.parse("2026-11-26T02:00:00Z"));
    setVisibility("visible");
    await pass(0);
    expect(loaded).toHaveLength(2);
  });

  it("ignore responses to earlier requests", async () => {
    const answers: ((value: string) => void)[] = [];
    const slow = new PolledData<string>(
      ELEMENT,
      () => new Promise((resolve) => answers.push(resolve)),
    );
    slow.hostConnected();
    slow.use(connection, "day");
    slow.use(connection, "week");
    answers[1]?.("week");
    await pass(0);
    answers[0]?.("day");
    await pass(0);
    expect(slow.value).toBe("week");
    slow.hostDisconnected();
  });

  it("report a failure, keep the value, and retry", async () => {
    let fails = true;
    const failing = new PolledData(ELEMENT, async () => {
      if (fails) {
        throw new Error("no");
      }
      return "there";
    });
    failing.hostConnected();
    failing.use(connection, "day");
    await pass(0);
    expect(failing.hasFailed).toBe(true);
    fails = false;
    await pass(RETRY_AFTER - 1);
    expect(failing.value).toBeUndefined();
    await pass(1);
    expect(failing.value).toBe("there");
    expect(failing.hasFailed).toBe(false);
    failing.hostDisconnected();
  });

  it("leave no listeners or timers behind", async () => {
    polled.use(connection, "day");
    await pass(0);
    polled.hostDisconnected();
    expect(connection.listenerCount).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
