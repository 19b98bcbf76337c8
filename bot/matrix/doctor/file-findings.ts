/** Can anybody but its owner read the files that hold secrets? */
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { type Finding, ok, problem } from "../../commands/finding.ts";
import { type Environment, envFileOf } from "../env-file.ts";
import { type MatrixSettings, readSettings } from "../settings.ts";

type Place = { readonly home: string; readonly environment: Environment };

export async function fileFindings(place: Place, settings: MatrixSettings): Promise<Finding[]> {
  const { values } = await readSettings(place);
  const tokenFile = values.MATRIX_ACCESS_TOKEN_FILE;
  const files = [envFileOf(place.home), settings.storeKeyFile];
  if (tokenFile !== undefined) files.push(resolve(place.home, tokenFile));
  const modes = await Promise.all(files.map(async (file) => ({ file, mode: await modeOf(file) })));
  const open = modes.filter(({ mode }) => mode !== null && (mode & OTHERS) !== 0);
  if (open.length === 0) return [ok("Matrix secrets", "only their owner can read them")];
  return open.map(({ file, mode }) =>
    problem(
      "Matrix secrets",
      `expected mode 0600 of \`${file}\`, got 0${(mode ?? 0).toString(8)}`,
      `Run \`chmod 600 '${file}'\`.`,
    ),
  );
}

/** The bits of group and others. */
const OTHERS = 0o077;

/** Null: no such file, which settings from the environment do without. */
async function modeOf(file: string): Promise<number | null> {
  return stat(file).then(
    ({ mode }) => mode & 0o777,
    () => null,
  );
}
