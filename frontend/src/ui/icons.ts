/** Icons, as part of the bundle: Home Assistant loads its own one by one. */

import {
  mdiAccountCircleOutline,
  mdiAlertCircleOutline,
  mdiArrowLeft,
  mdiArrowRight,
  mdiArrowUpBoldCircleOutline,
  mdiCheckCircleOutline,
  mdiChevronRight,
  mdiCloseCircleOutline,
  mdiCloudSearchOutline,
  mdiContentCopy,
  mdiEraser,
  mdiHelpCircleOutline,
  mdiInformationOutline,
  mdiLanCheck,
  mdiLanConnect,
  mdiLanDisconnect,
  mdiLockOpenAlertOutline,
  mdiMagnify,
  mdiMenu,
  mdiPin,
  mdiPinOff,
  mdiPinOutline,
  mdiRefresh,
  mdiServerNetworkOff,
  mdiSpeedometerSlow,
  mdiTimerSandEmpty,
  mdiTransitConnectionVariant,
  mdiWeb,
} from "@mdi/js";
import { html, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import type { ConnectionType } from "../data/wire";

export const ICONS = {
  account: mdiAccountCircleOutline,
  alert: mdiAlertCircleOutline,
  back: mdiArrowLeft,
  forward: mdiArrowRight,
  better: mdiArrowUpBoldCircleOutline,
  ok: mdiCheckCircleOutline,
  chevron: mdiChevronRight,
  copy: mdiContentCopy,
  failed: mdiCloseCircleOutline,
  rediscover: mdiCloudSearchOutline,
  forget: mdiEraser,
  unknown: mdiHelpCircleOutline,
  info: mdiInformationOutline,
  test: mdiLanCheck,
  local: mdiLanConnect,
  away: mdiLanDisconnect,
  unencrypted: mdiLockOpenAlertOutline,
  search: mdiMagnify,
  menu: mdiMenu,
  pin: mdiPinOutline,
  pinned: mdiPin,
  unpin: mdiPinOff,
  reload: mdiRefresh,
  offline: mdiServerNetworkOff,
  slow: mdiSpeedometerSlow,
  waiting: mdiTimerSandEmpty,
  relay: mdiTransitConnectionVariant,
  remote: mdiWeb,
} as const;

export type IconName = keyof typeof ICONS;

/** Draw an icon, hidden from screen readers: the text beside it has the same meaning. */
export function icon(name: IconName): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    ${path(ICONS[name])}
  </svg>`;
}

/** Return the icon of a connection type. */
export function typeIcon(type: ConnectionType | null): IconName {
  return type ?? "unknown";
}

function path(d: string): SVGTemplateResult {
  return svg`<path d=${d}></path>`;
}
