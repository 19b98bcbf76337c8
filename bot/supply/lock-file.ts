/** Reads `package-lock.json`: what npm may install, by path and by name. Knows nothing of what is installed. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const words = z.union([z.string(), z.array(z.string())]);
const entrySchema = z.object({
  name: z.string().optional(),
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  license: z.string().optional(),
  link: z.boolean().default(false),
  dev: z.boolean().default(false),
  devOptional: z.boolean().default(false),
  optional: z.boolean().default(false),
  hasInstallScript: z.boolean().default(false),
  os: words.optional(),
  cpu: words.optional(),
});
const lockSchema = z.object({ lockfileVersion: z.literal(3), packages: z.record(z.string(), entrySchema) });

/** One place in `node_modules` and what belongs there. */
export type LockedPackage = Readonly<z.infer<typeof entrySchema>> & {
  /** `node_modules/a/node_modules/b`; a folder of ours for those of this repository. */
  readonly path: string;
  /** The name it has on the registry, also where it lies under another. */
  readonly name: string;
};

/** Every entry but Rochdale itself. @throws ZodError when the file is not a lock file of version 3. */
export async function readLockFile(root: string): Promise<LockedPackage[]> {
  const { packages } = lockSchema.parse(JSON.parse(await readFile(join(root, "package-lock.json"), "utf8")));
  return Object.entries(packages)
    .filter(([path]) => path !== "")
    .map(([path, entry]) => ({ ...entry, path, name: entry.name ?? nameAt(path) }));
}

const FOLDER = "node_modules/";

function nameAt(path: string): string {
  const last = path.lastIndexOf(FOLDER);
  return last === -1 ? path : path.slice(last + FOLDER.length);
}

/** Is it another's package that Rochdale itself runs with? Not those for building and testing, nor our own folders. */
export function isInUse({ path, link, dev, devOptional }: LockedPackage): boolean {
  return path.startsWith(FOLDER) && !link && !dev && !devOptional;
}
