import { PassThrough } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { chat } from "../../../bot/terminal/chat.ts";
import { FakeOutput } from "../../fakes/fake-context.ts";
import { type FakeRochdale, fakeRochdale } from "../../fakes/fake-rochdale.ts";

const UP = "\u001b[A";
const CTRL_C = "\u0003";
const CTRL_D = "\u0004";

async function inPipe(rochdale: FakeRochdale, lines: readonly string[]): Promise<string> {
  const input = new PassThrough();
  const output = new FakeOutput();
  input.end(lines.map((line) => `${line}\n`).join(""));
  await chat({ rochdale, collection: "sample", asOf: null, input, output, signal: new AbortController().signal });
  return output.text;
}

/** A member at a terminal: `type` sends keys and waits until the chat has had time to react. */
function atTerminal(rochdale: FakeRochdale) {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const output = new FakeOutput({ isTerminal: true });
  const signal = new AbortController().signal;
  const done = chat({ rochdale, collection: "sample", asOf: null, input, output, signal });
  const type = async (keys: string) => {
    input.write(keys);
    await sleep(60);
  };
  return { output, done, type };
}

describe("the chat in a pipe", () => {
  test("prints only the final replies, one empty line between them", async () => {
    const rochdale = fakeRochdale({
      "How many?": { shown: "Seven." },
      "Who pays?": { outcome: "not-in-documents", shown: "The documents do not say this." },
    });
    expect(await inPipe(rochdale, ["How many?", "", "Who pays?"])).toBe(
      "✔ In the documents\nSeven.\n\n✘ Not in the documents\nThe documents do not say this.\n",
    );
  });

  test("sends the last three questions and replies along", async () => {
    const rochdale = fakeRochdale({ a: { shown: "A" }, b: { shown: "B" }, c: { shown: "C" }, d: {}, e: {} });
    await inPipe(rochdale, ["a", "b", "c", "d", "/new", "e"]);
    const sent = rochdale.requests.map(({ history }) => history.map(({ content }) => content).join(" "));
    expect(sent).toEqual(["", "a A", "a A b B", "a A b B c C", ""]);
  });

  test("understands the words that begin with a slash", async () => {
    const rochdale = fakeRochdale({ a: { shown: "A", passages: [] } });
    const text = await inPipe(rochdale, [
      "/sources",
      "/model",
      "/as-of 2023-05-31",
      "/as-of never",
      "/collection",
      "/why",
      "a",
      "/quit",
      "b",
    ]);
    expect(text).toBe(
      `Nothing has been asked yet.

Profile standard: chat model fake-chat, embedder fake-embedder.

The rules of 2023-05-31 are used.

Expected \`/as-of\` to be a day as YYYY-MM-DD, got \`never\`. Write it like
\`2023-05-31\`.

* sample  Sample co-op (2 documents)

Nothing has been asked yet.

✔ In the documents
A
`,
    );
    expect(rochdale.requests).toMatchObject([{ question: "a", asOf: "2023-05-31" }]);
  });

  test("corrects a mistyped word", async () => {
    expect(await inPipe(fakeRochdale(), ["/sorces"])).toBe(
      "Expected one of `/sources`, `/why`, `/model`, `/as-of`, `/collection`, `/new`,\n`/help`, `/quit`, got `/sorces`. Did you mean `/sources`? `/help` explains each.\n",
    );
  });
});

describe("the chat at a terminal", () => {
  test("shows the evidence, then replaces it by the reply", async () => {
    let go = () => {};
    const rochdale = fakeRochdale({
      a: {
        shown: "Seven.",
        before: async ({ onEvent }) => {
          onEvent?.({ kind: "evidence-ready", shown: "> Seven members.", citations: [] });
          await new Promise<void>((resolve) => {
            go = resolve;
          });
        },
      },
    });
    const { output, done, type } = atTerminal(rochdale);
    await type("a\r");
    expect(output.text).toContain("… Found; not yet checked\n> Seven members.\n");
    go();
    await type(CTRL_D);
    await done;
    const [, after] = output.text.split("> Seven members.\n");
    expect(after).toContain("\r\u001b[2A\u001b[J✔ In the documents\nSeven.\n");
  });

  test("cancels the running question on Ctrl-C, and leaves on Ctrl-C at an empty prompt", async () => {
    const rochdale = fakeRochdale({
      a: {
        outcome: "cancelled",
        shown: "Cancelled.",
        before: ({ signal }) => new Promise((resolve) => signal.addEventListener("abort", () => resolve())),
      },
    });
    const { output, done, type } = atTerminal(rochdale);
    await type("a\r");
    await type(CTRL_C);
    expect(output.text).toContain("– Cancelled\nCancelled.\n");
    await type(CTRL_C);
    await done;
  });

  test("drops what was typed on Ctrl-C, and finds the last question with the arrow key", async () => {
    const rochdale = fakeRochdale({ a: {} });
    const { done, type } = atTerminal(rochdale);
    await type("a\r");
    await type("half a quest");
    await type(CTRL_C);
    await type(`${UP}\r`);
    await type(CTRL_D);
    await done;
    expect(rochdale.requests.map(({ question }) => question)).toEqual(["a", "a"]);
  });

  test("does not echo what is typed while a question runs, but takes it as the next question", async () => {
    let go = () => {};
    const rochdale = fakeRochdale({
      a: {
        before: () =>
          new Promise<void>((resolve) => {
            go = resolve;
          }),
      },
      bcd: {},
    });
    const { output, done, type } = atTerminal(rochdale);
    await type("a\r");
    await type("bcd\r");
    expect(output.text).not.toContain("bcd");
    go();
    await type(CTRL_D);
    await done;
    expect(rochdale.requests.map(({ question }) => question)).toEqual(["a", "bcd"]);
  });
});
