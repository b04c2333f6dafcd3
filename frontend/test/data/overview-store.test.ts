import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { now } from "../../src/data/clock";
import { keyOf, OverviewController } from "../../src/data/overview-store";
import type { OverviewEvent } from "../../src/data/wire";
import { FakeConnection } from "../fake-home-assistant";
import { account, NOW, overviewEvent, server } from "../rows";

let connection: FakeConnection;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(NOW) });
  connection = new FakeConnection();
});

afterEach(() => {
  vi.useRealTimers();
});

function newController() {
  const element = {
    addController: vi.fn(),
    removeController: vi.fn(),
    requestUpdate: vi.fn(),
    updateComplete: Promise.resolve(true),
  };
  const controller = new OverviewController(element);
  return { element, controller };
}

async function watching(): Promise<OverviewController> {
  const { controller } = newController();
  controller.use(connection);
  controller.hostConnected();
  await vi.advanceTimersByTimeAsync(0);
  return controller;
}

const send = (change: Partial<OverviewEvent>) =>
  connection.latest.send(overviewEvent(change));

const names = (controller: OverviewController) =>
  controller.value.servers.map(({ name }) => name);

const ATTIC = server({ server_id: "1", name: "Attic" });
const BARN = server({ server_id: "2", name: "barn" });
const CABIN = server({ server_id: "3", name: "Cabin" });

describe("the overview", () => {
  it("is empty until data arrive", async () => {
    const { controller } = newController();
    expect(controller.value.isKnown).toBe(false);
    const other = await watching();
    expect(other.value.state).toEqual({ kind: "live" });
    expect(other.value.isKnown).toBe(false);
  });

  it("is sorted by name", async () => {
    const controller = await watching();
    send({ servers: [CABIN, BARN, ATTIC], accounts: [account()] });
    expect(names(controller)).toEqual(["Attic", "barn", "Cabin"]);
    expect(controller.value.isKnown).toBe(true);
    expect(controller.value.accounts).toHaveLength(1);
  });

  it("has servers with problems first, the worst on top", async () => {
    const controller = await watching();
    const [attic, barn, cabin] = [ATTIC, BARN, CABIN];
    send({
      servers: [
        attic,
        { ...barn, problem: "slow", severity: "warning" },
        { ...cabin, problem: "server_off", severity: "error" },
        server({
          server_id: "den",
          name: "Den",
          problem: "certificate_expiring",
          severity: "notice",
        }),
        server({ server_id: "annex", name: "Annex", problem: null, severity: null }),
      ],
      accounts: [account()],
    });
    expect(names(controller)).toEqual(["Cabin", "barn", "Den", "Annex", "Attic"]);
  });

  it("sorts accounts by title, whichever was added first", async () => {
    const controller = await watching();
    const titles = () => controller.value.accounts.map(({ title }) => title);
    send({ accounts: [account({ entry_id: "2", title: "nora" })] });
    send({ full: false, accounts: [account({ entry_id: "1", title: "Alice" })] });
    expect(titles()).toEqual(["Alice", "nora"]);
    send({ full: false, accounts: [account({ entry_id: "1", title: "zoe" })] });
    expect(titles()).toEqual(["nora", "zoe"]);
    send({ full: false, accounts: [account({ entry_id: "0", title: "zoe" })] });
    expect(controller.value.accounts.map((each) => each.entry_id)).toEqual([
      "2",
      "0",
      "1",
    ]);
  });

  it("changes only what an event lists; the rest stays the same objects", async () => {
    const controller = await watching();
    send({ servers: [ATTIC, BARN] });
    send({ full: false, servers: [{ ...BARN, latency_ms: 1 }, CABIN] });
    const [attic, barn, cabin] = controller.value.servers;
    expect(attic).toBe(ATTIC);
    expect(barn?.latency_ms).toBe(1);
    expect(cabin).toBe(CABIN);
  });

  it("removes what is gone", async () => {
    const controller = await watching();
    send({ servers: [ATTIC, BARN], accounts: [account()] });
    send({
      full: false,
      gone_servers: [{ entry_id: "entry", server_id: "1" }],
      gone_accounts: ["entry"],
    });
    expect(names(controller)).toEqual(["barn"]);
    expect(controller.value.accounts).toEqual([]);
  });

  it("keeps the same server of two accounts apart", async () => {
    const controller = await watching();
    const other = { ...ATTIC, entry_id: "other" };
    send({ servers: [ATTIC, other] });
    expect(controller.value.servers.map(keyOf)).toEqual(["entry/1", "other/1"]);
  });

  it("is replaced by a full event, and stays while Home Assistant is disconnected", async () => {
    const controller = await watching();
    send({ servers: [ATTIC] });
    connection.emit("disconnected");
    expect(controller.value.state).toEqual({ kind: "lost" });
    expect(names(controller)).toEqual(["Attic"]);
    connection.emit("ready");
    await vi.advanceTimersByTimeAsync(0);
    send({ servers: [BARN] });
    expect(names(controller)).toEqual(["barn"]);
  });

  it("sets Home Assistant's clock", async () => {
    await watching();
    send({ now: "2026-11-26T12:00:07+00:00" });
    expect(now()).toBe(Date.parse(NOW) + 7000);
    send({ now: NOW });
  });
});

describe("the overview's controllers", () => {
  it("share one subscription, and each is updated", async () => {
    const one = newController();
    const other = newController();
    for (const { controller } of [one, other]) {
      controller.use(connection);
      controller.use(connection);
      controller.hostConnected();
    }
    await vi.advanceTimersByTimeAsync(0);
    one.element.requestUpdate.mockClear();
    other.element.requestUpdate.mockClear();
    send({ servers: [ATTIC] });
    expect(connection.subscriptions).toHaveLength(1);
    expect(one.element.requestUpdate).toHaveBeenCalledTimes(1);
    expect(other.element.requestUpdate).toHaveBeenCalledTimes(1);
  });

  it("may be off the page for a moment without a new subscription", async () => {
    const controller = await watching();
    controller.hostDisconnected();
    await vi.advanceTimersByTimeAsync(1999);
    controller.hostConnected();
    await vi.advanceTimersByTimeAsync(5000);
    expect(connection.subscriptions).toHaveLength(1);
    expect(connection.openCount).toBe(1);
  });

  it("end the subscription once the last one is gone for good", async () => {
    const controller = await watching();
    controller.hostDisconnected();
    await vi.advanceTimersByTimeAsync(2000);
    expect(connection.openCount).toBe(0);
    expect(connection.listenerCount).toBe(0);
    controller.hostConnected();
    await vi.advanceTimersByTimeAsync(0);
    expect(connection.openCount).toBe(1);
  });

  it("switch to another connection", async () => {
    const controller = await watching();
    send({ servers: [ATTIC] });
    const other = new FakeConnection();
    controller.use(other);
    await vi.advanceTimersByTimeAsync(2000);
    expect(connection.openCount).toBe(0);
    expect(other.openCount).toBe(1);
    expect(names(controller)).toEqual([]);
  });
});
