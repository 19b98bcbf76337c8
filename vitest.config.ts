/** The suites, told apart by file name: README, "Tests". `npm test` runs `fast`. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "fast",
          include: ["test/**/*.test.ts"],
          exclude: ["test/**/*.model.test.ts", "test/corpora-slow/**"],
          // The smoke test waits for a real model; every other test takes milliseconds.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "model",
          include: ["test/**/*.model.test.ts"],
          // One model at a time: two would share the cores and measure each other.
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 600_000,
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
    ],
  },
});
