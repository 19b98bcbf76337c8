/** The chat in a terminal or a pipe: reads lines, asks, shows. Knows nothing of models or files. */
import type { Answer, Retrieved, Turn } from "../answer-types.ts";
import type { Output } from "../command.ts";
import { UsageError } from "../command.ts";
import { knownCollection, parseDay } from "../commands/options.ts";
import type { Rochdale } from "../rochdale.ts";
import { type Lines, openLines } from "./lines.ts";
import { renderSources, renderWhy } from "./render-details.ts";
import { showAnswer } from "./show-answer.ts";
import { parseLine, type SlashName, slashHelp } from "./slash-command.ts";
import { wrap } from "./wrap.ts";

export type ChatOptions = {
  readonly rochdale: Rochdale;
  readonly collection: string;
  readonly asOf: string | null;
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: Output;
  readonly signal: AbortSignal;
};

/** Resolves when the input ends, the member leaves or the signal aborts. */
export async function chat(options: ChatOptions): Promise<void> {
  const interactive = options.input.isTTY === true && options.output.isTerminal;
  const session = new Session(options);
  const lines = openLines({
    input: options.input,
    output: options.output,
    interactive,
    prompt: "› ",
    onInterrupt: () => session.cancel(),
  });
  const stop = () => lines.close();
  options.signal.addEventListener("abort", stop);
  try {
    if (interactive) session.greet();
    await converse(session, lines, options.signal);
  } finally {
    options.signal.removeEventListener("abort", stop);
    lines.close();
  }
}

async function converse(session: Session, lines: Lines, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const line = await lines.next();
    if (line === null || !(await session.take(line))) return;
  }
}

/** How many turns (a question and its reply are two) go along with the next question. */
const TURNS_SENT = 6;

class Session {
  readonly #options: ChatOptions;
  #collection: string;
  #asOf: string | null;
  #turns: readonly Turn[] = [];
  #last: { readonly answer: Answer; readonly passages: readonly Retrieved[] } | null = null;
  #running: AbortController | null = null;
  #hasPrinted = false;

  constructor(options: ChatOptions) {
    this.#options = options;
    this.#collection = options.collection;
    this.#asOf = options.asOf;
  }

  greet(): void {
    const { rochdale } = this.#options;
    const found = rochdale.collections().find(({ name }) => name === this.#collection);
    const title = found === undefined ? this.#collection : `${found.title} (${found.documents} documents)`;
    this.#print([`You are asking: ${title}. /help lists what else I understand.`]);
  }

  /** Cancels the question that is being answered; without one, nothing. */
  cancel(): void {
    this.#running?.abort();
  }

  /** Deals with one line; false when the member leaves. */
  async take(line: string): Promise<boolean> {
    const parsed = parseLine(line);
    switch (parsed.kind) {
      case "empty":
        return true;
      case "question":
        await this.#ask(parsed.question);
        return true;
      case "unknown-command":
        this.#print([parsed.sentence]);
        return true;
      case "command":
        return this.#command(parsed.name, parsed.argument);
      default:
        return parsed satisfies never;
    }
  }

  async #ask(question: string): Promise<void> {
    const { rochdale, output, signal } = this.#options;
    const running = new AbortController();
    this.#running = running;
    let passages: readonly Retrieved[] = [];
    this.#separate();
    const answer = await showAnswer(
      {
        question,
        history: this.#turns,
        collections: [this.#collection],
        asOf: this.#asOf,
        signal: AbortSignal.any([signal, running.signal]),
        onRetrieved: (retrieved) => {
          passages = retrieved;
        },
      },
      rochdale,
      output,
    );
    this.#running = null;
    this.#last = { answer, passages };
    const turns: Turn[] = [
      { role: "user", content: question },
      { role: "assistant", content: answer.shown },
    ];
    this.#turns = [...this.#turns, ...turns].slice(-TURNS_SENT);
  }

  #command(name: SlashName, argument: string): boolean {
    if (name === "/quit") return false;
    try {
      this.#print(this.#replyTo(name, argument));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.#print([error.message]);
    }
    return true;
  }

  #replyTo(name: Exclude<SlashName, "/quit">, argument: string): string[] {
    const { output, rochdale } = this.#options;
    switch (name) {
      case "/help":
        return slashHelp();
      case "/sources":
        return this.#last === null ? [NOTHING_ASKED] : renderSources(this.#last.answer.citations, output);
      case "/why":
        return this.#last === null ? [NOTHING_ASKED] : renderWhy(this.#last.answer, this.#last.passages, output);
      case "/model": {
        const { profile, chat, embedding, notices } = rochdale.models;
        return [`Profile ${profile}: chat model ${chat ?? "none"}, embedder ${embedding ?? "none"}.`, ...notices];
      }
      case "/new":
        this.#turns = [];
        return ["What was said before is forgotten."];
      case "/as-of":
        return [this.#changeDay(argument)];
      case "/collection":
        return this.#changeCollection(argument);
      default:
        return name satisfies never;
    }
  }

  #changeDay(argument: string): string {
    if (argument !== "") this.#asOf = argument === "today" ? null : parseDay(argument, "`/as-of`");
    return `The rules of ${this.#asOf ?? "today"} are used.`;
  }

  #changeCollection(argument: string): string[] {
    const { rochdale } = this.#options;
    if (argument !== "") {
      this.#collection = knownCollection(argument, rochdale);
      this.#turns = [];
      return [`The collection ${this.#collection} is asked; what was said before is forgotten.`];
    }
    return rochdale
      .collections()
      .map(
        ({ name, title, documents }) =>
          `${name === this.#collection ? "*" : " "} ${name}  ${title} (${documents} documents)`,
      );
  }

  #print(lines: readonly string[]): void {
    this.#separate();
    const { output } = this.#options;
    output.write(`${lines.flatMap((line) => wrap(line, output.columns)).join("\n")}\n`);
  }

  /** One empty line between two replies. */
  #separate(): void {
    if (this.#hasPrinted) this.#options.output.write("\n");
    this.#hasPrinted = true;
  }
}

const NOTHING_ASKED = "Nothing has been asked yet.";
