/** The root cause of a server's problems in short words, and the colors of severities. */

import { css, html, nothing, type TemplateResult } from "lit";
import type { Host } from "../data/host";
import { causeOf, gradeOf } from "../data/standing";
import { problemName } from "../data/texts";
import type { ServerRow, Severity } from "../data/wire";
import { type IconName, icon } from "./icons";

/** Return the class for the color of a severity; null: not known yet. */
export function severityClass(severity: Severity | null): string {
  return `severity-${severity ?? "unknown"}`;
}

/** Return the icon of a severity. */
export function severityIcon(severity: Severity | null): IconName {
  if (severity === "ok") {
    return "ok";
  }
  return severity === "notice" ? "info" : "alert";
}

/** Render the root cause in one line, unless the server's state says the same. */
export function problemLine(
  host: Host,
  server: ServerRow,
): TemplateResult | typeof nothing {
  const cause = causeOf(server);
  if (!cause || (cause === "access_refused" && server.refused)) {
    return nothing;
  }
  const severity = gradeOf(server);
  return html`<p class="problem ${severityClass(severity)}">
    ${icon(severityIcon(severity))}<span>${problemName(host.text, cause)}</span>
  </p>`;
}

/** Sets `--severity-color`. Not for text: the colors are too pale to be read on white. */
export const severityColors = css`
  .severity-ok {
    --severity-color: var(--success-color, #43a047);
  }
  .severity-notice {
    --severity-color: color-mix(
      in srgb,
      var(--warning-color, #ffa600) 60%,
      var(--secondary-text-color, #5e5e5e)
    );
  }
  .severity-warning {
    --severity-color: var(--warning-color, #ffa600);
  }
  .severity-error {
    --severity-color: var(--error-color, #db4437);
  }
  .severity-unknown {
    --severity-color: var(--disabled-color, #bdbdbd);
  }
`;

/** For what has the classes of a severity and of a connection type. */
export const troubleStyles = css`
  ${severityColors}

  .severity-notice,
  .severity-warning,
  .severity-error {
    --type-color: var(--severity-color);
  }
  /* Amber means that something is wrong; this relay is as its owner wants it. */
  .severity-ok.type-relay {
    --type-color: var(--info-color, #039be5);
  }
  .problem {
    display: flex;
    align-items: center;
    gap: 8px;
    margin: 0;
    padding: 4px 8px;
    border-radius: var(--ha-border-radius-sm, 4px);
    background: color-mix(in srgb, var(--severity-color) 12%, transparent);
    font-weight: var(--ha-font-weight-medium, 500);
    line-height: 20px;
    overflow-wrap: anywhere;
  }
  .problem .icon {
    width: 20px;
    height: 20px;
    fill: var(--severity-color);
  }
`;
