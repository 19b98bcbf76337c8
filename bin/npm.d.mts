/** Types of `npm.mjs`, for TypeScript that runs npm and for the tests. */
export function npmCommand(environment: Readonly<Record<string, string | undefined>>): {
  readonly program: string;
  readonly prefix: readonly string[];
  readonly shell: boolean;
};
/** Resolves to npm's exit code. */
export function runNpm(options: {
  readonly cwd: string;
  readonly args: readonly string[];
  readonly log?: string | null;
  readonly timeoutMs?: number;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}): Promise<number>;
/** Resolves to what npm printed on its standard output. */
export function npmOutput(options: {
  readonly cwd: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string | undefined>>;
}): Promise<string>;
