/** What Rochdale is made of: nothing unasked for gets in, and what is known to be broken stays out (T-S9). */
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { npmOutput } from "../../bin/npm.mjs";
import { CATALOGUE } from "../../bot/llama/catalogue.ts";
import { installModel } from "../../bot/llama/install-model.ts";
import { isInstalled, verifyModel } from "../../bot/llama/model-files.ts";
import { billOfMaterials, NPM_LIST } from "../../bot/supply/bill-of-materials.ts";
import { FLOORS, isBelow } from "../../bot/supply/floors.ts";
import { insidePackages } from "../../bot/supply/inside.ts";
import { INSTALL_SCRIPTS } from "../../bot/supply/install-scripts.ts";
import { isAllowed, licenceOf } from "../../bot/supply/licences.ts";
import { isInUse, readLockFile } from "../../bot/supply/lock-file.ts";
import { noticeText } from "../../bot/supply/notice.ts";
import { tell } from "../rows/row.ts";
import { ROOT } from "../source-files.ts";

const ID = "T-S9";
const locked = await readLockFile(ROOT);

describe("the lock file", () => {
  test("names for everything the one content that is accepted, and no place but the registry", (context) => {
    const wrong = locked.flatMap(({ path, integrity, resolved, link }) => {
      if (!path.startsWith("node_modules/") || link) return isOwnFolder(path, resolved) ? [] : [`${path}: not ours`];
      if (!/^sha512-[\w+/]{86}==$/u.test(integrity ?? "")) return [`${path}: no SHA-512`];
      return resolved === undefined ? [] : [`${path}: from \`${resolved}\``];
    });
    tell(context, { id: ID, what: "packages locked by hash", tried: locked.length, failed: wrong.length }, wrong);
  });

  test("has its versions written out in package.json, none as a range or an address", async (context) => {
    const manifest = manifestSchema.parse(JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")));
    const asked = Object.entries({
      ...manifest.dependencies,
      ...manifest.optionalDependencies,
      ...manifest.devDependencies,
    });
    const wrong = asked.filter(([, version]) => !/^\d+\.\d+\.\d+$|^file:\.\/bot\/matrix\/npm\//u.test(version));
    const sentences = wrong.map(([name, version]) => `${name}: \`${version}\``);
    tell(context, { id: ID, what: "dependencies pinned", tried: asked.length, failed: wrong.length }, sentences);
  });
});

describe("install scripts", () => {
  test("are those that are listed and justified, and no others", async (context) => {
    const has = new Map(locked.filter((entry) => entry.hasInstallScript).map((entry) => [entry.name, entry.version]));
    for (const { name, version } of await scriptsInNodeModules()) has.set(name, version);
    const listed = new Map(INSTALL_SCRIPTS.map(({ name, version }) => [name, version]));
    const names = [...new Set([...has.keys(), ...listed.keys()])];
    const wrong = names.filter((name) => has.get(name) !== listed.get(name));
    const sentences = wrong.map((name) => `${name}: has ${has.get(name)}, listed ${listed.get(name)}`);
    tell(context, { id: ID, what: "install scripts justified", tried: names.length, failed: wrong.length }, sentences);
  });

  test("that package.json allows are those listed as allowed", async () => {
    const { allowScripts } = manifestSchema.parse(JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")));
    const allowed = INSTALL_SCRIPTS.filter(({ allowedByHand }) => allowedByHand).map(({ name }) => name);
    expect(Object.keys(allowScripts).sort()).toEqual(allowed.sort());
  });
});

describe("licences", () => {
  test("of all packages in use are among those that go with the AGPL", (context) => {
    const used = locked.filter(isInUse);
    const wrong = used.filter((entry) => !isAllowed(licenceOf(entry) ?? "none"));
    const sentences = wrong.map(({ name, license }) => `${name}: ${license}`);
    tell(context, { id: ID, what: "licences allowed", tried: used.length, failed: wrong.length }, sentences);
  });

  test("stand in NOTICE as `npm run notice` writes it", async (context) => {
    const [stands, wanted] = await Promise.all([readFile(join(ROOT, "NOTICE"), "utf8"), noticeText(ROOT)]);
    const missing = wanted.split("\n\n").filter((block) => !stands.includes(block));
    const failed = stands === wanted ? 0 : Math.max(1, missing.length);
    tell(context, { id: ID, what: "NOTICE is up to date", tried: 1, failed }, missing.concat("Run `npm run notice`."));
  });
});

describe("known vulnerabilities", () => {
  test("are mended in every version that is installed", async (context) => {
    const versions = await versionsOfParts();
    const wrong = FLOORS.flatMap(({ part, least, because }) =>
      (versions.get(part) ?? [])
        .filter((version) => least === null || isBelow(version, least))
        .map((version) => `${part} ${version}, at least ${least ?? "none"}: ${because}`),
    );
    tell(context, { id: ID, what: "parts above their floor", tried: FLOORS.length, failed: wrong.length }, wrong);
  });

  test("are looked for in parts that are really there", async () => {
    const versions = await versionsOfParts();
    const absent = FLOORS.filter(({ part }) => !versions.has(part)).map(({ part }) => part);
    // Never used: listed so that nobody brings the broken version in.
    expect(absent).toEqual(["@pdfme/pdf-lib", "xlsx", "@matrix-org/matrix-sdk-crypto-nodejs"]);
  });
});

describe("the bill of materials", () => {
  test("is CycloneDX, and holds every package in use and every model with its hash", async (context) => {
    const bill = billOfMaterials(await npmOutput({ cwd: ROOT, args: NPM_LIST }), await insidePackages(ROOT));
    const parsed = cycloneSchema.parse(bill);
    const refs = parsed.components.map((component) => component["bom-ref"]);
    expect(new Set(refs).size).toBe(refs.length);
    const named = new Set([...refs, bill.metadata.component["bom-ref"]]);
    const loose = parsed.dependencies
      .flatMap(({ ref, dependsOn }) => [ref, ...dependsOn])
      .filter((ref) => !named.has(ref));
    expect(loose).toEqual([]);
    expect(parsed.components.filter(({ name }) => name === "vitest")).toEqual([]);
    const hashes = new Set(parsed.components.flatMap((component) => component.hashes.map(({ content }) => content)));
    const packages = locked.filter((entry) => isInUse(entry) && existsSync(join(ROOT, entry.path)));
    const missing = [
      ...packages.filter(({ integrity = "" }) => !hashes.has(hexOf(integrity))).map(({ path }) => path),
      ...CATALOGUE.filter(({ sha256 }) => !hashes.has(sha256)).map(({ id }) => id),
      ...parsed.components.filter(({ licenses }) => licenses.length === 0).map(({ name }) => `${name}: no licence`),
      ...["llama.cpp", "pdf.js"].filter((name) => !parsed.components.some((component) => component.name === name)),
    ];
    tell(context, { id: ID, what: "parts in the bill", tried: refs.length, failed: missing.length }, missing);
  });

  test("gives our own stand-ins no package URL of what they stand in for", async () => {
    const bill = billOfMaterials(await npmOutput({ cwd: ROOT, args: NPM_LIST }), []);
    const addresses = bill.components.map(({ purl }) => purl ?? "");
    expect(addresses.filter((purl) => purl.startsWith("pkg:npm/request@"))).toEqual([]);
  });
});

describe("a model", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "rochdale-supply-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test("whose bytes are not those of the catalogue is refused, deleted and never opened", async (context) => {
    const wrong: string[] = [];
    for (const entry of CATALOGUE) if (!(await isRefused(entry, folder))) wrong.push(entry.id);
    tell(context, { id: ID, what: "models with a wrong hash", tried: CATALOGUE.length, failed: wrong.length }, wrong);
  });
});

/** The right number of bytes where that is little, all wrong: from a server, and lying there already. */
async function isRefused(entry: (typeof CATALOGUE)[number], folder: string): Promise<boolean> {
  const small = { ...entry, bytes: 4096 };
  const server = createServer((_request, response) => response.end(Buffer.alloc(small.bytes)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const source = { kind: "url", url: `http://127.0.0.1:${port}/model.gguf` } as const;
  const options = { modelsDir: folder, signal: AbortSignal.timeout(60_000), unreachableHosts: new Set<string>() };
  const sentence = await installModel({ ...small, sources: [source] }, options).then(
    () => "",
    (error: Error) => error.message,
  );
  await new Promise((resolve) => server.close(resolve));
  const left = (await readdir(folder)).filter((name) => !name.endsWith(".lock"));
  await writeFile(join(folder, `${entry.id}.gguf`), Buffer.alloc(small.bytes));
  const found = await verifyModel(small, folder, options.signal);
  const refused = found.kind === "refused" && !(await isInstalled(small, folder));
  await rm(join(folder, `${entry.id}.gguf`));
  return refused && left.length === 0 && sentence.includes(entry.sha256);
}

const manifestSchema = z.object({
  dependencies: z.record(z.string(), z.string()),
  optionalDependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
  allowScripts: z.record(z.string(), z.boolean()),
});

/** What the specification (1.5) asks of every document, and what we ask of ours: a licence list, and hashes of others' work. */
const cycloneSchema = z.object({
  $schema: z.string().includes("bom-1.5"),
  bomFormat: z.literal("CycloneDX"),
  specVersion: z.literal("1.5"),
  serialNumber: z.string().regex(/^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u),
  version: z.int().min(1),
  metadata: z.object({ component: z.object({ name: z.literal("rochdale"), type: z.literal("application") }) }),
  components: z.array(
    z.object({
      "bom-ref": z.string().min(1),
      type: z.enum(["library", "file", "machine-learning-model"]),
      name: z.string().min(1),
      version: z.string().min(1),
      scope: z.enum(["required", "optional", "excluded"]),
      hashes: z
        .array(z.object({ alg: z.enum(["SHA-256", "SHA-512"]), content: z.string().regex(/^[0-9a-f]+$/u) }))
        .default([]),
      licenses: z.array(
        z.union([
          z.object({ expression: z.string().min(1) }),
          z.object({ license: z.union([z.object({ id: z.string() }), z.object({ name: z.string() })]) }),
        ]),
      ),
    }),
  ),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()) })),
});

function isOwnFolder(path: string, resolved: string | undefined): boolean {
  return `${resolved ?? path}`.startsWith("bot/matrix/npm/");
}

const hexOf = (integrity: string) => Buffer.from(integrity.replace(/^sha512-/u, ""), "base64").toString("hex");

/** Packages on this machine that would run something while they are installed, whatever the lock file says of them. */
async function scriptsInNodeModules(): Promise<{ readonly name: string; readonly version: string }[]> {
  const found = await Promise.all(
    locked.map(async ({ path, link }) => {
      const file = join(ROOT, path, "package.json");
      if (link || !path.startsWith("node_modules/") || !existsSync(file)) return [];
      const { name, version, scripts } = installedSchema.parse(JSON.parse(await readFile(file, "utf8")));
      const runs = ["preinstall", "install", "postinstall"].some((step) => scripts[step] !== undefined);
      return runs || existsSync(join(ROOT, path, "binding.gyp")) ? [{ name, version }] : [];
    }),
  );
  return found.flat();
}

const installedSchema = z.object({
  name: z.string(),
  version: z.string(),
  scripts: z.record(z.string(), z.string()).default({}),
});

async function versionsOfParts(): Promise<Map<string, string[]>> {
  const versions = new Map<string, string[]>();
  const add = (part: string, version: string) => versions.set(part, [...(versions.get(part) ?? []), version]);
  for (const { name, version, link, path } of locked)
    if (!link && path.startsWith("node_modules/") && version !== undefined) add(name, version);
  for (const { name, version } of await insidePackages(ROOT)) add(name, version);
  add("sqlite", process.versions.sqlite ?? "0");
  add("synapse", synapsePin(await readFile(join(ROOT, "demo/synapse.ts"), "utf8")));
  return versions;
}

function synapsePin(source: string): string {
  return /const VERSION = "([\d.]+)"/u.exec(source)?.[1] ?? "0";
}
