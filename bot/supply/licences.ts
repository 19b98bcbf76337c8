/** Which licences the packages that Rochdale runs with may have, so that all together can be given on under the AGPL. Pure. */

/** SPDX ids. All are compatible with AGPL-3.0-or-later; another one is a decision, not an update. */
export const ALLOWED_LICENCES: ReadonlySet<string> = new Set([
  "0BSD",
  "AGPL-3.0-or-later",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "GPL-3.0-or-later",
  "ISC",
  "MIT",
  "MIT-0",
  "Unlicense",
  "Zlib",
]);

/** What a package's manifest says wrongly or not exactly enough, and what its licence file says. */
const CORRECTED: Readonly<Record<string, string>> = { "duck@0.1.12": "BSD-2-Clause" };

/** The licence of a package as an SPDX expression; null when it names none. */
export function licenceOf({
  name,
  version,
  license,
}: {
  readonly name: string;
  readonly version?: string | undefined;
  readonly license?: string | undefined;
}): string | null {
  return CORRECTED[`${name}@${version}`] ?? license ?? null;
}

/** Does an SPDX expression of ids, `AND`, `OR` and brackets around the whole leave a choice that is allowed? */
export function isAllowed(expression: string): boolean {
  const bare = expression.replace(/^\((.*)\)$/u, "$1");
  return bare.split(" OR ").some((choice) => choice.split(" AND ").every((id) => ALLOWED_LICENCES.has(id.trim())));
}
