/** All root causes that a server can have. */

import english from "../../custom_components/plex_connection/translations/en.json";
import type { Problem } from "../src/data/wire";

export const PROBLEMS = Object.keys(english.entity.sensor.problem.state).filter(
  (problem) => problem !== "none",
) as Problem[];
