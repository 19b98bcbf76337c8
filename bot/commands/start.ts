/** `rochdale start`, the default: the whole assistant as far as this version goes. */
import type { Command } from "../command.ts";
import { chatCommand, runChat } from "./chat.ts";

export const startCommand: Command = {
  ...chatCommand,
  name: "start",
  summary: "Bring what is missing, then chat in this terminal.",
  run: (input, context) => {
    context.remarks.write(`${NO_MATRIX_YET}\n`);
    return runChat(input, context);
  },
};

const NO_MATRIX_YET = "The Matrix bot is not part of this version yet. You can ask here.";
