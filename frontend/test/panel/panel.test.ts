import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import "../../src/panel/panel";
import type { HomeAssistant } from "../../src/data/home-assistant";
import type { PlexConnectionPanel } from "../../src/panel/panel";
import { all, mounted, one, settled, textOf } from "../elements";
import { FakeConnection, fakeHass } from "../fake-home-assistant";
import { account, overviewEvent, server } from "../rows";

const OVERVIEW = "plex-connection-overview-page";
const SERVER = "plex-connection-server-page";

let connection: FakeConnection;

beforeEach(() => {
  connection = new FakeConnection();
});

afterEach(() => {
  document.body.replaceChildren();
});

async function panel(
  path = "",
  { narrow = false, ...change }: Partial<HomeAssistant> & { narrow?: boolean } = {},
): Promise<PlexConnectionPanel> {
  const element = await mounted<PlexConnectionPanel>("plex-connection-panel", {
    hass: fakeHass({ connection, ...change }),
    route: { prefix: "/plex-connection", path },
    narrow,
  });
  await vi.waitFor(() => expect(connection.subscriptions).not.toHaveLength(0));
  await settled(element);
  return element;
}

function overviewSubscription() {
  const found = connection.subscriptions.find(
    ({ message }) => message.type === "plex_connection/subscribe_overview",
  );
  if (!found) {
    throw new Error("the overview is not subscribed");
  }
  return found;
}

async function sendOverview(element: PlexConnectionPanel): Promise<void> {
  overviewSubscription().send(
    overviewEvent({ accounts: [account()], servers: [server({ server_id: "a/b" })] }),
  );
  await settled(element);
}

describe("the panel", () => {
  it("shows all servers at its own path", async () => {
    const element = await panel();
    await sendOverview(element);
    expect(all(element, SERVER)).toEqual([]);
    expect(textOf(one(element, OVERVIEW))).toContain("Attic");
    expect(textOf(one(element, "h1"))).toBe("Plex Connection");
  });

  it("shows a server, with its name, at the server's path", async () => {
    const element = await panel("/server/entry/a%2Fb");
    await sendOverview(element);
    expect(all(element, OVERVIEW)).toEqual([]);
    const page = one<HTMLElement & { ref: unknown }>(element, SERVER);
    expect(page.ref).toEqual({ entry_id: "entry", server_id: "a/b" });
    expect(textOf(one(element, "h1"))).toBe("Attic");
  });

  it("goes back from a server to the overview", async () => {
    const element = await panel("/server/entry/a%2Fb");
    history.replaceState(null, "", "/plex-connection/server/entry/a%2Fb");
    const button = one(element, "header button");
    expect(button.getAttribute("aria-label")).toBe("Back to all servers");
    button.click();
    expect(location.pathname).toBe("/plex-connection");
  });

  it("goes back in the history after the overview", async () => {
    const element = await panel();
    element.route = { prefix: "/plex-connection", path: "/server/entry/a%2Fb" };
    await settled(element);
    const back = vi.spyOn(history, "back").mockReturnValue();
    one(element, "header button").click();
    expect(back).toHaveBeenCalledOnce();
    element.route = { prefix: "/plex-connection", path: "/server/entry/other" };
    await settled(element);
    one(element, "header button").click();
    expect(back).toHaveBeenCalledOnce();
    expect(location.pathname).toBe("/plex-connection");
  });

  it.each(["/server/entry", "/server//", "/elsewhere", "/server/%/%"])(
    "shows all servers at an invalid path: %s",
    async (path) => {
      expect(all(await panel(path), OVERVIEW)).toHaveLength(1);
    },
  );

  it("is a skeleton until texts are loaded", async () => {
    const element = await mounted<PlexConnectionPanel>("plex-connection-panel", {
      hass: fakeHass({
        connection,
        language: "x-panel",
        loadBackendTranslation: () => new Promise(() => {}),
      }),
    });
    expect(all(element, ".skeleton")).toHaveLength(1);
    expect(all(element, OVERVIEW)).toEqual([]);
  });

  it("has its own menu button if Home Assistant's is missing", async () => {
    const element = await panel("", { narrow: true });
    const toggled = vi.fn();
    document.body.addEventListener("hass-toggle-menu", toggled, { once: true });
    const button = one(element, "header button");
    expect(button.getAttribute("aria-label")).toBe("Open the menu");
    button.click();
    expect(toggled).toHaveBeenCalledOnce();
    element.narrow = false;
    await settled(element);
    expect(all(element, "header button")).toEqual([]);
  });

  it("ends its subscription after it has left the page", async () => {
    vi.useFakeTimers();
    try {
      const element = await panel();
      element.remove();
      await vi.advanceTimersByTimeAsync(2000);
      expect(connection.openCount).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("an outdated panel", () => {
  it("shows a notice, and can be reloaded", async () => {
    const element = await panel();
    element.bundle = "0";
    await sendOverview(element);
    expect(textOf(one(element, ".notice"))).toBe(
      "Plex Connection was updated. Reload the page. " + "Reload the page",
    );
    const reload = vi.spyOn(location, "reload").mockReturnValue();
    one(element, ".notice button").click();
    expect(reload).toHaveBeenCalledOnce();
  });

  it.each(["1", null])(
    "has no notice if it is the installed version: %s",
    async (bundle) => {
      const element = await panel();
      element.bundle = bundle;
      await sendOverview(element);
      expect(all(element, ".notice")).toEqual([]);
    },
  );
});
