/** Types of `dependencies.mjs`, for tests. */
/** `npm install` as the launcher calls it: no third-party scripts, nothing left out by a setting of the host, errors shown. */
export const INSTALL: readonly string[];
