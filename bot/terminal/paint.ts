/** Colours for a terminal; without colour every function gives its text back unchanged. */
import { styleText } from "node:util";

export type Paint = (style: Style, text: string) => string;
export type Style = "bold" | "dim" | "green" | "yellow" | "red" | "cyan";

/** @param colour Is the output a terminal, and does nobody ask for `NO_COLOR`? */
export function paintWith(colour: boolean): Paint {
  return (style, text) => (colour && text !== "" ? styleText(style, text, { validateStream: false }) : text);
}
