import { describe, expect, it } from "vitest";
import { ownDevices } from "../../src/data/own-devices";
import { accountDevice, hassWith, serverDevice, serverEntities } from "../registries";

describe("our devices", () => {
  it("are servers and accounts, sorted by name", () => {
    const { servers, accounts } = ownDevices(
      hassWith(
        [
          serverDevice("1", "Cabin"),
          serverDevice("2", "Attic"),
          { ...serverDevice("3", "Box"), name_by_user: "Zoo" },
          accountDevice("4", "alice"),
          { id: "5", name: "odd" },
        ],
        serverEntities("2"),
      ),
    );
    expect(servers.map(({ name }) => name)).toEqual(["Attic", "Cabin", "Zoo"]);
    expect(servers[0]?.entities.latency).toBe("sensor.2_latency");
    expect(servers[1]?.entities).toEqual({});
    expect(accounts.map(({ name }) => name)).toEqual(["alice"]);
  });
});
