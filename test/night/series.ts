/** The long series of trials that CI takes only the beginning of. Each test file asks `test/slice.ts` for its part. */

export type Series = {
  /** As `sliceOf` is asked for it. */
  readonly name: string;
  readonly file: string;
  /** The suite that the file belongs to, as in vitest.config.ts. */
  readonly project: string;
  readonly whole: number;
  /** Trials of one run of vitest: a few minutes, so that little is lost when the night ends. */
  readonly aRun: number;
};

export const SERIES: readonly Series[] = [
  { name: "corruption", file: "test/faults/corruption.test.ts", project: "faults", whole: 2_000, aRun: 500 },
  {
    name: "foreign-collections",
    file: "test/security/foreign-collections.test.ts",
    project: "security",
    whole: 100_000,
    aRun: 20_000,
  },
  {
    name: "foreign-answers",
    file: "test/security/foreign-answers.test.ts",
    project: "security",
    whole: 1_000,
    aRun: 200,
  },
  { name: "membership", file: "test/security/membership.test.ts", project: "security", whole: 120, aRun: 60 },
  { name: "oracle", file: "test/security/oracle.test.ts", project: "security", whole: 2_000, aRun: 1_000 },
  { name: "oracle-time", file: "test/security/oracle.test.ts", project: "security", whole: 100, aRun: 50 },
  { name: "floods", file: "test/load/flood.test.ts", project: "load", whole: 200, aRun: 40 },
  { name: "soak", file: "test/load/memory.test.ts", project: "load", whole: 400, aRun: 400 },
  { name: "steady-minutes", file: "test/load/steady.test.ts", project: "load", whole: 10, aRun: 10 },
  { name: "uploads", file: "test/load/uploads.test.ts", project: "load", whole: 2, aRun: 2 },
  { name: "bombs", file: "test/corpora-slow/hostile.test.ts", project: "corpus", whole: 1, aRun: 1 },
  { name: "full-disk", file: "test/faults/full-disk.test.ts", project: "faults", whole: 200, aRun: 50 },
  { name: "hostile-pdfs", file: "test/corpora-slow/hostile-pdfs.test.ts", project: "corpus", whole: 181, aRun: 181 },
  { name: "kills", file: "test/faults/kills.test.ts", project: "faults", whole: 1_000, aRun: 100 },
  { name: "messages", file: "test/security/output.test.ts", project: "security", whole: 20, aRun: 5 },
  { name: "mutations", file: "test/corpora-slow/mutations.test.ts", project: "corpus", whole: 5_000, aRun: 250 },
  { name: "real-kills", file: "test/faults/real-homeserver.test.ts", project: "faults", whole: 60, aRun: 20 },
  { name: "upgrade-kills", file: "test/faults/upgrades.test.ts", project: "faults", whole: 31, aRun: 31 },
  { name: "weathers", file: "test/faults/homeserver.test.ts", project: "faults", whole: 10, aRun: 2 },
  { name: "persuasion", file: "test/security/persuasion.test.ts", project: "security", whole: 1_079, aRun: 60 },
];
