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
  it("says how plex.tv is, how old its list is and why it was asked for, and what today cost", async () => {
    expect(textOf(await line())).toBe(
      "alice Connected to plex.tv " +
        "Last server search 2 hours ago · on request " +
        "Requests today 41 Checks saved today 230 Rediscover servers",
    );
  });

  it("gives no reason for the last good answer where the last question failed", async () => {
    const element = await line({ plex_tv: "no_answer" });
    expect(textOf(element)).toContain("Last server search 2 hours ago Requests");
  });

  it("says how many servers are not listed, and since when", async () => {
    const change = { unlisted: 2, unlisted_since: "2026-11-26T11:45:00+00:00" };
    const words = textOf(one(await line(change), ".unlisted"));
    expect(words).toBe("Not listed by plex.tv 2 · 15 minutes ago");
  });

  it.each([
    ["no_answer", "No valid response from plex.tv", "Open the integration"],
    ["token_rejected", "plex.tv no longer accepts the sign-in", "Sign in again"],
  ] as const)("says that plex.tv: %s", async (plex_tv, words, link) => {
    const element = await line({ plex_tv });
    expect(textOf(one(element, ".who"))).toContain(words);
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
  ])("of an account that is %s says so, and nothing else", async (state, words) => {
    const element = await line({ state, plex_tv: null });
    expect(textOf(element)).toBe(`alice ${words} Open the integration`);
    expect(all(element, "button")).toEqual([]);
  });

  it("offers nothing to those who may not do it", async () => {
    const element = await line({ plex_tv: "token_rejected" }, false);
    expect(all(element, "button, a")).toEqual([]);
  });

  it("searches again, once at a time, and says what came of it", async () => {
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

  it("says when it may search again", async () => {
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

  it("says what went wrong in the user's language", async () => {
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
      "Plex no longer accepts the sign-in for alice. Sign in to Plex again.",
    );
    expect(one(element, "button").hasAttribute("aria-disabled")).toBe(false);
  });

  it("does not search while Home Assistant is away", async () => {
    const element = await line();
    element.live = false;
    await settled(element);
    await search(element);
    expect(one(element, "button").getAttribute("aria-disabled")).toBe("true");
    expect(connection.sent).toEqual([]);
  });
});
