import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { cpuSecondsOfTree } from "../../eval/cpu-seconds.ts";

describe("processor time", () => {
  it("counts this process and its children, and never runs backwards", async () => {
    const before = cpuSecondsOfTree() ?? Number.NaN;
    const busy =
      "const end = Date.now() + 5000; let n = 0; while (Date.now() < end && process.cpuUsage().user < 3e5) n++; console.log('done'); setInterval(() => {}, 1000)";
    const child = spawn(process.execPath, ["-e", busy], { stdio: ["ignore", "pipe", "ignore"] });
    try {
      await once(child.stdout, "data");
      expect((cpuSecondsOfTree() ?? 0) - before).toBeGreaterThanOrEqual(0.25);
      expect(cpuSecondsOfTree(child.pid)).toBeGreaterThanOrEqual(0.25);
    } finally {
      child.kill();
      await once(child, "exit");
    }
  });

  it("is null for a process that is not there", () => {
    expect(cpuSecondsOfTree(2 ** 30)).toBeNull();
  });
});
