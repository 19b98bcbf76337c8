/** `rochdale prepare`: what a first start brings (models, the sample's index), without a chat. */
import type { Command } from "../command.ts";
import { PROFILE_OPTION, profileOf } from "./options.ts";

export const prepareCommand: Command = {
  name: "prepare",
  summary: "Bring models and sample without asking anything.",
  usage: "[OPTIONS]",
  details: ["For machines that will be offline later, and before tests."],
  options: { profile: PROFILE_OPTION },
  positionals: { label: "nothing", least: 0, most: 0 },
  run: async (input, context) => {
    await using rochdale = await context.open({ installModels: true, profile: profileOf(input) });
    const { profile, chat, embedding } = rochdale.models;
    context.remarks.write(
      `Ready: profile ${profile}, embedder ${embedding ?? "none"}, chat model ${chat ?? "none"}, collection ${rochdale.defaultCollection}.\n`,
    );
    return 0;
  },
};
