/** Types of `npm.mjs`, for the tests. */
export function npmCommand(environment: Readonly<Record<string, string | undefined>>): {
  readonly program: string;
  readonly prefix: readonly string[];
  readonly shell: boolean;
};
