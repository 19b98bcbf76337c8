/**
 * The lines at the bottom of a terminal that are shown only for the moment: they are taken away before anything else is
 * written. Does nothing where there is no terminal.
 */
import type { Output } from "../command.ts";

export class Screen {
  readonly #output: Output;
  #lines: readonly string[] = [];
  #drawn = 0;
  #timer: NodeJS.Timeout | null = null;
  #frame = 0;

  constructor(output: Output) {
    this.#output = output;
  }

  /** Shows these lines (as many as fit) above a turning mark. */
  show(lines: readonly string[]): void {
    if (!this.#output.isTerminal) return;
    this.#lines = fitting(lines, this.#output.rows);
    this.#timer ??= setInterval(() => this.#turn(), FRAME_MS);
    this.#redraw();
  }

  /** Takes everything away again. */
  clear(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#lines = [];
    this.#erase();
  }

  #redraw(): void {
    this.#erase();
    const lines = [...this.#lines, FRAMES[this.#frame] ?? ""];
    this.#output.write(lines.join("\n"));
    this.#drawn = lines.length;
  }

  #turn(): void {
    this.#frame = (this.#frame + 1) % FRAMES.length;
    this.#output.write(`\r${FRAMES[this.#frame] ?? ""}`);
  }

  #erase(): void {
    if (this.#drawn === 0) return;
    const up = this.#drawn > 1 ? `\u001b[${this.#drawn - 1}A` : "";
    this.#output.write(`\r${up}\u001b[J`);
    this.#drawn = 0;
  }
}

/** A line that has scrolled away cannot be taken back: three rows stay free for the mark and the prompt. */
function fitting(lines: readonly string[], rows: number): readonly string[] {
  const room = Math.max(1, rows - 3);
  return lines.length <= room ? lines : [...lines.slice(0, room - 1), "…"];
}

const FRAMES = ["·", "··", "···", " ··", "  ·", "   "].map((frame) => frame.padEnd(3));
/** Slow enough to be quiet. */
const FRAME_MS = 250;
