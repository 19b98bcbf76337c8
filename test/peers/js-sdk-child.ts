/** The child process of a js-sdk member: requests in, answers out, one line of JSON each. Ends with its input. */
import { createInterface } from "node:readline";
import { z } from "zod";

// matrix-js-sdk tells a great deal; standard output belongs to the answers.
console.log = console.info = console.debug = console.trace = () => {};
console.warn = console.error;

const { JsSdkClient } = await import("./js-sdk-client.ts");

const REQUEST = z.looseObject({ id: z.number(), op: z.string() });
const write = (line: object) => void process.stdout.write(`${JSON.stringify(line)}\n`);
const client = new JsSdkClient(write);

createInterface({ input: process.stdin })
  .on("line", (line) => void answer(REQUEST.parse(JSON.parse(line))))
  .on("close", () => process.exit(0));

async function answer(request: z.infer<typeof REQUEST>): Promise<void> {
  try {
    write({ id: request.id, value: (await client.perform(request)) ?? null });
  } catch (error) {
    write({ id: request.id, error: error instanceof Error ? error.message : String(error) });
  }
}
