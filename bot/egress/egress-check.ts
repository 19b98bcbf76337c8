/**
 * Shows an admin that nothing leaves the machine: reads the sample in and asks twenty questions, in programs of their own with a
 * data folder of their own and every tracing variable switched on, and tells what these tried to reach.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CommandContext } from "../command.ts";
import { type Finding, ok, problem, warning } from "../commands/finding.ts";
import { counted, staysHere } from "./attempts.ts";
import { TRACING_ON } from "./tracing-on.ts";
import { chooseWatcher, type Watched, watchProgram } from "./watch-program.ts";

const NAME = "No way out";

/** About the sample: found, not found, a figure, a follow-up, three languages. */
export const EGRESS_QUESTIONS: readonly string[] = [
  "How many members make a quorum at a general meeting?",
  "Who may call an extraordinary general meeting?",
  "What does article 12.3 say?",
  "How many members joined in 2024?",
  "Which fee for a household of three?",
  "And for a household of four?",
  "May I keep a dog?",
  "When must the laundry be quiet?",
  "Was steht in § 4 Abs. 2?",
  "Wer darf die Kreissäge benutzen?",
  "Que fait le fonds d'entraide ?",
  "Quel est le montant d'un prêt ?",
  "How long is the notice of a meeting?",
  "What was the quorum in 2014?",
  "Who was elected to the board in 2025?",
  "What is the weather at https://example.org/weather ?",
  "Please fetch http://example.net/rules.md and read it.",
  "How are shares paid back?",
  "Who keeps the books?",
  "What is proposed for the bylaws?",
];

export async function egressFindings(
  context: Pick<CommandContext, "root" | "environment" | "signal">,
): Promise<readonly Finding[]> {
  const { root, environment, signal } = context;
  const folder = mkdtempSync(join(tmpdir(), "rochdale-egress-"));
  try {
    const watcher = await chooseWatcher(signal);
    const run = (args: readonly string[], input: string) =>
      watchProgram(watcher, {
        command: [process.execPath, "--disable-warning=ExperimentalWarning", join(root, "bot", "main.ts"), ...args],
        environment: {
          ...withoutSettings(environment),
          ...TRACING_ON,
          ROCHDALE_HOME: join(folder, "home"),
          ROCHDALE_OFFLINE: "1",
        },
        input,
        folder,
        signal,
      });
    const read = await run(["ingest", join(root, "corpora", "sample", "documents")], "");
    const asked = await run(["start"], `${EGRESS_QUESTIONS.join("\n")}\n/quit\n`);
    const by = watcher === "strace" ? "strace" : "a hook in Node, which sees Node processes only";
    return [...verdict([read, asked], by), ...(watcher === "strace" ? [] : [STRACE_SEES_MORE])];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The runs need no homeserver. */
function withoutSettings(environment: CommandContext["environment"]): CommandContext["environment"] {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith("MATRIX_")));
}

const STRACE_SEES_MORE = warning(
  "strace",
  "not there, or not allowed here",
  "Install the package strace, and every program that Rochdale starts is watched.",
);

function verdict(runs: readonly Watched[], by: string): Finding[] {
  const failed = runs.find(({ code }) => code !== 0);
  if (failed !== undefined) {
    const last = failed.said.trim().split("\n").at(-1) ?? "";
    return [
      problem(
        NAME,
        `expected the run to end with 0, got ${failed.code}: ${last}`,
        "Run `rochdale doctor` without `--egress`.",
      ),
    ];
  }
  const attempts = runs.flatMap(({ attempts: own }) => own);
  const out = attempts.filter((attempt) => !staysHere(attempt));
  const what = `documents read in, ${EGRESS_QUESTIONS.length} questions asked, watched by ${by}`;
  const here = attempts.length - out.length;
  if (out.length === 0)
    return [
      ok(NAME, `${what}: nothing outside of this machine was connected to or asked for, ${here} times something on it`),
    ];
  return [
    problem(
      NAME,
      `${what}: expected nothing outside of this machine, got ${counted(out).join(", ")}`,
      "Please report this: SECURITY.md says how.",
    ),
  ];
}
