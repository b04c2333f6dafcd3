import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { setClock } from "../../src/data/clock";
import { ConnectionTest } from "../../src/data/connection-test";
import type { Host } from "../../src/data/host";
import type { ConfirmDialog } from "../../src/ui/confirm-dialog";
import "../../src/panel/server-actions";
import type { ServerDetail } from "../../src/data/wire";
import type { ServerActions } from "../../src/panel/server-actions";
import { all, mounted, one, settled, textOf } from "../elements";
import { FakeConnection, fakeHost } from "../fake-home-assistant";
import { NOW } from "../rows";
import { attempt, detail } from "../server-detail";

const TAG = "plex-connection-server-actions";

let connection: FakeConnection;

beforeEach(() => {
  connection = new FakeConnection();
});

afterEach(() => {
  document.body.replaceChildren();
});

async function actions(change: Partial<ServerDetail> = {}, host: Partial<Host> = {}) {
  let element: ServerActions | undefined;
  const test: ConnectionTest = new ConnectionTest({
    addController: () => {},
    removeController: () => {},
    requestUpdate: () => {
      if (element) {
        element.testState = test.state;
      }
    },
    updateComplete: Promise.resolve(true),
  });
  element = await mounted<ServerActions>(TAG, {
    host: fakeHost({ connection, ...host }),
    server: detail(change),
    test,
    testState: test.state,
  });
  return element;
}

function button(element: ServerActions, label: string): HTMLButtonElement {
  const found = all<HTMLButtonElement>(element, "button").find(
    (each) => textOf(each) === label,
  );
  if (!found) {
    throw new Error(`there is no button "${label}"`);
  }
  return found;
}

async function click(element: ServerActions, label: string): Promise<void> {
  button(element, label).click();
  await settled(element);
}

function outcome(element: ServerActions): string {
  return textOf(one(element, "[role=status]"));
}

describe("the actions", () => {
  it("include unpinning only if pinned", async () => {
    const labels = (element: ServerActions) => all(element, "button").map(textOf);
    expect(labels(await actions())).toEqual([
      "Test now",
      "Rediscover servers",
      "Forget history…",
    ]);
    expect(labels(await actions({ pinned: "192.168.1.20:32400" }))).toContain("Unpin");
  });

  it("do nothing while Home Assistant is disconnected", async () => {
    const element = await actions({ pinned: "x" }, { connected: false });
    for (const each of all<HTMLButtonElement>(element, "button")) {
      expect(each.getAttribute("aria-disabled")).toBe("true");
      each.click();
    }
    expect([...connection.sent, ...connection.subscriptions]).toEqual([]);
  });

  it("search again, and show the result", async () => {
    let answer: (value: unknown) => void = () => {};
    connection.answer = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const element = await actions();
    await click(element, "Rediscover servers");
    expect(button(element, "Rediscover servers").getAttribute("aria-busy")).toBe(
      "true",
    );
    await click(element, "Rediscover servers");
    expect(connection.sent).toEqual([
      { type: "plex_connection/rediscover", entry_id: "entry" },
    ]);
    answer({ servers_found: 3, rate_limited: false, next_allowed: null });
    await expect
      .poll(() => outcome(element))
      .toBe("Done. Servers listed by plex.tv: 3.");
    expect(button(element, "Rediscover servers").getAttribute("aria-busy")).toBe(
      "false",
    );
  });

  it.each([
    ["2026-11-26T12:03:20+00:00", /Try again at 13:03:20/],
    [null, /Try again in a few minutes/],
  ])("show that plex.tv was asked too often (%s)", async (next_allowed, expected) => {
    setClock(NOW);
    connection.answer = () => ({ servers_found: 3, rate_limited: true, next_allowed });
    const element = await actions();
    await click(element, "Rediscover servers");
    await expect.poll(() => outcome(element)).toMatch(expected);
  });

  it("unpin, and move the focus to the test", async () => {
    const element = await actions({ pinned: "192.168.1.20:32400" });
    button(element, "Unpin").focus();
    await click(element, "Unpin");
    element.server = detail({ pinned: null });
    await expect.poll(() => outcome(element)).toMatch(/^Unpinned/);
    expect(connection.sent).toEqual([
      {
        type: "plex_connection/pin",
        entry_id: "entry",
        server_id: "attic",
        url: null,
      },
    ]);
    expect(textOf(element.shadowRoot?.activeElement as Element)).toBe("Test now");
  });

  it("show that it is unpinned while that is so", async () => {
    const element = await actions({ pinned: "a" });
    await click(element, "Unpin");
    element.server = detail({ pinned: null });
    await expect.poll(() => outcome(element)).toMatch(/^Unpinned/);
    element.server = detail({ pinned: "b" });
    await settled(element);
    expect(outcome(element)).toBe("");
  });

  it("forget only after confirmation", async () => {
    const element = await actions({ name: "<b>Attic</b>" });
    const dialog = one<ConfirmDialog>(element, "plex-connection-confirm-dialog");
    expect(textOf(dialog)).toContain("Forget history of <b>Attic</b>?");
    const inner = one<HTMLDialogElement>(dialog, "dialog");
    await click(element, "Forget history…");
    await expect.poll(() => inner.open).toBe(true);
    inner.close("no");
    await settled(element);
    expect(connection.sent).toEqual([]);
    await click(element, "Forget history…");
    await expect.poll(() => inner.open).toBe(true);
    inner.close("yes");
    await expect.poll(() => outcome(element)).toContain("History forgotten");
    expect(connection.sent).toEqual([
      { type: "plex_connection/forget", entry_id: "entry", server_id: "attic" },
    ]);
  });

  it("forget even if the event of an earlier no arrives after asking again", async () => {
    const element = await actions();
    const dialog = one<ConfirmDialog>(element, "plex-connection-confirm-dialog");
    const inner = one<HTMLDialogElement>(dialog, "dialog");
    await click(element, "Forget history…");
    await expect.poll(() => inner.open).toBe(true);
    inner.dispatchEvent(new Event("close"));
    inner.close("yes");
    await expect.poll(() => outcome(element)).toContain("History forgotten");
  });

  it("show the error until the next action", async () => {
    connection.answer = ({ type }) => {
      if (type === "plex_connection/rediscover") {
        throw { code: "not_found", message: "no such account" };
      }
      return {};
    };
    const element = await actions({ pinned: "x" });
    await click(element, "Rediscover servers");
    await expect.poll(() => outcome(element)).toBe("no such account");
    await click(element, "Unpin");
    element.server = detail({ pinned: null });
    await expect.poll(() => outcome(element)).toMatch(/^Unpinned\. [^.]*\.$/);
  });
});

describe("the connection test", () => {
  it("shows its progress and result", async () => {
    const element = await actions();
    await click(element, "Test now");
    expect(textOf(one(element, ".progress"))).toBe("Starting the test…");
    connection.latest.send({ event: "started", urls: ["a", "b"] });
    connection.latest.send({
      event: "attempt",
      attempt: attempt({ url: "a" }),
      done: 1,
      total: 2,
    });
    await settled(element);
    expect(textOf(one(element, ".progress"))).toBe("1 of 2");
    connection.latest.send({ event: "finished", tested: 2, working: 1 });
    await settled(element);
    const of = new Intl.DateTimeFormat("en", {
      timeStyle: "medium",
      hour12: false,
      timeZone: "Europe/Berlin",
    });
    const time = of.format(element.testState.finishedAt);
    expect(outcome(element)).toBe(`Addresses that worked at ${time}: 1 of 2.`);
    expect(all(element, ".progress")).toEqual([]);
  });

  it("can be stopped with the same button", async () => {
    const element = await actions();
    const before = button(element, "Test now");
    await click(element, "Test now");
    connection.latest.send({ event: "started", urls: ["a", "b"] });
    await settled(element);
    expect(button(element, "Stop test")).toBe(before);
    await click(element, "Stop test");
    expect(outcome(element)).toBe("Stopped after 0 of 2.");
    expect(connection.openCount).toBe(0);
  });

  it("can be stopped before it has begun", async () => {
    const element = await actions();
    await click(element, "Test now");
    await click(element, "Stop test");
    expect(outcome(element)).toBe("Stopped before the first result.");
    expect(connection.openCount).toBe(0);
  });
});
