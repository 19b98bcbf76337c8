/**
 * Remembers the last answers, so that a question asked again in the same words, on the same documents, is answered at
 * once. Its key holds everything an answer depends on; what was forgotten is simply worked out again. Knows nothing
 * of how answers are made.
 */
import type { Answer, AskRequest, Decision, Outcome, Retrieved } from "./answer-types.ts";

/** Some 20 kB each. */
const KEPT = 200;

/** What is worth keeping: an answer from the documents, not a failure or an interruption. */
const KEPT_OUTCOMES: readonly Outcome[] = ["answered", "closest-passages", "not-in-documents"];

type Entry = { readonly answer: Answer; readonly retrieved: readonly Retrieved[]; readonly decision: Decision | null };

export class AnswerCache {
  readonly #entries = new Map<string, Entry>();
  readonly #model: string | null;

  /** @param model id of the chat model in use: what it took no part in (it died, or was not asked) is not kept. */
  constructor(model: string | null) {
    this.#model = model;
  }

  /** The answer from memory, or from `work`, whose listeners hear the same either time. */
  async answer(
    key: string,
    request: AskRequest,
    clock: () => number,
    work: (request: AskRequest) => Promise<Answer>,
  ): Promise<Answer> {
    const begun = clock();
    const known = request.fresh === true ? null : this.#take(key);
    if (known !== null && !request.signal.aborted) return replay(known, request, () => clock() - begun);
    let retrieved: readonly Retrieved[] = [];
    let decision: Decision | null = null;
    const answer = await work({
      ...request,
      onRetrieved: (passages) => {
        retrieved = passages;
        request.onRetrieved?.(passages);
      },
      onDecision: (made) => {
        decision = made;
        request.onDecision?.(made);
      },
    });
    if (KEPT_OUTCOMES.includes(answer.outcome) && answer.model === this.#model && answer.isMakeshift !== true)
      this.#keep(key, { answer, retrieved, decision });
    return answer;
  }

  forget(): void {
    this.#entries.clear();
  }

  #take(key: string): Entry | null {
    const entry = this.#entries.get(key);
    if (entry === undefined) return null;
    this.#keep(key, entry);
    return entry;
  }

  /** The one asked last stands last; the first goes when there are too many. */
  #keep(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > KEPT && oldest !== undefined) this.#entries.delete(oldest);
  }
}

function replay({ answer, retrieved, decision }: Entry, request: AskRequest, elapsedMs: () => number): Answer {
  request.onRetrieved?.(retrieved);
  if (decision !== null) request.onDecision?.(decision);
  const total = Math.round(elapsedMs() * 10) / 10;
  return { ...answer, milliseconds: { evidence: total, total } };
}

/**
 * Same words, capitals and end marks apart; same turns before; same collections in the same state, on the same day.
 * Words of like meaning are another question: "may" and "may not" are near to any embedder.
 * @param states by collection that is asked: changes whenever its documents or their vectors do.
 */
export function cacheKey(
  request: AskRequest,
  states: readonly (readonly [collection: string, state: string])[],
  today: string,
): string {
  const words = (text: string) =>
    text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[\s?!.…¿¡]+/gu, " ")
      .trim();
  const history = request.history.map(({ role, content }) => [role, words(content)]);
  return JSON.stringify([states, request.language, request.asOf ?? today, today, words(request.question), history]);
}
