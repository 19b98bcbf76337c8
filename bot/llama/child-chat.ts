/**
 * The chat model inside the model process: one context, one sequence, one request at a time. What a request shares with
 * the one before it (system prompt, passages) is not computed again. Prompts are read in slices so that an abort is
 * obeyed within half a second on any machine.
 */
import {
  type Llama,
  type LlamaContext,
  type LlamaContextSequence,
  LlamaGrammarEvaluationState,
  type LlamaModel,
  type Token,
} from "node-llama-cpp";
import { chatMlTokens } from "./chat-template.ts";
import type { BenchFigures, ChatFile, ChatTurn, GenerateRequest, GenerateResult } from "./protocol.ts";
import { TokenText } from "./token-text.ts";
import { TurnLock } from "./turn-lock.ts";

export type WorkOptions = {
  readonly signal: AbortSignal;
  /** Called at least once per slice and per new token: work goes on. */
  readonly onProgress: (done: number, total: number) => void;
};

/** The prompt does not fit. The message names both numbers. */
export class PromptTooLong extends Error {
  override readonly name = "PromptTooLong";
}

export class ChildChat implements AsyncDisposable {
  readonly #model: LlamaModel;
  readonly #context: LlamaContext;
  readonly #sequence: LlamaContextSequence;
  readonly #file: ChatFile;
  readonly #turns = new TurnLock();
  readonly #slices = new SliceSize();

  private constructor(model: LlamaModel, context: LlamaContext, file: ChatFile) {
    this.#model = model;
    this.#context = context;
    this.#sequence = context.getSequence();
    this.#file = file;
  }

  /** Loads the file: seconds. `onProgress` counts percent. */
  static async open(llama: Llama, file: ChatFile, onProgress: WorkOptions["onProgress"]): Promise<ChildChat> {
    const model = await llama.loadModel({
      modelPath: file.path,
      onLoadProgress: (share) => onProgress(Math.round(share * 100), 100),
    });
    const context = await model.createContext({
      contextSize: file.contextTokens,
      threads: file.threads,
      sequences: 1,
    });
    return new ChildChat(model, context, file);
  }

  generate(request: GenerateRequest, work: WorkOptions & { readonly onText: (text: string) => void }) {
    return this.#turns.run(work.signal, () => this.#generate(request, work));
  }

  /** Natural-log probability of each word as the next text: the sum over its tokens. */
  scoreNext(turns: readonly ChatTurn[], words: readonly string[], work: WorkOptions) {
    return this.#turns.run(work.signal, () => this.#scoreNext(turns, words, work));
  }

  /** The loop that node-llama-cpp's own documentation shows, with nothing of ours: what a benchmark compares with. */
  benchBare(turns: readonly ChatTurn[], newTokens: number, work: WorkOptions): Promise<BenchFigures> {
    return this.#turns.run(work.signal, () => this.#benchBare(turns, newTokens));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sequence.dispose();
    await this.#context.dispose();
    await this.#model.dispose();
  }

  async #generate(
    request: GenerateRequest,
    work: WorkOptions & { readonly onText: (text: string) => void },
  ): Promise<GenerateResult> {
    const startedAt = performance.now();
    const grammar = request.grammar === null ? null : await this.#grammarState(request.grammar);
    const tokens = this.#promptTokens(request.turns, request.maxTokens);
    if (request.bench) await this.#sequence.clearHistory();
    const { tail, reusedTokens } = await this.#readPrompt(tokens, work);
    const text = new TokenText(this.#model, request.stop);
    const give = (piece: string) => {
      if (piece !== "") work.onText(piece);
    };
    let newTokens = 0;
    let prefillMs = 0;
    let finish: GenerateResult["finish"] = "stop";
    for await (const token of this.#sequence.evaluate(tail, {
      temperature: request.temperature,
      ...(grammar === null ? {} : { grammarEvaluationState: grammar }),
      yieldEogToken: request.bench,
    })) {
      work.signal.throwIfAborted();
      if (newTokens++ === 0) prefillMs = performance.now() - startedAt;
      work.onProgress(newTokens, request.maxTokens);
      give(text.push(token));
      if (text.stopped) break;
      if (newTokens < request.maxTokens) continue;
      finish = "length";
      break;
    }
    give(text.finish());
    const decodeMs = performance.now() - startedAt - prefillMs;
    const promptTokens = tokens.length;
    return { text: text.text, finish, promptTokens, reusedTokens, newTokens, prefillMs, decodeMs };
  }

  async #grammarState(gbnf: string): Promise<LlamaGrammarEvaluationState> {
    const grammar = await this.#model.llama.createGrammar({ grammar: gbnf });
    return new LlamaGrammarEvaluationState({ model: this.#model, grammar });
  }

  async #scoreNext(turns: readonly ChatTurn[], words: readonly string[], work: WorkOptions) {
    const spelled = words.map((word) => this.#model.tokenize(word, false));
    const longest = Math.max(1, ...spelled.map((tokens) => tokens.length));
    const prompt = this.#promptTokens(turns, longest);
    const { tail, reusedTokens } = await this.#readPrompt(prompt, work);
    const firstTokens = spelled.flatMap((tokens) => tokens.slice(0, 1));
    const first = await this.#logProbabilities(tail, [firstTokens]);
    const logProbabilities: number[] = [];
    for (const tokens of spelled) {
      work.signal.throwIfAborted();
      const [head, ...rest] = tokens;
      const start = head === undefined ? 0 : (first[0]?.get(head) ?? Number.NEGATIVE_INFINITY);
      logProbabilities.push(rest.length === 0 ? start : start + (await this.#scoreRest(tokens, prompt.length)));
      work.onProgress(logProbabilities.length, words.length);
    }
    return { logProbabilities, evaluatedTokens: prompt.length - reusedTokens };
  }

  /** Log-probability of a word's second and later tokens, given those before; then back to the prompt. */
  async #scoreRest(tokens: readonly Token[], promptLength: number): Promise<number> {
    const given = tokens.slice(0, -1);
    const wanted = tokens.slice(1);
    const found = await this.#logProbabilities(
      given,
      wanted.map((token) => [token]),
    );
    await this.#sequence.eraseContextTokenRanges([{ start: promptLength, end: this.#sequence.nextTokenIndex }]);
    return wanted.reduce((sum, token, index) => sum + (found[index]?.get(token) ?? Number.NEGATIVE_INFINITY), 0);
  }

  /**
   * Evaluates `tokens`; for the last `wanted.length` of them gives the log-probabilities of the wanted next tokens.
   * `includeTop: 1` because `totalLogitWeight` is the sum of exp(logit - largest logit).
   */
  async #logProbabilities(
    tokens: readonly Token[],
    wanted: readonly (readonly Token[])[],
  ): Promise<Map<Token, number>[]> {
    const firstAsked = tokens.length - wanted.length;
    const output = await this.#sequence.controlledEvaluate(
      tokens.map((token, index) => {
        const asked = wanted[index - firstAsked];
        if (asked === undefined) return token;
        const filter = { tokens: [...new Set(asked)], includeTop: 1 };
        return [token, { generateNext: { logits: { filter }, totalLogitWeight: true } }];
      }),
    );
    return output.slice(firstAsked).map((item) => {
      const logits = item?.next.logits ?? new Map<Token, number>();
      const largest = Math.max(...logits.values());
      const normaliser = largest + Math.log(item?.next.totalLogitWeight ?? Number.NaN);
      return new Map([...logits].map(([token, logit]) => [token, logit - normaliser]));
    });
  }

  async #benchBare(turns: readonly ChatTurn[], newTokens: number): Promise<BenchFigures> {
    const tokens = this.#promptTokens(turns, newTokens);
    await this.#sequence.clearHistory();
    const startedAt = performance.now();
    let firstAt = 0;
    let count = 0;
    for await (const _token of this.#sequence.evaluate(tokens, { temperature: 0, yieldEogToken: true })) {
      if (count++ === 0) firstAt = performance.now();
      if (count === newTokens) break;
    }
    return {
      promptTokens: tokens.length,
      newTokens: count,
      prefillTokensPerSecond: (tokens.length * 1000) / (firstAt - startedAt),
      decodeTokensPerSecond: ((count - 1) * 1000) / (performance.now() - firstAt),
    };
  }

  #promptTokens(turns: readonly ChatTurn[], newTokens: number): Token[] {
    const tokens = chatMlTokens(this.#model, turns, this.#file.emptyThinkBlock);
    const limit = this.#context.contextSize - 1 - newTokens;
    if (tokens.length <= limit) return tokens;
    throw new PromptTooLong(
      `Expected a prompt of at most ${limit} tokens (a context of ${this.#context.contextSize}, less ${newTokens} for ` +
        `the reply), got ${tokens.length}. Remedy: show the model fewer or shorter passages.`,
    );
  }

  /** Reads all of the prompt but a tail, which the caller evaluates: at least one token, at most one slice. */
  async #readPrompt(tokens: readonly Token[], work: WorkOptions) {
    await this.#sequence.adaptStateToTokens(tokens.slice(0, -1), false);
    const reusedTokens = this.#sequence.nextTokenIndex;
    let at = reusedTokens;
    while (tokens.length - at > this.#slices.tokens) {
      work.signal.throwIfAborted();
      const slice = tokens.slice(at, at + this.#slices.tokens);
      const startedAt = performance.now();
      await this.#sequence.evaluateWithoutGeneratingNewTokens(slice);
      this.#slices.learn(slice.length, performance.now() - startedAt);
      at += slice.length;
      work.onProgress(at, tokens.length);
    }
    work.signal.throwIfAborted();
    return { tail: tokens.slice(at), reusedTokens };
  }
}

const SLICE_MS = 250; // half of the promised half second: the slice under way and the next token
const SMALLEST_SLICE = 16;
const LARGEST_SLICE = 512; // llama.cpp's batch
const FIRST_SLICE = 32;

/** As many tokens as this machine reads in a quarter of a second. */
class SliceSize {
  tokens = FIRST_SLICE;

  learn(tokens: number, elapsedMs: number): void {
    const fitting = Math.floor((tokens * SLICE_MS) / Math.max(1, elapsedMs) / 16) * 16;
    this.tokens = Math.min(LARGEST_SLICE, Math.max(SMALLEST_SLICE, fitting));
  }
}
