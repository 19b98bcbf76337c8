/** Types of `node-runtime.mjs`, for the tests. */
export type Host = {
  readonly version: string;
  readonly versions: { readonly node: string };
  readonly platform: string;
  readonly arch: string;
  readonly execPath: string;
};
export function neededNodePackage(host?: Host): { readonly name: string; readonly binary: string } | null;
export function requireUsableNode(host?: Host): void;
export function chooseNode(root: string, host?: Host): string;
export function platformOf(host?: Host): string;
