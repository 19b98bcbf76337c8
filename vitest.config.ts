/** The suites, told apart by file name: README, "Tests". `npm test` runs `fast`, then `smoke`. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "fast",
          include: ["test/**/*.test.ts"],
          exclude: [
            "test/**/*.model.test.ts",
            "test/**/*.smoke.test.ts",
            "test/**/*.e2e.test.ts",
            "test/corpora-slow/**",
            "test/faults/**",
            "test/security/**",
            "test/load/**",
          ],
          // Most take milliseconds; those that start a child take seconds on a busy machine.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "smoke",
          include: ["test/**/*.smoke.test.ts"],
          // After everything else: a model whose cores are taken by other tests is a hundred times slower.
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "model",
          include: ["test/**/*.model.test.ts"],
          exclude: ["test/faults/**", "test/security/**", "test/load/**"],
          // One model at a time: two would share the cores and measure each other.
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/**/*.e2e.test.ts"],
          exclude: ["test/faults/**", "test/security/**", "test/load/**"],
          // Homeservers, browsers and bots: one set of them at a time.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "corpus",
          include: ["test/corpora-slow/**/*.test.ts"],
          exclude: ["test/**/*.model.test.ts"],
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      // The promises and who tries to break them, in one table each: `test/rows/`. One file at a time, since most of
      // them time, fill, kill or trace what they started.
      ...["faults", "security", "load"].map((name) => ({
        test: {
          name,
          include: [`test/${name}/**/*.test.ts`],
          fileParallelism: false,
          testTimeout: 900_000,
          hookTimeout: 600_000,
        },
      })),
    ],
  },
});
