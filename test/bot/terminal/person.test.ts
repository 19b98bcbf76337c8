import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { personAt, Stopped } from "../../../bot/terminal/person.ts";
import { FakeOutput } from "../../fakes/fake-context.ts";

/** A person whose keyboard is a stream, and what they see, without the terminal's control sequences. */
function terminal() {
  const input = new PassThrough();
  const output = new FakeOutput({ isTerminal: true });
  const controller = new AbortController();
  const person = personAt({ input, output, signal: controller.signal });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a terminal is controlled by.
  return { input, controller, person, seen: () => output.text.replace(/\u001b\[[\d;]*[A-Za-z]/g, "") };
}

describe("a person at a terminal", () => {
  test("is asked with a default, which an empty answer takes", async () => {
    const { input, person, seen } = terminal();
    const first = person.ask("Which homeserver?", "example.org");
    input.write("\r");
    expect(await first).toBe("example.org");
    const second = person.ask("Which user?", null);
    input.write("rochdale\r");
    expect(await second).toBe("rochdale");
    expect(seen()).toContain("Which homeserver? [example.org]: ");
    expect(seen()).toContain("Which user?: rochdale");
  });

  test("types a secret that is not shown", async () => {
    const { input, person, seen } = terminal();
    const secret = person.secret("Password");
    input.write("pass-canary\r");
    expect(await secret).toBe("pass-canary");
    expect(seen()).toContain("Password (not shown): ");
    expect(seen()).not.toContain("canary");
  });

  test("says yes or no, and is asked again until they do", async () => {
    const { input, person, seen } = terminal();
    const answer = person.confirm("Change it?", false);
    input.write("perhaps\r");
    await new Promise((resolve) => setTimeout(resolve, 20));
    input.write("Y\r");
    expect(await answer).toBe(true);
    expect(seen().split("Change it? [y/N]: ")).toHaveLength(3);
    const silent = person.confirm("Go on?", true);
    input.write("\r");
    expect(await silent).toBe(true);
  });

  test.each([
    ["Ctrl-C", (keyboard: PassThrough) => void keyboard.write("\u0003")],
    ["Ctrl-D", (keyboard: PassThrough) => void keyboard.write("\u0004")],
    ["the end of the input", (keyboard: PassThrough) => void keyboard.end()],
  ])("leaves with %s", async (_, leave) => {
    const { input, person } = terminal();
    const answer = person.ask("Which homeserver?", null);
    leave(input);
    await expect(answer).rejects.toThrow(Stopped);
  });

  test("is not asked on when the process is told to stop", async () => {
    const { controller, person } = terminal();
    const answer = person.secret("Password");
    controller.abort(new Error("Stopped by a signal."));
    await expect(answer).rejects.toThrow(Stopped);
  });
});
