/** Devices and entities, as every page receives them from Home Assistant. */

import type {
  HomeAssistant,
  RegistryDevice,
  RegistryEntity,
} from "../src/data/home-assistant";
import { fakeHass } from "./fake-home-assistant";

const SERVER_KEYS: Record<string, string> = {
  connection_type: "sensor",
  latency: "sensor",
  connection: "select",
  test_connections: "button",
  rediscover: "button",
  forget: "button",
  activity: "event",
  better_available: "binary_sensor",
};

const ACCOUNT_KEYS: Record<string, string> = {
  plex_tv_reachable: "binary_sensor",
  requests_today: "sensor",
  discovery_trigger: "sensor",
  rediscover: "button",
};

/** All integrations that the dashboard uses are loaded, unless `change` overrides that. */
export function hassWith(
  devices: readonly RegistryDevice[],
  entities: readonly RegistryEntity[],
  change: Partial<HomeAssistant> = {},
): HomeAssistant {
  return fakeHass({
    config: {
      time_zone: "Europe/Berlin",
      state: "RUNNING",
      components: ["history", "recorder", "logbook"],
    },
    devices: Object.fromEntries(devices.map((device) => [device.id, device])),
    entities: Object.fromEntries(entities.map((entity) => [entity.entity_id, entity])),
    ...change,
  });
}

export function serverDevice(id: string, name = id): RegistryDevice {
  return {
    id,
    name,
    identifiers: [["plex_connection", `machine-${id}`]],
    via_device_id: "alice",
    entry_type: null,
  };
}

export function accountDevice(id: string, name = id): RegistryDevice {
  return {
    id,
    name,
    identifiers: [["plex_connection", `account-${id}`]],
    entry_type: "service",
  };
}

export function serverEntities(id: string): RegistryEntity[] {
  return entitiesOf(id, SERVER_KEYS);
}

export function accountEntities(id: string): RegistryEntity[] {
  return entitiesOf(id, ACCOUNT_KEYS);
}

function entitiesOf(id: string, keys: Record<string, string>): RegistryEntity[] {
  return Object.entries(keys).map(([key, domain]) => ({
    entity_id: `${domain}.${id}_${key}`,
    device_id: id,
    platform: "plex_connection",
    translation_key: key,
  }));
}

/** Another integration's device, with an entity named like one of ours. */
export const FOREIGN: { device: RegistryDevice; entity: RegistryEntity } = {
  device: { id: "lamp", name: "Lamp", identifiers: [["hue", "1"]] },
  entity: {
    entity_id: "sensor.lamp_latency",
    device_id: "lamp",
    platform: "hue",
    translation_key: "latency",
  },
};

/** Return an account with these servers, and a foreign device. */
export function home(
  servers: readonly string[],
  change: Partial<HomeAssistant> = {},
): HomeAssistant {
  return hassWith(
    [accountDevice("alice"), ...servers.map((id) => serverDevice(id)), FOREIGN.device],
    [...accountEntities("alice"), ...servers.flatMap(serverEntities), FOREIGN.entity],
    change,
  );
}
