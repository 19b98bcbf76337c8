/** The supervisor with a real child process that hosts no model: starting, dying, hanging, being left behind. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import {
  ModelProcess,
  ModelProcessDied,
  type ModelProcessOptions,
  ModelRequestFailed,
} from "../../../bot/llama/model-process.ts";
import { requestKind } from "../../../bot/llama/model-requests.ts";

const NO_MODELS = { embedder: null, chat: null, maxThreads: 1 };
const opened: ModelProcess[] = [];
const open = (options: ModelProcessOptions = {}) => {
  const models = new ModelProcess(NO_MODELS, options);
  opened.push(models);
  return models;
};
const signalTo = (models: ModelProcess, signal: NodeJS.Signals) => {
  if (models.pid !== null) process.kill(models.pid, signal);
};
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Until it has answered once: where the processor is taken, starting alone can look like a hang. */
const startedOnABusyMachine = async (models: ModelProcess) => {
  for (let tries = 0; ; tries += 1)
    try {
      return await models.request({ kind: "memory" });
    } catch (error) {
      if (tries === 5) throw error;
      await sleep(1_000 * 2 ** tries);
    }
};

afterEach(async () => {
  for (const models of opened.splice(0)) await models[Symbol.asyncDispose]();
});

describe("ModelProcess", () => {
  test("starts at the first request and tells its memory", async () => {
    const models = open();
    expect(models.pid).toBeNull();
    expect((await requestKind(models, { kind: "memory" })).residentBytes).toBeGreaterThan(10e6);
    expect(models.pid).not.toBeNull();
  });

  test("rejects what is pending when the process is killed, and starts it again", async () => {
    const lines: string[] = [];
    const models = open({ log: (line) => lines.push(line) });
    await models.request({ kind: "memory" });
    const first = models.pid;
    signalTo(models, "SIGSTOP"); // so that the request is certainly pending
    const pending = expect(models.request({ kind: "memory" })).rejects.toThrow(
      "The model process ended unexpectedly (SIGKILL). The next request starts it again.",
    );
    signalTo(models, "SIGKILL");
    await pending;
    await models.request({ kind: "memory" });
    expect(models.pid).not.toBe(first);
    expect(lines).toEqual(["The model process ended unexpectedly (SIGKILL). The next request starts it again."]);
  });

  test("kills a process that gives no sign of life", async () => {
    const models = open({ hangMs: 2_000 });
    await startedOnABusyMachine(models);
    signalTo(models, "SIGSTOP");
    const hanging = models.request({ kind: "memory" });
    await expect(hanging).rejects.toThrow("was killed because it gave no sign of life for 2 seconds");
    await expect(hanging).rejects.toBeInstanceOf(ModelProcessDied);
  });

  test("waits between the second crash in a row and the next start", async () => {
    const models = open();
    for (let crash = 0; crash < 2; crash++) {
      const doomed = expect(models.request({ kind: "memory" })).rejects.toBeInstanceOf(ModelProcessDied);
      await sleep(10); // the process is there, but not yet able to answer
      signalTo(models, "SIGKILL");
      await doomed;
    }
    const abort = new AbortController();
    abort.abort(new Error("not waiting"));
    await expect(models.request({ kind: "memory" }, { signal: abort.signal })).rejects.toThrow("not waiting");
    const startedAt = performance.now();
    await models.request({ kind: "memory" });
    expect(performance.now() - startedAt).toBeGreaterThan(300);
  });

  test("lets nobody wait for a process that dies again and again, and starts it again later", async () => {
    const models = open({ program: fileURLToPath(new URL("fixtures/dying-child.ts", import.meta.url)) });
    const failures: unknown[] = [];
    for (let crash = 0; crash < 6; crash++)
      failures.push(await models.request({ kind: "memory" }).catch((error: Error) => error.message));
    expect(failures.slice(0, 5)).toEqual(
      Array(5).fill("The model process ended unexpectedly (status 3). The next request starts it again."),
    );
    expect(failures[5]).toMatch(
      /^The model process ended unexpectedly 5 times in a row\. It is started again in \d sec/,
    );
    expect(models.trouble).toBe("The model process ended unexpectedly (status 3).");
  });

  test("says what is wrong when a model is asked for that is not there", async () => {
    const asked = open().request({ kind: "embed", texts: ["x"] });
    await expect(asked).rejects.toThrow("Expected an embedding model in the model process, got none.");
    await expect(asked).rejects.toBeInstanceOf(ModelRequestFailed);
  });

  test("ends when it is disposed, and answers no more", async () => {
    const models = open();
    await models.request({ kind: "memory" });
    const pid = models.pid ?? 0;
    await models[Symbol.asyncDispose]();
    expect(isAlive(pid)).toBe(false);
    await expect(models.request({ kind: "memory" })).rejects.toThrow("The model process has been shut down.");
  });

  test("does not outlive a killed parent, and writes nothing to its standard output", async () => {
    const parent = spawn(process.execPath, [fileURLToPath(new URL("fixtures/parent.ts", import.meta.url))], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(parent.stdout, "data");
    expect(String(line)).toMatch(/^\d+\n$/);
    const pid = Number(line);
    parent.kill("SIGKILL");
    for (let waited = 0; waited < 5_000 && isAlive(pid); waited += 50) await sleep(50);
    expect(isAlive(pid)).toBe(false);
  });
});
