/** Can anybody but its owner read the files that hold secrets, or the folder with what members asked? */
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { type Finding, ok, problem, warning } from "../../commands/finding.ts";
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
  const secrets = open.map(({ file, mode }) =>
    problem("Matrix secrets", expected("0600", file, mode), `Run \`chmod 600 '${file}'\`.`),
  );
  if (open.length === 0) secrets.push(ok("Matrix secrets", "only their owner can read them"));
  return [...secrets, ...(await folderFindings(place.home))];
}

/** Questions, answers and documents lie in the database in clear. */
async function folderFindings(home: string): Promise<Finding[]> {
  const mode = await modeOf(home);
  if (mode === null || (mode & OTHERS) === 0) return [];
  const remedy = `What members ask lies there in clear: run \`chmod 700 '${home}'\`.`;
  return [warning("Matrix secrets", expected("0700", home, mode), remedy)];
}

function expected(mode: string, file: string, got: number | null): string {
  return `expected mode ${mode} of \`${file}\`, got 0${(got ?? 0).toString(8)}`;
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
