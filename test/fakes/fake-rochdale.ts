/** A Rochdale that answers from a script; what is not scripted throws. */
import type { Answer, AskRequest, Retrieved } from "../../bot/answer-types.ts";
import type { Rochdale, StoredDocument } from "../../bot/rochdale.ts";

export type FakeAnswer = Partial<Answer> & {
  /** Called before the answer is given: send events, wait, throw. */
  readonly before?: (request: AskRequest) => void | Promise<void>;
  readonly passages?: readonly Retrieved[];
};

export type FakeRochdale = Rochdale & { readonly requests: AskRequest[]; readonly disposed: () => boolean };

/** Answers questions by their exact text. */
export function fakeRochdale(
  answers: Readonly<Record<string, FakeAnswer>> = {},
  parts: Partial<Rochdale> = {},
): FakeRochdale {
  const requests: AskRequest[] = [];
  let disposed = false;
  return {
    ask: async (request) => {
      requests.push(request);
      const scripted = answers[request.question];
      if (scripted === undefined) throw new Error(`not implemented: an answer to \`${request.question}\``);
      await scripted.before?.(request);
      if (scripted.passages !== undefined) request.onRetrieved?.(scripted.passages);
      const { before: _before, passages: _passages, ...answer } = scripted;
      return fakeAnswer({ asked: request.question, ...answer });
    },
    ingest: () => Promise.reject(new Error("not implemented: ingest")),
    embedding: {
      begin: () => {},
      hold: () => {},
      progress: () => ({ passages: 0, pending: 0 }),
      finished: () => Promise.reject(new Error("not implemented: embedding.finished")),
    },
    collections: () => [{ name: "sample", title: "Sample co-op", documents: 2, isPublic: false, contact: null }],
    documents: () => [],
    documentText: () => null,
    get lifecycle(): never {
      throw new Error("not implemented: lifecycle");
    },
    loading: new Proxy({} as Rochdale["loading"], {
      get(_, name) {
        throw new Error(`not implemented: loading.${String(name)}`);
      },
    }),
    auditLog: () => [],
    formerTexts: () => [],
    purge: {
      also: () => ({ [Symbol.dispose]: () => {} }),
      preview: () => {
        throw new Error("not implemented: purge.preview");
      },
      run: () => Promise.reject(new Error("not implemented: purge.run")),
    },
    defaultCollection: "sample",
    models: { profile: "standard", chat: "fake-chat", embedding: "fake-embedder", notices: [] },
    forgetAnswers: () => {},
    reportFailure: () => "reference",
    modelTrouble: () => null,
    hearFailures: () => {},
    memory: () => Promise.reject(new Error("not implemented: memory")),
    lastBackup: () => null,
    modelDeaths: () => 0,
    requests,
    disposed: () => disposed,
    [Symbol.asyncDispose]: async () => {
      disposed = true;
    },
    ...parts,
  };
}

export function fakeAnswer(parts: Partial<Answer>): Answer {
  return {
    outcome: "answered",
    shown: "Seven.",
    sentence: null,
    language: "en",
    collections: ["sample"],
    citations: [],
    nearest: [],
    notes: [],
    contact: null,
    asked: "?",
    asOf: "2026-01-31",
    model: "fake-chat",
    milliseconds: { total: 12 },
    ...parts,
  };
}

export function fakeDocument(parts: Partial<StoredDocument>): StoredDocument {
  return {
    file: "bylaws.md",
    title: "Bylaws",
    language: "en",
    rank: "statutes",
    status: "adopted",
    adoptedOn: "2022-05-14",
    inForceFrom: "2022-07-01",
    inForceTo: null,
    decidedBy: null,
    replaces: null,
    amends: [],
    contact: null,
    public: false,
    personalColumns: [],
    version: null,
    guessed: [],
    periods: [{ from: "2022-07-01", to: null }],
    collection: "sample",
    format: "markdown",
    pages: null,
    sections: 3,
    passages: 9,
    warnings: [],
    ...parts,
  };
}
