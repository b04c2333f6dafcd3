/** The first line of the overview, which says it all. */

import { css, html, nothing, type TemplateResult } from "lit";
import type { Host } from "../data/host";
import { gradeOf, isTroubled, troubleName } from "../data/standing";
import type { ServerRow, Severity } from "../data/wire";
import { icon } from "../ui/icons";
import { severityClass, severityColors, severityIcon } from "../ui/server-problem";

const WORST: readonly (Severity | null)[] = ["error", "warning", "notice"];

/** Return how all servers are doing; empty while that is not known. */
export function summaryText({ text, format }: Host, servers: readonly ServerRow[]) {
  const troubled = servers.filter(isTroubled);
  const [first] = troubled;
  const total = format.number(servers.length);
  if (!first) {
    const [only] = servers;
    if (!only || servers.some((server) => gradeOf(server) === null)) {
      return "";
    }
    return servers.length === 1
      ? text("panel_summary_only_fine", { name: only.name })
      : text("panel_summary_all_fine", { total });
  }
  const values = { name: first.name, problem: troubleName(text, first), total };
  if (servers.length === 1) {
    return text("panel_summary_only", values);
  }
  return troubled.length === 1
    ? text("panel_summary_one", values)
    : text("panel_summary_some", { count: format.number(troubled.length), total });
}

/** Render the line; its place stays while it is empty. */
export function summary(
  host: Host,
  servers: readonly ServerRow[],
): TemplateResult | typeof nothing {
  if (servers.length === 0) {
    return nothing;
  }
  const said = summaryText(host, servers);
  const grades = servers.map(gradeOf);
  const worst = WORST.find((severity) => grades.includes(severity)) ?? "ok";
  return html`<div class="summary ${severityClass(worst)}" role="status">
    ${said ? html`${icon(severityIcon(worst))}<span>${said}</span>` : nothing}
  </div>`;
}

export const summaryStyles = css`
  ${severityColors}

  .summary {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 28px;
    font-size: var(--ha-font-size-xl, 20px);
    line-height: 28px;
    overflow-wrap: anywhere;
  }
  .summary .icon {
    fill: var(--severity-color);
  }
`;
