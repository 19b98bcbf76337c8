/**
 * Turns a stream of tokens into a stream of text. A character may span several tokens: text is held back until it is
 * whole, and also while it may be the beginning of a stop text.
 */
import type { Token } from "node-llama-cpp";

export interface Detokenizer {
  detokenize(tokens: readonly Token[], specialTokens?: boolean, lastTokens?: readonly Token[]): string;
}

const REPLACEMENT = "\uFFFD";
const MOST_HELD_TOKENS = 8; // a character has at most 4 bytes; what is longer is not going to become one

export class TokenText {
  /** Everything that was given out. */
  text = "";
  stopped = false;
  readonly #model: Detokenizer;
  readonly #stop: readonly string[];
  #held: Token[] = [];
  #last: Token[] = [];
  #waiting = "";

  constructor(model: Detokenizer, stop: readonly string[]) {
    this.#model = model;
    this.#stop = stop.filter((text) => text !== "");
  }

  /** The text that is certain now, often empty. */
  push(token: Token): string {
    this.#held.push(token);
    const text = this.#model.detokenize(this.#held, false, this.#last);
    if (text.endsWith(REPLACEMENT) && this.#held.length < MOST_HELD_TOKENS) return "";
    this.#release(text);
    return this.#give(false);
  }

  /** What was held back, at the end of the reply. */
  finish(): string {
    if (this.#held.length > 0) this.#release(this.#model.detokenize(this.#held, false, this.#last));
    return this.#give(true);
  }

  #release(text: string): void {
    this.#last = [...this.#last, ...this.#held].slice(-4);
    this.#held = [];
    this.#waiting += text;
  }

  #give(atEnd: boolean): string {
    if (this.stopped) return "";
    const found = this.#stop.map((stop) => this.#waiting.indexOf(stop)).filter((index) => index >= 0);
    this.stopped = found.length > 0;
    const end = this.stopped ? Math.min(...found) : this.#waiting.length - (atEnd ? 0 : this.#possibleStop());
    const given = this.#waiting.slice(0, end);
    this.#waiting = this.#waiting.slice(end);
    this.text += given;
    return given;
  }

  /** How many characters at the end could still turn out to be a stop text. */
  #possibleStop(): number {
    let longest = 0;
    for (const stop of this.#stop) {
      for (let length = Math.min(stop.length - 1, this.#waiting.length); length > longest; length--) {
        if (this.#waiting.endsWith(stop.slice(0, length))) longest = length;
      }
    }
    return longest;
  }
}
