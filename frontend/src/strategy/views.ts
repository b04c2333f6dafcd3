/** The views of the generated dashboard, in Home Assistant's own terms. */

import { CARD_TYPE } from "../card/config";
import type { HomeAssistant } from "../data/home-assistant";
import { type OwnDevice, ownDevices } from "../data/own-devices";
import type { Text } from "../data/texts";
import {
  accountSection,
  commonSections,
  type Section,
  serverSections,
} from "./sections";

export interface View {
  title: string;
  path: string;
  type: "sections";
  icon?: string;
  subview?: boolean;
  max_columns: number;
  sections: Section[];
}

export interface Dashboard {
  title: string;
  views: View[];
}

/** With more servers, users would have to scroll the tabs. */
const MAX_TABS = 8;

const COLUMNS = 3;

/** Return the whole dashboard for the devices in `hass`. */
export function dashboardOf(hass: HomeAssistant, text: Text): Dashboard {
  const { servers, accounts } = ownDevices(hass);
  const isCrowded = servers.length > MAX_TABS;
  return {
    title: text("strategy_name"),
    views: [
      {
        title: text("strategy_overview"),
        path: "overview",
        type: "sections",
        max_columns: COLUMNS,
        sections: [
          allServers(text, servers, accounts.length > 1),
          ...accounts.map((account) => accountSection(text, account)),
          ...(isCrowded ? [] : commonSections(hass, text, servers)),
        ],
      },
      ...(isCrowded ? [serverDirectory(text, servers)] : []),
      ...servers.map((server) => serverView(hass, text, server, isCrowded)),
    ],
  };
}

/** Return the section of all servers; without any, the card says what to do. */
function allServers(
  text: Text,
  servers: readonly OwnDevice[],
  hasAccounts: boolean,
): Section {
  const heading = { type: "heading", heading: text("strategy_servers") };
  const options = hasAccounts ? { show_account: true } : {};
  const all = { type: CARD_TYPE, ...options, grid_options: { columns: "full" } };
  const cards = servers.length > 0 ? [heading, all] : [all];
  return { type: "grid", column_span: COLUMNS, cards };
}

/** Return the view that replaces the tabs: a section for each server, with a link. */
function serverDirectory(text: Text, servers: readonly OwnDevice[]): View {
  return {
    title: text("strategy_servers"),
    path: "servers",
    type: "sections",
    icon: "mdi:server-network",
    max_columns: COLUMNS,
    sections: servers.map((server) => ({
      type: "grid",
      cards: [
        {
          type: "heading",
          heading: server.name,
          tap_action: { action: "navigate", navigation_path: pathOf(server) },
        },
        { type: CARD_TYPE, device: server.id, show_details: true },
      ],
    })),
  };
}

function serverView(
  hass: HomeAssistant,
  text: Text,
  server: OwnDevice,
  isSubview: boolean,
): View {
  return {
    title: server.name,
    path: pathOf(server),
    type: "sections",
    ...(isSubview ? { subview: true } : {}),
    max_columns: COLUMNS,
    sections: serverSections(hass, text, server),
  };
}

function pathOf(server: OwnDevice): string {
  return `server-${server.id}`;
}
