/** One slide → pieces, alike for PPTX and ODP: its title heads a section whose page is the slide's number. */
import type { Piece } from "./pieces.ts";

/** A slide without a title is headed by its number alone. */
export function slidePieces(number: number, title: string | null, pieces: readonly Piece[]): Piece[] {
  const heading = title === null || title.trim() === "" ? String(number) : title;
  return [
    { kind: "heading", text: heading, level: 1, page: number },
    ...pieces.map((piece): Piece => (piece.kind === "table-end" ? piece : { ...piece, page: number })),
  ];
}

/** Speaker notes are not shown to the audience: they are marked, so that a quotation says so. */
export function notePiece(text: string): Piece {
  return { kind: "paragraph", text: `[Notes] ${text}` };
}

export function hiddenSlideWarnings(hidden: readonly number[]): string[] {
  if (hidden.length === 0) return [];
  return hidden.length === 1
    ? [`Slide ${hidden[0]} is hidden in the file; it was read all the same.`]
    : [`Slides ${hidden.join(", ")} are hidden in the file; they were read all the same.`];
}
