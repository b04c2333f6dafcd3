import { describe, expect, it, vi } from "vitest";
import { Command, errorText } from "../../src/data/command";
import { FakeConnection, fakeHass, fakeHost, localize } from "../fake-home-assistant";

const NO_ANSWER = "Home Assistant didn't respond. Try again.";

function element() {
  return {
    addController: vi.fn(),
    removeController: vi.fn(),
    requestUpdate: vi.fn(),
    updateComplete: Promise.resolve(true),
  };
}

describe("a command", () => {
  it("goes from idle to running to done, and updates its element each time", async () => {
    const connection = new FakeConnection();
    connection.answer = () => 7;
    const host = fakeHost({}, fakeHass({ connection }));
    const owner = element();
    const command = new Command<number>(owner);
    expect(command.state).toEqual({ kind: "idle" });
    const run = command.run(host, { type: "one" });
    expect(command.isRunning).toBe(true);
    expect(owner.requestUpdate).toHaveBeenCalledTimes(1);
    await run;
    expect(command.state).toEqual({ kind: "done", result: 7 });
    expect(owner.requestUpdate).toHaveBeenCalledTimes(2);
    command.reset();
    expect(command.state).toEqual({ kind: "idle" });
  });

  it("runs once at a time, and is not reset while it runs", async () => {
    const connection = new FakeConnection();
    const host = fakeHost({}, fakeHass({ connection }));
    const command = new Command(element());
    const run = command.run(host, { type: "one" });
    await command.run(host, { type: "one" });
    command.reset();
    expect(command.isRunning).toBe(true);
    await run;
    expect(connection.sent).toHaveLength(1);
  });

  it("can be retried after a failure", async () => {
    const connection = new FakeConnection();
    connection.answer = () => {
      throw { code: "unauthorized", message: "Unauthorized" };
    };
    const host = fakeHost({}, fakeHass({ connection }));
    const command = new Command(element());
    await command.run(host, { type: "one" });
    expect(command.state).toEqual({
      kind: "failed",
      message: "Only administrators can do this.",
    });
    connection.answer = () => ({});
    await command.run(host, { type: "one" });
    expect(command.state.kind).toBe("done");
  });
});

describe("the error message", () => {
  it.each([
    ["the number of an error of the connection", 3],
    ["an answer that never came", { error: { code: 3, message: "Connection lost" } }],
    ["a mistake of the browser's", new TypeError("x is undefined")],
    ["nothing at all", undefined],
  ])("is generic for %s", async (_, error) => {
    expect(await errorText(fakeHost(), error)).toBe(NO_ANSWER);
  });

  it("is Home Assistant's if it has no translation", async () => {
    const error = { code: "invalid_format", message: "extra keys" };
    expect(await errorText(fakeHost(), error)).toBe("extra keys");
    const unknown = {
      ...error,
      translation_domain: "plex_connection",
      translation_key: "nothing_of_ours",
    };
    expect(await errorText(fakeHost(), unknown)).toBe("extra keys");
  });

  it("is translated with its placeholders", async () => {
    const load = vi.fn(async () => localize);
    const host = fakeHost({}, fakeHass({ loadBackendTranslation: load }));
    const event = {
      event: "failed",
      message: "server_offline",
      translation_domain: "plex_connection",
      translation_key: "server_offline",
      translation_placeholders: { server: "Attic" },
    };
    expect(await errorText(host, event)).toBe(
      "Attic is offline: no connection to it works right now.",
    );
    expect(load).toHaveBeenCalledWith("exceptions", "plex_connection");
  });

  it("is Home Assistant's if the translations cannot be loaded", async () => {
    const load = () => Promise.reject(new Error("away"));
    const host = fakeHost({}, fakeHass({ loadBackendTranslation: load }));
    const error = {
      code: "home_assistant_error",
      message: "it is off",
      translation_domain: "plex_connection",
      translation_key: "server_offline",
    };
    expect(await errorText(host, error)).toBe("it is off");
  });
});
