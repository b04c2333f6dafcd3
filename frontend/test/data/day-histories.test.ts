import type { ReactiveController } from "lit";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setClock } from "../../src/data/clock";
import { DayHistories } from "../../src/data/day-histories";
import type { HomeAssistant, RegistryEntity } from "../../src/data/home-assistant";
import { type FakeConnection, fakeHass, fakeHost } from "../fake-home-assistant";
import { NOW, server } from "../rows";

const ATTIC = server({ server_id: "1", device_id: "attic" });
const BARN = server({ server_id: "2", device_id: "barn" });
const SECONDS = Date.parse(NOW) / 1000;

function entity(device_id: string, translation_key = "connection_type") {
  const entity_id = `sensor.${device_id}_${translation_key}`;
  return { entity_id, device_id, translation_key, platform: "plex_connection" };
}

function registry(...all: RegistryEntity[]): Record<string, RegistryEntity> {
  return Object.fromEntries(all.map((each) => [each.entity_id, each]));
}

const ENTITIES = registry(entity("attic"), entity("barn"), entity("attic", "latency"));

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(NOW) });
  setClock(NOW);
});

afterEach(() => {
  vi.useRealTimers();
});

describe("the last day of all servers", () => {
  const connection = () => home.connection as FakeConnection;
  const host = (change: Partial<HomeAssistant> = {}) =>
    fakeHost({}, { ...home, ...change });
  let home: HomeAssistant;
  let controllers: ReactiveController[];
  let updates: number;
  let histories: DayHistories;

  beforeEach(() => {
    home = fakeHass({ entities: ENTITIES });
    home.config.components = ["history"];
    controllers = [];
    updates = 0;
    histories = new DayHistories({
      addController: (each: ReactiveController) => controllers.push(each),
      removeController: () => undefined,
      requestUpdate: () => {
        updates += 1;
      },
      updateComplete: Promise.resolve(true),
    });
    controllers[0]?.hostConnected?.();
  });

  it("is one subscription, of a day", () => {
    histories.use(host(), [BARN, ATTIC]);
    histories.use(host(), [ATTIC, BARN]);
    expect(connection().subscriptions.map((each) => each.message)).toEqual([
      {
        type: "history/stream",
        start_time: "2026-11-25T12:00:00.000Z",
        entity_ids: ["sensor.attic_connection_type", "sensor.barn_connection_type"],
        minimal_response: true,
        no_attributes: true,
      },
    ]);
    expect(histories.of(ATTIC)).toBeNull();
  });

  it("grows with each change, and leaves the others as they are", async () => {
    histories.use(host(), [ATTIC, BARN]);
    await vi.advanceTimersByTimeAsync(0);
    const [attic, barn] = Object.keys(ENTITIES) as [string, string];
    const old = { s: "relay", lu: SECONDS - 90_000 };
    const first = { s: "local", lu: SECONDS - 80_000 };
    connection().latest.send({ states: { [attic]: [old, first], [barn]: [first] } });
    const before = histories.of(BARN);
    expect(histories.of(ATTIC)).toEqual([old, first]);
    const next = { s: "remote", lu: SECONDS };
    connection().latest.send({ states: { [attic]: [next] } });
    expect(histories.of(ATTIC)).toEqual([old, first, next]);
    expect(histories.of(BARN)).toBe(before);
    expect(updates).toBe(2);

    // A day after that, only what still reaches into the day is kept.
    vi.advanceTimersByTime(85_000_000);
    connection().latest.send({
      states: { [attic]: [{ s: "local", lu: SECONDS + 9 }] },
    });
    expect(histories.of(ATTIC)?.map(({ s }) => s)).toEqual([
      "local",
      "remote",
      "local",
    ]);
  });

  it("starts a day ago after a reconnection, without doubling anything", async () => {
    histories.use(host(), [ATTIC]);
    await vi.advanceTimersByTimeAsync(0);
    const [attic] = Object.keys(ENTITIES) as [string];
    const states = { [attic]: [{ s: "local", lu: SECONDS - 60 }] };
    connection().latest.send({ states });
    connection().emit("disconnected");
    await vi.advanceTimersByTimeAsync(3_600_000);
    connection().emit("ready");
    await vi.advanceTimersByTimeAsync(0);
    expect(connection().latest.message.start_time).toBe("2026-11-25T13:00:00.000Z");
    connection().latest.send({ states });
    expect(histories.of(ATTIC)).toEqual(states[attic]);
  });

  it("is empty without a history, or without the sensor", async () => {
    histories.use(host({ entities: registry(entity("barn")) }), [ATTIC, BARN]);
    expect(histories.of(ATTIC)).toEqual([]);
    expect(histories.of(BARN)).toBeNull();
    histories.use(host({ config: { ...home.config, components: [] } }), [ATTIC, BARN]);
    expect(histories.of(BARN)).toEqual([]);
    await vi.advanceTimersByTimeAsync(0);
    expect(connection().openCount).toBe(0);
  });

  it("does not wait for what Home Assistant refuses", async () => {
    connection().refusal = { code: "unauthorized", message: "No" };
    histories.use(host(), [ATTIC]);
    await vi.advanceTimersByTimeAsync(0);
    expect(histories.of(ATTIC)).toEqual([]);
  });

  it("follows servers that come, and ends with the page", async () => {
    histories.use(host(), [ATTIC]);
    await vi.advanceTimersByTimeAsync(0);
    histories.use(host(), [ATTIC, BARN]);
    await vi.advanceTimersByTimeAsync(0);
    expect(connection().openCount).toBe(1);
    controllers[0]?.hostDisconnected?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(connection().openCount).toBe(0);
  });
});
