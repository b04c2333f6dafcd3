import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import "../../src/panel/account-line";
import { setClock } from "../../src/data/clock";
import type { AccountView, RediscoverResult } from "../../src/data/wire";
import type { AccountLine } from "../../src/panel/account-line";
import { all, mounted, one, settled, textOf } from "../elements";
import { FakeConnection, fakeHass, fakeHost } from "../fake-home-assistant";
import { account, NOW } from "../rows";

const TAG = "plex-connection-account-line";

const FOUND: RediscoverResult = {
  servers_found: 4,
  discovered_at: NOW,
  rate_limited: false,
  next_allowed: null,
};

let connection: FakeConnection;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(NOW) });
  setClock(NOW);
  connection = new FakeConnection();
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

function line(change: Partial<AccountView> = {}, isAdmin = true): Promise<AccountLine> {
  const host = fakeHost({ isAdmin }, fakeHass({ connection }));
  return mounted<AccountLine>(TAG, { host, account: account(change), live: true });
}

async function search(element: AccountLine): Promise<void> {
  one(element, "button").click();
  await vi.advanceTimersByTimeAsync(0);
  await settled(element);
}

describe("an account's line", () => {
  it("shows the state of plex.tv, when and why it was asked, and today's requests", async () => {
    expect(textOf(await line())).toBe(
      "alice Connected to plex.tv " +
        "Last server search 2 hours ago · on request " +
        "Requests today 41 Connections used without a test today 230 Rediscover servers",
    );
  });

  it("shows no reason for the last successful discovery if the last one failed", async () => {
    const element = await line({ plex_tv: "no_answer" });
    expect(textOf(element)).toContain("Last server search 2 hours ago Requests");
  });

  it("shows how many servers are not listed, and since when", async () => {
    const change = { unlisted: 2, unlisted_since: "2026-11-26T11:45:00+00:00" };
    const text = textOf(one(await line(change), ".unlisted"));
    expect(text).toBe("Not listed by plex.tv 2 · 15 minutes ago");
  });

  it.each([
    ["no_answer", "No valid response from plex.tv", "Open the integration"],
    ["token_rejected", "No longer signed in to plex.tv", "Sign in again"],
  ] as const)("shows the state of plex.tv: %s", async (plex_tv, expected, link) => {
    const element = await line({ plex_tv });
    expect(textOf(one(element, ".who"))).toContain(expected);
    expect(textOf(one(element, "a"))).toBe(link);
    expect(one(element, "a").getAttribute("href")).toBe(
      "/config/integrations/integration/plex_connection",
    );
  });

  it.each([
    ["setup_retry", "Not loaded. Home Assistant keeps trying."],
    ["setup_error", "Couldn't be set up. Check the log for details."],
    ["not_loaded", "Not loaded. The account is disabled or was unloaded."],
    ["something_new", "Not loaded."],
  ])("shows only the state of an account in %s", async (state, expected) => {
    const element = await line({ state, plex_tv: null });
    expect(textOf(element)).toBe(`alice ${expected} Open the integration`);
    expect(all(element, "button")).toEqual([]);
  });

  it("has no actions for non-administrators", async () => {
    const element = await line({ plex_tv: "token_rejected" }, false);
    expect(all(element, "button, a")).toEqual([]);
  });

  it("searches again, once at a time, and shows the result", async () => {
    let answer: (result: RediscoverResult) => void = () => {};
    connection.answer = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const element = await line();
    await search(element);
    const button = one(element, "button");
    expect(button.getAttribute("aria-busy")).toBe("true");
    expect(button.getAttribute("aria-disabled")).toBe("true");
    expect(textOf(one(element, "[role=status]"))).toBe("Asking plex.tv…");
    await search(element);
    expect(connection.sent).toEqual([
      { type: "plex_connection/rediscover", entry_id: "entry" },
    ]);

    answer(FOUND);
    await vi.advanceTimersByTimeAsync(0);
    await settled(element);
    expect(button.getAttribute("aria-busy")).toBe("false");
    expect(button.hasAttribute("aria-disabled")).toBe(false);
    expect(textOf(one(element, "[role=status]"))).toBe(
      "Done. Servers listed by plex.tv: 4.",
    );
  });

  it("shows when it may search again", async () => {
    connection.answer = () => ({
      ...FOUND,
      rate_limited: true,
      next_allowed: "2026-11-26T13:03:05+00:00",
    });
    const element = await line();
    await search(element);
    expect(textOf(one(element, "[role=status]"))).toBe(
      "Too many requests. Try again at 14:03:05.",
    );

    setClock("2026-11-26T13:03:06+00:00");
    element.account = account({ requests_today: 8 });
    await settled(element);
    expect(textOf(one(element, "[role=status]"))).toBe("");
  });

  it("shows the error in the user's language", async () => {
    connection.answer = () => {
      throw {
        code: "home_assistant_error",
        message: "discovery_failed",
        translation_domain: "plex_connection",
        translation_key: "token_rejected",
        translation_placeholders: { account: "alice" },
      };
    };
    const element = await line();
    await search(element);
    expect(textOf(one(element, "[role=status]"))).toBe(
      "Home Assistant is no longer signed in to Plex as alice. Sign in to Plex again.",
    );
    expect(one(element, "button").hasAttribute("aria-disabled")).toBe(false);
  });

  it("does not search while Home Assistant is disconnected", async () => {
    const element = await line();
    element.live = false;
    await settled(element);
    await search(element);
    expect(one(element, "button").getAttribute("aria-disabled")).toBe("true");
    expect(connection.sent).toEqual([]);
  });
});
