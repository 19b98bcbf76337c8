/** `rochdale chat`: questions in this terminal, or line by line from a pipe. */
import type { Command, CommandContext, CommandInput } from "../command.ts";
import { chat } from "../terminal/chat.ts";
import {
  AS_OF_OPTION,
  asOfOption,
  CAUTION_OPTION,
  COLLECTION_OPTION,
  cautionOf,
  collectionOption,
  PROFILE_OPTION,
  profileOf,
} from "./options.ts";

export const chatCommand: Command = {
  name: "chat",
  summary: "Ask questions in this terminal, one after the other.",
  usage: "[OPTIONS]",
  details: ["In a pipe, every line is a question and only the replies are printed. `/help` lists what else it knows."],
  options: { collection: COLLECTION_OPTION, "as-of": AS_OF_OPTION, profile: PROFILE_OPTION, caution: CAUTION_OPTION },
  positionals: { label: "nothing", least: 0, most: 0 },
  run: runChat,
};

/** Opens the data folder and chats until the input ends. */
export async function runChat(input: CommandInput, context: CommandContext): Promise<number> {
  const asOf = asOfOption(input);
  const [profile, caution] = [profileOf(input), cautionOf(input)];
  await using rochdale = await context.open({ installModels: true, profile, caution });
  rochdale.embedding.begin();
  const collection = collectionOption(input, rochdale);
  await chat({ rochdale, collection, asOf, input: context.input, output: context.output, signal: context.signal });
  return 0;
}
