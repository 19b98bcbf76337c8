/** `rochdale sbom`: what Rochdale is made of, as CycloneDX JSON, for those who compare it with lists of vulnerabilities. */
import { writeFile } from "node:fs/promises";
import { npmOutput } from "../../bin/npm.mjs";
import type { Command, CommandContext, CommandInput } from "../command.ts";
import { billOfMaterials, NPM_LIST } from "../supply/bill-of-materials.ts";
import { insidePackages } from "../supply/inside.ts";

export const sbomCommand: Command = {
  name: "sbom",
  summary: "Print the bill of materials: every package and model with its hash.",
  usage: "[--out FILE]",
  details: [
    "CycloneDX 1.5 as JSON: the packages that are installed here with their SHA-512, llama.cpp and pdf.js inside them,",
    "and every model of the catalogue with the SHA-256 that alone is accepted. Nothing is sent anywhere.",
  ],
  options: { out: { kind: "value", placeholder: "FILE", summary: "Write it to a file (default: standard output)." } },
  positionals: { label: "nothing", least: 0, most: 0 },
  run: sbom,
};

async function sbom(input: CommandInput, { root, environment, output, remarks }: CommandContext): Promise<number> {
  const printed = await npmOutput({ cwd: root, args: NPM_LIST, environment });
  const bill = billOfMaterials(printed, await insidePackages(root));
  const text = `${JSON.stringify(bill, null, 2)}\n`;
  const { out } = input.values;
  if (out === undefined) output.write(text);
  else {
    await writeFile(out, text);
    remarks.write(`${bill.components.length} parts written to \`${out}\`.\n`);
  }
  return 0;
}
