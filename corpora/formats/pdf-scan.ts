/**
 * Draws the pictures of a PDF page, which is a scan, onto one grey image for text recognition. Knows pdf.js's operators
 * for pictures; draws no text and no lines.
 */
import type { Operators } from "./pdf-rules.ts";

type Matrix = readonly [number, number, number, number, number, number];
/** Kinds of pdf.js: 1 is one bit a pixel, 2 three bytes, 3 four. */
type Picture = { readonly width: number; readonly height: number; readonly kind: number; readonly data: Uint8Array };

/** What is used of a page of pdf.js. */
export type ScanPage = {
  getViewport(options: { scale: number }): { transform: number[]; width: number; height: number };
  readonly objs: { get(name: string, done: (value: unknown) => void): void };
  readonly commonObjs: { get(name: string, done: (value: unknown) => void): void };
};

export type PictureNumbers = Readonly<
  Record<
    | "save"
    | "restore"
    | "transform"
    | "paintFormXObjectBegin"
    | "paintFormXObjectEnd"
    | "paintImageXObject"
    | "paintInlineImageXObject"
    | "paintImageMaskXObject",
    number
  >
>;

/** Pixels of the grey image at most: A4 at 300 dots per inch has 8.7 million. */
const MOST_PIXELS = 9_000_000;
/** Pictures together cover at least this share of a page that is a scan. */
const COVERED = 0.3;

/** A PNM file, or null when the page is no scan. */
export async function scanImage(
  page: ScanPage,
  operators: Operators,
  numbers: PictureNumbers,
): Promise<Uint8Array | null> {
  const placed = await placedPictures(page, operators, numbers);
  const { width, height } = page.getViewport({ scale: 1 });
  const covered = placed.reduce((sum, { matrix: [a, b, c, d] }) => sum + Math.abs(a * d - b * c), 0);
  if (covered < COVERED * width * height) return null;
  const finest = Math.max(
    ...placed.map(({ picture, matrix: [a, b] }) => picture.width / Math.max(1, Math.hypot(a, b))),
  );
  const scale = Math.min(finest, Math.sqrt(MOST_PIXELS / (width * height)));
  const image = { width: Math.round(width * scale), height: Math.round(height * scale) };
  const grey = new Uint8Array(image.width * image.height).fill(255);
  for (const { picture, matrix } of placed) draw(picture, scaled(matrix, scale), grey, image.width, image.height);
  return Buffer.concat([Buffer.from(`P5\n${image.width} ${image.height}\n255\n`), grey]);
}

type Placed = { readonly picture: Picture; readonly matrix: Matrix };

/** Each picture with the matrix that puts the unit square, in which PDF draws pictures, onto the page. */
async function placedPictures(page: ScanPage, operators: Operators, numbers: PictureNumbers): Promise<Placed[]> {
  const placed: Placed[] = [];
  const stack: Matrix[] = [];
  let matrix = asMatrix(page.getViewport({ scale: 1 }).transform);
  for (const [index, operator] of operators.fnArray.entries()) {
    const args: unknown = operators.argsArray[index];
    const [first] = Array.isArray(args) ? (args as unknown[]) : [];
    if (operator === numbers.save) stack.push(matrix);
    else if (operator === numbers.restore || operator === numbers.paintFormXObjectEnd) matrix = stack.pop() ?? matrix;
    else if (operator === numbers.transform) matrix = multiply(matrix, asMatrix(args));
    else if (operator === numbers.paintFormXObjectBegin) {
      stack.push(matrix);
      matrix = multiply(matrix, asMatrix(first));
    } else if (PAINTS.some((name) => operator === numbers[name])) {
      const picture = asPicture(await resolved(page, first), operator === numbers.paintImageMaskXObject);
      if (picture !== null) placed.push({ picture, matrix });
    }
  }
  return placed;
}

const PAINTS = ["paintImageXObject", "paintInlineImageXObject", "paintImageMaskXObject"] as const;

/** A picture is named and comes later, or stands in the operator itself; the data of a mask may be named too. */
async function resolved(page: ScanPage, value: unknown): Promise<unknown> {
  if (typeof value === "string") return named(page, value);
  if (typeof value === "object" && value !== null && "data" in value && typeof value.data === "string") {
    const data = await named(page, value.data);
    return typeof data === "object" && data !== null && "data" in data ? { ...value, ...data } : { ...value, data };
  }
  return value;
}

function named(page: ScanPage, name: string): Promise<unknown> {
  const objects = name.startsWith("g_") ? page.commonObjs : page.objs;
  return new Promise((done) => objects.get(name, done));
}

function asPicture(value: unknown, mask: boolean): Picture | null {
  if (typeof value !== "object" || value === null) return null;
  const { width, height, data, kind } = value as Partial<Picture>;
  if (typeof width !== "number" || typeof height !== "number" || !(ArrayBuffer.isView(data) && width > 0)) return null;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { width, height, kind: mask ? 1 : (kind ?? 3), data: bytes };
}

function asMatrix(value: unknown): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] =
    typeof value === "object" && value !== null ? Array.from(value as ArrayLike<number>) : [];
  return [a, b, c, d, e, f];
}

function multiply([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix {
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

function scaled([a, b, c, d, e, f]: Matrix, by: number): Matrix {
  return [a * by, b * by, c * by, d * by, e * by, f * by];
}

/** For each pixel that the picture covers the nearest of its own, in grey. */
function draw(picture: Picture, [a, b, c, d, e, f]: Matrix, grey: Uint8Array, width: number, height: number): void {
  const area = a * d - b * c;
  if (Math.abs(area) < 1) return;
  const [xs, ys] = [
    [e, e + a, e + c, e + a + c],
    [f, f + b, f + d, f + b + d],
  ];
  const [left, right] = [Math.max(0, Math.floor(Math.min(...xs))), Math.min(width, Math.ceil(Math.max(...xs)))];
  const [top, bottom] = [Math.max(0, Math.floor(Math.min(...ys))), Math.min(height, Math.ceil(Math.max(...ys)))];
  const greyAt = greyOf(picture);
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const [dx, dy] = [x + 0.5 - e, y + 0.5 - f];
      const u = (d * dx - c * dy) / area;
      const v = (a * dy - b * dx) / area;
      if (u < 0 || u >= 1 || v < 0 || v >= 1) continue;
      grey[y * width + x] = greyAt(Math.floor(u * picture.width), Math.floor((1 - v) * picture.height));
    }
  }
}

function greyOf({ width, kind, data }: Picture): (x: number, y: number) => number {
  if (kind === 1) {
    const bytesInRow = Math.ceil(width / 8);
    return (x, y) => ((data[y * bytesInRow + (x >> 3)] ?? 255) & (128 >> (x & 7)) ? 255 : 0);
  }
  const bytes = kind === 2 ? 3 : 4;
  return (x, y) => {
    const at = (y * width + x) * bytes;
    return Math.round(0.3 * (data[at] ?? 255) + 0.59 * (data[at + 1] ?? 255) + 0.11 * (data[at + 2] ?? 255));
  };
}
