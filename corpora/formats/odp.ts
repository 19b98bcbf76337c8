export function readOdp(): never {
  throw new Error("x");
}
