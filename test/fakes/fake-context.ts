/** A command's context whose terminal is two strings; what is not given throws. */
import { Readable } from "node:stream";
import type { CommandContext, Output } from "../../bot/command.ts";
import type { Rochdale } from "../../bot/rochdale.ts";

export class FakeOutput implements Output {
  text = "";
  readonly isTerminal: boolean;
  readonly colour: boolean;
  readonly columns = 80;
  readonly rows = 24;

  constructor({ isTerminal = false, colour = false } = {}) {
    this.isTerminal = isTerminal;
    this.colour = colour;
  }

  write(text: string): void {
    this.text += text;
  }
}

export type FakeContext = CommandContext & { readonly output: FakeOutput; readonly remarks: FakeOutput };

type Given = Partial<Omit<CommandContext, "output" | "remarks">> & {
  readonly rochdale?: Rochdale;
  readonly stdin?: string;
};

export function fakeContext({ rochdale, stdin = "", ...given }: Given = {}): FakeContext {
  const missing = (what: string) => () => Promise.reject(new Error(`not implemented: ${what}`));
  return {
    input: Readable.from([stdin]),
    output: new FakeOutput(),
    remarks: new FakeOutput(),
    signal: new AbortController().signal,
    home: "/nowhere/home",
    environment: {},
    modelsDir: "/nowhere/models",
    version: "0.0.0",
    root: "/nowhere/root",
    open: rochdale === undefined ? missing("open") : () => Promise.resolve(rochdale),
    models: { list: missing("models.list"), install: missing("models.install"), verify: missing("models.verify") },
    ...given,
  };
}
