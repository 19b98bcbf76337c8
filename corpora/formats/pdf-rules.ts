/**
 * Finds the straight lines drawn on a PDF page, as strokes or as thin filled boxes, in its operator list. Knows the
 * numbers that pdf.js gives to operators; knows nothing of tables.
 */
import type { View } from "./pdf-parts.ts";

/** A level or upright line in points from the page's upper left corner; `x0 <= x1`, `y0 <= y1`. */
export type Rule = { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };

export type Operators = { readonly fnArray: readonly number[]; readonly argsArray: readonly unknown[] };

/** pdf.js's names of the operators that matter here, with their numbers (`OPS`). */
export type OperatorNumbers = Readonly<
  Record<
    | "save"
    | "restore"
    | "transform"
    | "paintFormXObjectBegin"
    | "paintFormXObjectEnd"
    | "constructPath"
    | "endPath"
    | "fill"
    | "eoFill",
    number
  >
>;

type Matrix = readonly [number, number, number, number, number, number];
type Point = readonly [number, number];

const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];
/** A filled box at most this thick, in points, is a line. */
const THIN = 2.5;
/** What is shorter is a dot, a dash or part of a letter. */
const SHORTEST = 4;
/** A page with more lines than this is a drawing. */
const MOST_RULES = 3_000;

export function findRules(operators: Operators, numbers: OperatorNumbers, view: View): Rule[] {
  const rules: Rule[] = [];
  const stack: Matrix[] = [];
  let matrix = asMatrix(view.transform);
  for (const [index, operator] of operators.fnArray.entries()) {
    const args = operators.argsArray[index];
    if (operator === numbers.save) stack.push(matrix);
    else if (operator === numbers.restore || operator === numbers.paintFormXObjectEnd) matrix = stack.pop() ?? matrix;
    else if (operator === numbers.transform) matrix = multiply(matrix, asMatrix(args));
    else if (operator === numbers.paintFormXObjectBegin) {
      stack.push(matrix);
      matrix = multiply(matrix, asMatrix(Array.isArray(args) ? args[0] : null));
    } else if (operator === numbers.constructPath && Array.isArray(args) && args[0] !== numbers.endPath) {
      const filled = args[0] === numbers.fill || args[0] === numbers.eoFill;
      for (const path of subpaths(args[1], matrix)) rules.push(...(filled ? thinBox(path) : strokes(path)));
    }
    if (rules.length > MOST_RULES) return [];
  }
  return rules;
}

function asMatrix(value: unknown): Matrix {
  if (value === null || typeof value !== "object") return IDENTITY;
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = Array.from(value as ArrayLike<number>);
  return [a, b, c, d, e, f];
}

function multiply(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [g, h, i, j, k, l] = inner;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

/** pdf.js packs a path as numbers: 0 x y (move), 1 x y (line), 2 with 6 and 3 with 4 (curves), 4 (close). */
function subpaths(packed: unknown, [a, b, c, d, e, f]: Matrix): Point[][] {
  const [data] = Array.isArray(packed) ? packed : [];
  if (data === null || typeof data !== "object") return [];
  const values = Array.from(data as ArrayLike<number>);
  const paths: Point[][] = [];
  const at = (index: number): Point => {
    const [x, y] = [values[index] ?? 0, values[index + 1] ?? 0];
    return [a * x + c * y + e, b * x + d * y + f];
  };
  for (let index = 0; index < values.length; ) {
    const path = paths[paths.length - 1];
    const kind = values[index];
    if (kind === 0) paths.push([at(index + 1)]);
    else if (kind === 1) path?.push(at(index + 1));
    else if (kind === 4 && path?.[0] !== undefined) path.push(path[0]);
    else if (kind === 2 || kind === 3) path?.push([Number.NaN, Number.NaN], at(index + (kind === 2 ? 5 : 3)));
    index += [3, 3, 7, 5, 1][kind ?? 4] ?? 1;
  }
  return paths;
}

/** The long side of a filled box that is thin enough to be a line. */
function thinBox(path: readonly Point[]): Rule[] {
  if (path.length < 4 || path.some(([x]) => Number.isNaN(x))) return [];
  const [xs, ys] = [path.map(([x]) => x), path.map(([, y]) => y)];
  const box = { x0: Math.min(...xs), x1: Math.max(...xs), y0: Math.min(...ys), y1: Math.max(...ys) };
  const [width, height] = [box.x1 - box.x0, box.y1 - box.y0];
  if (Math.min(width, height) > THIN || Math.max(width, height) < SHORTEST) return [];
  const [x, y] = [(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2];
  return [width >= height ? { ...box, y0: y, y1: y } : { ...box, x0: x, x1: x }];
}

function strokes(path: readonly Point[]): Rule[] {
  return path.slice(1).flatMap(([x, y], index): Rule[] => {
    const [fromX, fromY] = path[index] ?? [Number.NaN, Number.NaN];
    const rule = { x0: Math.min(x, fromX), x1: Math.max(x, fromX), y0: Math.min(y, fromY), y1: Math.max(y, fromY) };
    const [width, height] = [rule.x1 - rule.x0, rule.y1 - rule.y0];
    return Math.min(width, height) < 0.7 && Math.max(width, height) >= SHORTEST ? [rule] : [];
  });
}
