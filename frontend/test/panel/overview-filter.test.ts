import { describe, expect, it } from "vitest";
import {
  countTypes,
  filtered,
  NO_FILTER,
  toggled,
} from "../../src/panel/overview-filter";
import { server } from "../rows";

const SERVERS = [
  server({ server_id: "1", name: "Attic", connection_type: "local" }),
  server({ server_id: "2", name: "Büro", connection_type: "relay" }),
  server({ server_id: "3", name: "Cabin", connection_type: "relay" }),
];

const names = (filter = NO_FILTER) => filtered(SERVERS, filter).map(({ name }) => name);

describe("the filter", () => {
  it("shows all at first", () => {
    expect(names()).toEqual(["Attic", "Büro", "Cabin"]);
  });

  it("shows the selected types", () => {
    const relay = toggled(NO_FILTER, "relay");
    expect(names(relay)).toEqual(["Büro", "Cabin"]);
    expect(names(toggled(relay, "local"))).toEqual(["Attic", "Büro", "Cabin"]);
    expect(names(toggled(relay, "relay"))).toEqual(["Attic", "Büro", "Cabin"]);
    expect(names(toggled(NO_FILTER, "offline"))).toEqual([]);
  });

  it.each([
    ["AT", ["Attic"]],
    ["buro", ["Büro"]],
    ["BÜRO", ["Büro"]],
    [" cabin ", ["Cabin"]],
    ["x", []],
  ])("ignores case and accents: %s", (name, found) => {
    expect(names({ ...NO_FILTER, name })).toEqual(found);
  });

  it("combines type and name", () => {
    expect(names({ types: new Set(["relay"]), name: "a" })).toEqual(["Cabin"]);
  });
});

describe("the counts", () => {
  it("include types without a server", () => {
    expect(countTypes(SERVERS)).toEqual([
      ["local", 1],
      ["remote", 0],
      ["relay", 2],
      ["offline", 0],
    ]);
  });

  it("include unknown only if there is one", () => {
    const counts = countTypes([server({ connection_type: null })]);
    expect(counts.at(-1)).toEqual(["unknown", 1]);
  });
});
