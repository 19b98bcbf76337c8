/** The entry point of `npm run demo`: reads the environment and the arguments, and nothing else. */
import { parseArgs } from "node:util";
import { Goodbye } from "../bot/commands/goodbye.ts";
import { pythonDir } from "./python-venv.ts";
import { runDemo } from "./run-demo.ts";
import { startBot } from "./start-bot.ts";
import { keyPressed } from "./wait-for-key.ts";

const HELP = `npm run demo [-- --once]

Starts a real Matrix homeserver on 127.0.0.1, makes an admin, two members and an encrypted room, starts Rochdale with
the sample co-operative and plays a short conversation. One key stops and removes it all.

  --once   ends after the conversation; exit code 0 only when every line was decrypted and right
  --help   this text
`;

const goodbye = new Goodbye();
goodbye.listen();
process.exit(await main());

async function main(): Promise<number> {
  try {
    const { values } = parseArgs({ options: { once: { type: "boolean" }, help: { type: "boolean" } } });
    if (values.help) {
      process.stdout.write(HELP);
      return 0;
    }
    return await runDemo({
      pythonDirectory: pythonDir(process.env),
      environment: process.env,
      startBot,
      write: (text) => void process.stdout.write(text),
      signal: goodbye.signal,
      waitForKey: values.once ? null : () => keyPressed(process.stdin, goodbye.signal, announce),
    });
  } catch (error) {
    if (goodbye.exitCode !== null) return goodbye.exitCode;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof TypeError ? 2 : 1;
  }
}

function announce(how: string): void {
  process.stdout.write(`${how}\n`);
}
