/**
 * `rochdale doctor`: goes through everything a start needs and says what to repair. It repairs nothing itself, but it
 * opens the data folder, which makes it (and the sample in it) where there is none.
 */
import type { Command, CommandContext, CommandInput, Output } from "../command.ts";
import { egressFindings } from "../egress/egress-check.ts";
import { paintWith, type Style } from "../terminal/paint.ts";
import { CHECKS } from "./doctor-checks.ts";
import type { Finding, Level } from "./finding.ts";
import { JSON_OPTION } from "./options.ts";

export const doctorCommand: Command = {
  name: "doctor",
  summary: "Check this machine and say what to repair.",
  usage: "[OPTIONS]",
  details: ["Each line is ok, a warning (it works without) or a problem with its remedy; a problem gives exit code 1."],
  options: {
    json: JSON_OPTION,
    egress: {
      kind: "flag",
      summary: "Watch a start, an ingest and twenty questions instead, and tell what they tried to reach.",
    },
  },
  positionals: { label: "nothing", least: 0, most: 0 },
  run: doctor,
};

async function doctor(input: CommandInput, context: CommandContext): Promise<number> {
  const asJson = input.flags.has("json");
  const findings: Finding[] = [];
  for (const check of input.flags.has("egress") ? [egressFindings] : CHECKS) {
    context.signal.throwIfAborted();
    for (const finding of await check(context)) {
      findings.push(finding);
      if (!asJson) context.output.write(findingText(finding, context.output));
    }
  }
  const problems = findings.filter(({ level }) => level === "problem").length;
  if (asJson) context.output.write(`${JSON.stringify({ ok: problems === 0, findings }, null, 2)}\n`);
  else context.output.write(`${problems === 0 ? "No problem found." : counted(problems)}\n`);
  return problems === 0 ? 0 : 1;
}

/** "ok       Node: v24.21.0", the remedy on a line of its own. */
export function findingText({ name, level, text, remedy }: Finding, { colour }: Pick<Output, "colour">): string {
  const paint = paintWith(colour);
  const line = `${paint(STYLES[level], level.padEnd(8))} ${name}: ${text}\n`;
  return remedy === null ? line : `${line}         → ${remedy}\n`;
}

const STYLES: Readonly<Record<Level, Style>> = { ok: "green", warning: "yellow", problem: "red" };

function counted(problems: number): string {
  return problems === 1 ? "1 problem found." : `${problems} problems found.`;
}
