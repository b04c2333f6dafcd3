import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setClock } from "../../src/data/clock";
import type { Host } from "../../src/data/host";
import type {
  DiagnosisView,
  FactView,
  Problem,
  ServerDetail,
} from "../../src/data/wire";
import { effectText, factTexts, nextText, whatText } from "../../src/panel/cause-text";
import "../../src/panel/server-cause";
import type { ServerCause } from "../../src/panel/server-cause";
import { all, mounted, one, settled, textOf } from "../elements";
import { FakeConnection, fakeHost } from "../fake-home-assistant";
import { PROBLEMS } from "../problems";
import { NOW } from "../rows";
import { detail } from "../server-detail";

const CLOSED = {
  problem: "port_unreachable",
  severity: "warning",
  connection_type: "relay",
  facts: [fact("mapping_error", { value: "unreachable" }), fact("of_a_later_version")],
} as const satisfies Partial<ServerDetail>;

const RESULT: DiagnosisView = {
  problem: "double_nat",
  severity: "warning",
  facts: [fact("public_address_is_private")],
  text: "problem: double_nat",
};

let connection: FakeConnection;

beforeEach(() => {
  setClock(NOW);
  connection = new FakeConnection();
  connection.answer = () => RESULT;
});

afterEach(() => {
  document.body.replaceChildren();
});

function fact(key: string, of: Partial<FactView> = {}): FactView {
  return { key, address: null, value: null, ...of };
}

function cause(of: Partial<ServerDetail>, host: Partial<Host> = {}) {
  return mounted<ServerCause>("plex-connection-server-cause", {
    host: fakeHost({ connection, ...host }),
    server: detail(of),
  });
}

function button(element: ServerCause, label: string): HTMLButtonElement {
  const found = all<HTMLButtonElement>(element, "button").find(
    (each) => textOf(each) === label,
  );
  if (!found) {
    throw new Error(`there is no button "${label}"`);
  }
  return found;
}

async function found(element: ServerCause): Promise<void> {
  button(element, "Find the cause").click();
  await expect.poll(() => said(element)).toMatch(/^Checked at/);
}

/** Return the status below the buttons. */
function said(element: ServerCause): string {
  return textOf(all(element, "[role=status]").at(-1) as HTMLElement);
}

const labels = (element: ServerCause) => all(element, "button").map(textOf);

describe("the headline", () => {
  it("shows what is wrong, why, what it means, and what to do", async () => {
    expect(textOf(await cause(CLOSED))).toBe(
      "The server's port can't be reached from outside. " +
        "How Home Assistant knows The server reports the error “unreachable”. " +
        "What it means Playback goes over Plex Relay: it's limited to 1–2 Mbps, so " +
        "video quality is low. What to do Check that the router forwards the port to " +
        "this server, and that no firewall blocks it. Find the cause",
    );
  });

  it("is calm if all is well, and still offers to check", async () => {
    const element = await cause({});
    expect(textOf(element)).toBe("Everything is fine. Find the cause");
    expect(one(element, "section").className).toContain("calm");
    await found(element);
    expect(textOf(element)).toContain("There are two routers in a row");
    expect(one(element, "section").className).not.toContain("calm");
  });

  it("is nothing before the first verdict", async () => {
    expect(textOf(await cause({ problem: null, severity: null }))).toBe("");
  });

  it("leaves out evidence and effect that have no text", async () => {
    const element = await cause({ ...CLOSED, facts: [], connection_type: null });
    expect(all(element, "dt").map(textOf)).toEqual(["What to do"]);
  });

  it.each<[Partial<ServerDetail>, string]>([
    [{ connection_type: "offline" }, "This server isn't responding."],
    [{ connection_type: "offline", pinned: "a:1" }, "a:1 is pinned but isn't"],
    [{ refused: true }, "The server is online but refuses access"],
    [{ starting: true }, "The server is starting."],
    [{ connection_type: "relay" }, "Connected through Plex Relay."],
  ])("shows the state while its cause is not known yet (%j)", async (of, expected) => {
    const element = await cause(of);
    expect(textOf(element)).toContain(expected);
    expect(textOf(element)).toContain("If this lasts, its cause appears here.");
    expect(labels(element)).toEqual(["Find the cause"]);
  });

  it("is announced, and is a heading", async () => {
    expect(textOf(one(await cause(CLOSED), "[role=status] h2"))).toContain("port");
  });

  it("renders marks, and any text as text", async () => {
    const element = await cause({
      ...CLOSED,
      problem: "custom_url_path",
      facts: [fact("url_unusable", { address: "<img src=x>" })],
    });
    expect(all(element, "em").map(textOf)).toHaveLength(1);
    expect(all(element, "code").map(textOf)).toEqual(["https://name:port"]);
    expect(all(element, "img")).toEqual([]);
    expect(textOf(element)).toContain("plex.tv lists <img src=x>, which has a path");
  });

  it("has no actions for non-administrators", async () => {
    expect(labels(await cause(CLOSED, { isAdmin: false }))).toEqual([]);
    expect(labels(await cause({}, { isAdmin: false }))).toEqual([]);
  });
});

describe("finding the cause", () => {
  it("shows progress, and then the result", async () => {
    let answer: (value: unknown) => void = () => {};
    connection.answer = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const element = await cause(CLOSED);
    button(element, "Find the cause").click();
    await settled(element);
    expect(button(element, "Finding the cause…").getAttribute("aria-busy")).toBe(
      "true",
    );
    expect(said(element)).toBe("Finding the cause…");
    expect(connection.sent).toEqual([
      { type: "plex_connection/diagnose", entry_id: "entry", server_id: "attic" },
    ]);
    answer(RESULT);
    await expect.poll(() => said(element)).toBe("Checked at 13:00:00.");
    expect(textOf(element)).toContain("There are two routers in a row");
    expect(textOf(element)).toContain("public address is a private one");
    expect(labels(element)).toEqual(["Find the cause", "Copy for a forum"]);
  });

  it("can find that all is well", async () => {
    connection.answer = () => ({
      ...RESULT,
      problem: "none",
      severity: "ok",
      facts: [],
    });
    const element = await cause({ ...CLOSED, connection_type: "local" });
    await found(element);
    expect(textOf(one(element, "h2"))).toBe("Everything is fine.");
    expect(all(element, "dl")).toEqual([]);
  });

  it("does not call an offline server fine", async () => {
    connection.answer = () => ({
      ...RESULT,
      problem: "none",
      severity: "ok",
      facts: [],
    });
    const element = await cause({ connection_type: "offline" });
    await found(element);
    expect(textOf(one(element, "h2"))).toContain("isn't responding");
  });

  it("shows why it failed", async () => {
    connection.answer = () => {
      throw { code: "not_found", message: "No such server" };
    };
    const element = await cause(CLOSED);
    button(element, "Find the cause").click();
    await expect.poll(() => said(element)).toBe("No such server");
    expect(labels(element)).toEqual(["Find the cause"]);
    element.server = detail({ ...CLOSED, server_id: "barn" });
    await settled(element);
    expect(said(element)).toBe("");
  });

  it("does nothing while Home Assistant is disconnected", async () => {
    const element = await cause(CLOSED, { connected: false });
    button(element, "Find the cause").click();
    expect(connection.sent).toEqual([]);
  });

  it("gives way to a later verdict, but stays with the same", async () => {
    const element = await cause(CLOSED);
    await found(element);
    element.server = detail({ ...CLOSED, problem: "double_nat", latency_ms: 9 });
    await settled(element);
    expect(said(element)).toMatch(/^Checked at/);
    element.server = detail({});
    await settled(element);
    expect(textOf(element)).toBe("Everything is fine. Find the cause");
  });

  it("is not shown for another server", async () => {
    const element = await cause(CLOSED);
    await found(element);
    element.server = detail({ ...CLOSED, server_id: "barn" });
    await settled(element);
    expect(textOf(one(element, "h2"))).toContain("The server's port");
    expect(said(element)).toBe("");
  });
});

describe("the text for a forum", () => {
  it("is copied", async () => {
    const writeText = vi.fn(async () => {});
    vi.stubGlobal("navigator", { clipboard: { writeText } });
    const element = await cause(CLOSED);
    await found(element);
    button(element, "Copy for a forum").click();
    await expect.poll(() => said(element)).toMatch(/^Copied\./);
    expect(writeText).toHaveBeenCalledWith("problem: double_nat");
    expect(all(element, "textarea")).toEqual([]);
  });

  it("is shown if the browser does not allow that", async () => {
    vi.stubGlobal("navigator", {});
    document.execCommand = () => false;
    const element = await cause(CLOSED);
    await found(element);
    button(element, "Copy for a forum").click();
    await expect.poll(() => said(element)).toMatch(/^The browser didn't allow/);
    expect(one<HTMLTextAreaElement>(element, "textarea").value).toBe(RESULT.text);
  });
});

describe("the texts of a cause", () => {
  const host = fakeHost();

  it.each(PROBLEMS)("are all there: %s", (problem) => {
    expect(nextText(host, problem)).not.toBe("");
    for (const connection_type of ["local", "remote", "relay", "offline"] as const) {
      expect(effectText(host, detail({ connection_type }), problem)).not.toBe("");
    }
    expect(effectText(host, detail({ connection_type: null }), problem)).toBe("");
  });

  it.each<[Partial<ServerDetail>, string]>([
    [{ starting: true }, "Nothing can be played until"],
    [{ refused: true }, "Home Assistant can't use the server"],
    [{}, "Home Assistant can't reach the server"],
  ])("say what an offline server answers (%j)", (of, expected) => {
    const server = detail({ connection_type: "offline", ...of });
    expect(effectText(host, server, "not_listed")).toContain(expected);
  });

  it("have a fallback for causes of later versions", () => {
    const later = "later" as Problem;
    expect(whatText(host, later)).toBe(whatText(host, "not_known"));
    expect(nextText(host, later)).toBe(nextText(host, "not_known"));
  });

  it.each<[Problem, string]>([
    ["port_unreachable", "At home, everything plays at full quality."],
    ["container_address", "are treated as if they were away"],
    ["names_blocked", "can't connect securely"],
    ["not_listed", "missing from Plex's apps"],
    ["slow", "may take a long time"],
  ])("promise no quality that was not measured: %s", (problem, expected) => {
    expect(effectText(host, detail(), problem)).toContain(expected);
  });

  it.each<[FactView, string]>([
    [
      fact("certificate_ends", { value: "2026-12-08" }),
      "The certificate is valid until Dec 8.",
    ],
    [
      fact("certificate_ends", { value: "soon" }),
      "The certificate is valid until soon.",
    ],
    [
      fact("address_of_app", { address: "172.30.33.1:32400", value: "Plex" }),
      "The address 172.30.33.1:32400 belongs to the Home Assistant app Plex.",
    ],
    [fact("not_listed"), "plex.tv's last list of servers doesn't include it."],
  ])("have the evidence in words (%j)", (of, expected) => {
    expect(factTexts(host, [of])).toEqual([expected]);
  });
});
