/**
 * The packages that bring a script of their own to run while they are installed. None of them runs: the launcher
 * installs with `--ignore-scripts`. Pure data; a package that is not listed fails `test/security/supply-chain.test.ts`.
 */

export type InstallScript = {
  readonly name: string;
  readonly version: string;
  /** What the script would do. */
  readonly does: string;
  /** Why nothing is missing without it. */
  readonly without: string;
  /** Does `allowScripts` in package.json name it? Then a plain `npm install` by hand runs it. */
  readonly allowedByHand: boolean;
};

export const INSTALL_SCRIPTS: readonly InstallScript[] = [
  {
    name: "node-llama-cpp",
    version: "3.22.1",
    does: "looks whether the built llama.cpp fits this machine, and builds one where none does",
    without: "the built one comes as a package of its own, and `bin/platform-packages.mjs` looks for it",
    allowedByHand: true,
  },
  {
    name: "hnswlib-node",
    version: "3.0.0",
    does: "compiles the vector index with node-gyp",
    without: "the launcher runs this one build itself when there is a compiler; without it search is exact",
    allowedByHand: true,
  },
  {
    name: "core-js",
    version: "3.51.0",
    does: "prints a request for donations; comes with a client that only tests use",
    without: "it does nothing else",
    allowedByHand: false,
  },
];
