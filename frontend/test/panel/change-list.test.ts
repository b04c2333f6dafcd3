import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import "../../src/panel/change-list";
import { setClock } from "../../src/data/clock";
import type { ChangeView } from "../../src/data/wire";
import type { ChangeList } from "../../src/panel/change-list";
import { all, mounted, one, settled, textOf } from "../elements";
import { fakeHost } from "../fake-home-assistant";
import { NOW } from "../rows";
import { change, detail } from "../server-detail";

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(NOW) });
  setClock(NOW);
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

describe("the changes", () => {
  async function changes(of: ChangeView[]): Promise<ChangeList> {
    return mounted<ChangeList>("plex-connection-change-list", {
      host: fakeHost(),
      server: detail({ changes: of }),
    });
  }

  it("show time, types, reason and duration", async () => {
    const element = await changes([
      change(),
      change({ from: "local", reason: "withdrawn" }),
      change({ from: null, from_address: null, to: "offline", to_address: null }),
    ]);
    expect(all(element, "li").map(textOf)).toEqual([
      "Remote → Local 3 hours ago · Nov 26, 10:00 a better connection was found · " +
        "took 480 ms 192.168.1.20:32400",
      "Local, different address 3 hours ago · Nov 26, 10:00 " +
        "the previous address is no longer listed · took 480 ms 192.168.1.20:32400",
      "Offline 3 hours ago · Nov 26, 10:00 a better connection was found · took 480 ms",
    ]);
  });

  it("show the chosen address, not the previous one", async () => {
    const element = await changes([
      change({
        from: "local",
        to: "offline",
        from_address: "192.168.1.20:32400",
        to_address: null,
        reason: "pinned",
        chosen_address: "203.0.113.5:32400",
      }),
    ]);
    const text = textOf(one(element, "li"));
    expect(text).toContain("the pinned address didn't respond");
    expect(text).toContain("203.0.113.5:32400");
    expect(text).not.toContain("192.168.1.20");
  });

  it("show no address for a relay, which has no meaningful one", async () => {
    const address = "192.168.1.20:32400";
    const element = await changes([
      change({ from: "local", from_address: address, to: "relay", to_address: null }),
      change({ from: "local", from_address: address, to: "offline", to_address: null }),
    ]);
    expect(all(element, "li .address").map(textOf)).toEqual([address]);
  });

  it("are limited to ten, or complete", async () => {
    const many = Array.from({ length: 50 }, (_, index) =>
      change({ at: new Date(Date.parse(NOW) - index * 60_000).toISOString() }),
    );
    const element = await changes(many);
    const button = one<HTMLButtonElement>(element, "button");
    expect(all(element, "li")).toHaveLength(10);
    expect(textOf(button)).toBe("Show all (50)");
    button.click();
    await settled(element);
    expect(all(element, "li")).toHaveLength(50);
    expect(button.getAttribute("aria-expanded")).toBe("true");
  });

  it("can be empty", async () => {
    expect(textOf(await changes([]))).toBe("Changes No changes yet.");
  });
});
