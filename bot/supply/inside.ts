/** Reads which version of what lies inside packages of npm: llama.cpp in node-llama-cpp, pdf.js in unpdf. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Inside } from "./bill-of-materials.ts";

export async function insidePackages(root: string): Promise<Inside[]> {
  const [llama, pdfjs] = await Promise.all([llamaVersion(root), pdfjsVersion(root)]);
  return [
    { name: "llama.cpp", version: llama, licence: "MIT", purl: `pkg:github/ggml-org/llama.cpp@${llama}` },
    { name: "pdf.js", version: pdfjs, licence: "Apache-2.0", purl: `pkg:npm/pdfjs-dist@${pdfjs}` },
  ];
}

const releaseSchema = z.object({ release: z.string().min(1) });

/** The release's name is what tells llama.cpp's builds apart: the number inside these binaries is 1 in all of them. */
async function llamaVersion(root: string): Promise<string> {
  const file = join(root, "node_modules/node-llama-cpp/llama/binariesGithubRelease.json");
  return releaseSchema.parse(JSON.parse(await readFile(file, "utf8"))).release;
}

async function pdfjsVersion(root: string): Promise<string> {
  const file = join(root, "node_modules/unpdf/dist/pdfjs.mjs");
  const found = /apiVersion:\s*[`"'](\d+\.\d+\.\d+)[`"']/u.exec(await readFile(file, "utf8"))?.[1];
  if (found !== undefined) return found;
  throw new Error(
    `Expected \`apiVersion\` of pdf.js in \`${file}\`, found none. Look where this version of unpdf keeps it.`,
  );
}
