/** This integration's devices and entities, from the registries that every page has. */

import type { HomeAssistant, RegistryDevice, RegistryEntity } from "./home-assistant";

const DOMAIN = "plex_connection";

/** A server or an account, with its enabled entities by translation key. */
export interface OwnDevice {
  id: string;
  name: string;
  /** Whether another account has a server of this name; `name` has the account then. */
  isNameShared: boolean;
  entities: Readonly<Record<string, string>>;
}

export interface OwnDevices {
  servers: readonly OwnDevice[];
  accounts: readonly OwnDevice[];
}

type Registries = Pick<HomeAssistant, "devices" | "entities">;

/** Return all devices, sorted by name; shared names of servers include the account. */
export function ownDevices({ devices, entities }: Registries): OwnDevices {
  const keys = new Map<string, Record<string, string>>();
  for (const entity of Object.values(entities ?? {})) {
    if (isOwn(entity) && entity.device_id && entity.translation_key) {
      const found = keys.get(entity.device_id) ?? {};
      found[entity.translation_key] = entity.entity_id;
      keys.set(entity.device_id, found);
    }
  }
  const found = Object.values(devices ?? {}).filter(isOwnDevice);
  const accounts = found.filter(isAccount);
  const servers = found.filter((device) => !isAccount(device));
  const toOwnDevice = (device: RegistryDevice): OwnDevice => {
    const account = accounts.find((each) => owns(each, device));
    const isNameShared = servers.some(
      (each) =>
        nameOf(each) === nameOf(device) &&
        accounts.find((other) => owns(other, each)) !== account,
    );
    const suffix = isNameShared && account ? ` (${nameOf(account)})` : "";
    return {
      id: device.id,
      name: `${nameOf(device)}${suffix}`,
      isNameShared,
      entities: keys.get(device.id) ?? {},
    };
  };
  return {
    servers: servers.map(toOwnDevice).sort(byName),
    accounts: accounts
      .map((account) => ({
        id: account.id,
        name: nameOf(account),
        isNameShared: false,
        entities: keys.get(account.id) ?? {},
      }))
      .sort(byName),
  };
}

/** Return whether a server belongs to an account. */
function owns(account: RegistryDevice, server: RegistryDevice): boolean {
  const entries = new Set(account.config_entries ?? []);
  return (
    server.via_device_id === account.id ||
    (server.config_entries ?? []).some((each) => entries.has(each))
  );
}

/** Return whether an entity belongs to this integration. */
export function isOwn(entity: RegistryEntity | undefined): entity is RegistryEntity {
  return entity?.platform === DOMAIN;
}

/** Return whether one of our devices is an account; all others are servers. */
export function isAccount(device: RegistryDevice): boolean {
  return device.entry_type === "service";
}

/** Return whether a device is one of our servers. */
export function isServer(device: RegistryDevice): boolean {
  return isOwnDevice(device) && !isAccount(device);
}

/** Return the user's name for a device, or else the one from Plex. */
export function nameOf(device: RegistryDevice): string {
  return device.name_by_user || device.name || "";
}

/** Return an entity of a device by translation key; undefined if missing or disabled. */
export function entityOf(
  { entities }: Pick<HomeAssistant, "entities">,
  deviceId: string,
  key: string,
): string | undefined {
  return Object.values(entities ?? {}).find(
    (entity) =>
      isOwn(entity) && entity.device_id === deviceId && entity.translation_key === key,
  )?.entity_id;
}

/** Return an entity of each device by translation key: one pass over the registry. */
export function entitiesOf(
  { entities }: Pick<HomeAssistant, "entities">,
  key: string,
): Map<string, string> {
  const found = new Map<string, string>();
  for (const entity of Object.values(entities ?? {})) {
    if (isOwn(entity) && entity.device_id && entity.translation_key === key) {
      found.set(entity.device_id, entity.entity_id);
    }
  }
  return found;
}

function isOwnDevice(device: RegistryDevice): boolean {
  return (device.identifiers ?? []).some(([domain]) => domain === DOMAIN);
}

function byName(one: OwnDevice, other: OwnDevice): number {
  return one.name.localeCompare(other.name) || one.id.localeCompare(other.id);
}
