/** What the SDK says goes to our log, its texts only: the objects that it prints may hold anything. */
import { LogService } from "matrix-bot-sdk";
import type { ConnectionLog } from "./log.ts";

/** For the whole process: the SDK has one logger. */
export function quietSdkLog(log: ConnectionLog): void {
  const at =
    (level: "debug" | "warn" | "error") =>
    (module: string, ...said: unknown[]): void =>
      log(level, "sdk-said", { module, text: said.filter((item) => typeof item === "string").join(" ") });
  // What it calls an error is mostly one that we handle.
  LogService.setLogger({
    trace: () => {},
    debug: at("debug"),
    info: at("debug"),
    warn: at("debug"),
    error: at("warn"),
  });
}
