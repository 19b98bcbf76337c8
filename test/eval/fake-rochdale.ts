/**
 * A Rochdale that answers from a script and keeps the texts of the files it is given. Anything unscripted throws.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Answer, AskRequest, Retrieved } from "../../bot/answer-types.ts";
import type { IngestReport, Rochdale } from "../../bot/rochdale.ts";

export type Script = Readonly<Record<string, { answer: Partial<Answer>; retrieved?: readonly Retrieved[] } | Error>>;

export const plainAnswer: Answer = {
  outcome: "answered",
  shown: "",
  sentence: null,
  language: "en",
  collections: ["co-op"],
  citations: [],
  nearest: [],
  notes: [],
  contact: null,
  asked: "",
  asOf: "2026-01-01",
  model: null,
  milliseconds: { total: 10 },
};

export class FakeRochdale implements Rochdale {
  readonly asked: AskRequest[] = [];
  readonly ingested: string[] = [];
  readonly defaultCollection = "co-op";
  readonly models: Rochdale["models"];
  readonly #script: Script;
  readonly #texts = new Map<string, string>();
  modelTrouble(): null {
    return null;
  }

  hearFailures(): void {}

  /** Called before each answer, so that a test can interrupt. */
  onAsk: (request: AskRequest) => void = () => {};

  constructor(script: Script, models: Partial<Rochdale["models"]> = {}) {
    this.#script = script;
    this.models = { profile: "quotes", chat: null, embedding: null, notices: [], ...models };
  }

  async ask(request: AskRequest): Promise<Answer> {
    this.asked.push(request);
    this.onAsk(request);
    request.signal.throwIfAborted();
    const scripted = this.#script[request.question];
    if (scripted === undefined) throw new Error(`not implemented: ${request.question}`);
    if (scripted instanceof Error) throw scripted;
    request.onRetrieved?.(scripted.retrieved ?? []);
    return { ...plainAnswer, asked: request.question, collections: request.collections, ...scripted.answer };
  }

  async ingest(options: { paths: readonly string[]; collection: string }): Promise<readonly IngestReport[]> {
    this.ingested.push(options.collection);
    return options.paths.flatMap((folder) =>
      readdirSync(folder).map((file): IngestReport => {
        this.#texts.set(`${options.collection}/${file}`, readFileSync(join(folder, file), "utf8"));
        return { file, outcome: "added", problem: null, document: null };
      }),
    );
  }

  readonly embedding = {
    begin: () => {},
    hold: () => {},
    progress: () => ({ passages: 0, pending: 0 }),
    finished: () => Promise.reject(new Error("not implemented: embedding.finished")),
  };

  collections() {
    return [];
  }

  documents() {
    return [];
  }

  get loading(): never {
    throw new Error("not implemented: loading");
  }

  get lifecycle(): never {
    throw new Error("not implemented: lifecycle");
  }

  get purge(): never {
    throw new Error("not implemented: purge");
  }

  auditLog(): never {
    throw new Error("not implemented: auditLog");
  }

  formerTexts(): never {
    throw new Error("not implemented: formerTexts");
  }

  documentText(collection: string, file: string): string | null {
    return this.#texts.get(`${collection}/${file}`) ?? null;
  }

  forgetAnswers() {}

  reportFailure() {
    return "reference";
  }

  async memory() {
    return { main: 1 };
  }

  lastBackup(): null {
    return null;
  }

  modelDeaths(): number {
    return 0;
  }

  async [Symbol.asyncDispose]() {}
}
