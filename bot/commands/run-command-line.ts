/** From the words after `rochdale` to an exit code. Starts no process and reads no environment. */
import { type CommandContext, type CommandEntry, UsageError } from "../command.ts";
import { commandHelp, programHelp } from "./help.ts";
import { parseArguments } from "./parse-arguments.ts";
import { findCommand } from "./registry.ts";

/** Exit codes: 0 done, 1 something went wrong, 2 the arguments cannot be used. */
export async function runCommandLine(
  args: readonly string[],
  entries: readonly CommandEntry[],
  context: CommandContext,
  version: string,
): Promise<number> {
  try {
    return await dispatch(args, entries, context, version);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    context.remarks.write(`${error.message}\n`);
    return 2;
  }
}

async function dispatch(
  args: readonly string[],
  entries: readonly CommandEntry[],
  context: CommandContext,
  version: string,
): Promise<number> {
  const [first = "start"] = args;
  if (isHelp(first)) return print(context, programHelp(entries));
  if (first === "--version" || first === "-v") return print(context, `${version}\n`);
  const startsWithOption = first.startsWith("-");
  const command = await findCommand(entries, startsWithOption ? "start" : first).load();
  const rest = args.slice(startsWithOption ? 0 : 1);
  if (rest.some(isHelp)) return print(context, commandHelp(command));
  return command.run(parseArguments(command, rest), context);
}

function isHelp(word: string): boolean {
  return word === "--help" || word === "-h";
}

function print(context: CommandContext, text: string): number {
  context.output.write(text);
  return 0;
}
