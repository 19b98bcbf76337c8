/**
 * `rochdale bot` as anybody starts it, under strace, beside a small homeserver on loopback: a member asks twenty questions, the
 * bot is ended. Prints, as JSON, what it tried to reach, how often it replied and how it ended. Its argument is a folder.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { attemptsInTrace, counted } from "../../bot/egress/attempts.ts";
import { EGRESS_QUESTIONS } from "../../bot/egress/egress-check.ts";
import { TRACING_ON } from "../../bot/egress/tracing-on.ts";
import { STRACE } from "../../bot/egress/watch-program.ts";
import { TOKEN } from "../fakes/connection-parts.ts";
import { DEVICE } from "../fakes/key-homeserver.ts";
import { talkingHomeserver } from "./talking-homeserver.ts";

const [folder = ""] = process.argv.slice(2);
const ROOT = join(import.meta.dirname, "..", "..");

await using homeserver = await talkingHomeserver({ collection: "sample", questions: EGRESS_QUESTIONS });
const home = join(folder, "home");
mkdirSync(home, { recursive: true });
writeFileSync(join(home, "store.key"), Buffer.alloc(32, 7));
const trace = join(folder, "bot-trace.txt");
const [strace, ...flags] = STRACE;
const bot = spawn(strace, [...flags, "-o", trace, process.execPath, join(ROOT, "bot", "main.ts"), "bot"], {
  env: {
    ...process.env,
    ...TRACING_ON,
    ...homeserver.settings,
    ROCHDALE_HOME: home,
    ROCHDALE_OFFLINE: "1",
    XDG_CACHE_HOME: join(folder, "no-models"),
    MATRIX_ACCESS_TOKEN: TOKEN,
    MATRIX_DEVICE_ID: DEVICE,
  },
  stdio: ["ignore", "ignore", "pipe"],
});
const errors: string[] = [];
bot.stderr.setEncoding("utf8").on("data", (text) => errors.push(text));
const ended = once(bot, "close");
await Promise.race([homeserver.answered, ended]);
// strace hands a signal on to nobody; the bot is its only child.
const children = readFileSync(`/proc/${bot.pid}/task/${bot.pid}/children`, "utf8").trim();
if (children !== "") process.kill(Number(children.split(" ")[0]), "SIGTERM");
const [code] = await ended;
const own = `127.0.0.1:${new URL(homeserver.baseUrl).port}`;
const attempts = attemptsInTrace(readFileSync(trace, "utf8"));
const elsewhere = counted(attempts.filter(({ to }) => to !== own && !to.startsWith(folder)));
const toHomeserver = attempts.filter(({ to }) => to === own).length;
const replies = homeserver.sent.filter((text) => text.includes('"m.text"')).length;
process.stdout.write(JSON.stringify({ replies, code, elsewhere, toHomeserver, errors: errors.join("").slice(-2_000) }));
process.exit(0);
