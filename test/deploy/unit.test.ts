/** The units of systemd: what they forbid, as systemd itself reads them where it is installed. */
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { KNOWN_KEYS } from "../../bot/matrix/settings-schema.ts";
import { ROOT } from "../source-files.ts";

const SERVICES = ["rochdale.service", "rochdale-backup.service"];
const UNITS = [...SERVICES, "rochdale-backup.timer"];
const path = (name: string) => join(ROOT, "deploy", name);
const isInstalled = spawnSync("systemd-analyze", ["--version"]).status === 0;

/** Of ten, ten the worst, as `systemd-analyze security` counts; an ordinary service has 9.6. */
const MOST_EXPOSED = 1.5;

describe.each(SERVICES)("%s", (name) => {
  const unit = readUnit(name);

  test("gives no rights, no devices, no other people's files, and bounds what it takes", () => {
    expect(unit).toMatchObject({
      NoNewPrivileges: "yes",
      PrivateTmp: "yes",
      PrivateDevices: "yes",
      ProtectSystem: "strict",
      ProtectHome: "yes",
      CapabilityBoundingSet: "",
      User: "rochdale",
      UMask: "0077",
      LimitCORE: "0",
    });
    expect(unit.MemoryMax).toMatch(/^\d+[MG]$/);
    expect(unit.RestrictAddressFamilies).toBe(name === "rochdale.service" ? "AF_INET AF_INET6 AF_UNIX" : "AF_UNIX");
    expect(unit.SystemCallFilter).toContain("@system-service");
  });

  test("hands its secrets over as credentials and sets only what the bot knows", () => {
    const set = (unit.Environment ?? "").split(/\s+/).map((pair) => pair.split("="));
    const secrets = set.filter(([, value]) => value?.startsWith("%d/"));
    const handed = (unit.LoadCredential ?? "").split(/\s+/).map((pair) => pair.split(":")[0]);
    expect(secrets.map(([, value]) => value?.slice(3)).filter((file) => !handed.includes(file))).toEqual([]);
    expect(secrets.length).toBe(2);
    const others = ["XDG_CACHE_HOME", "NODE_ENV"];
    expect(set.map(([key = ""]) => key).filter((key) => !KNOWN_KEYS.includes(key) && !others.includes(key))).toEqual(
      [],
    );
  });
});

test("systemd takes the units as they are, and finds little that they leave open", () => {
  if (!isInstalled) {
    expect(process.env.CI, "Expected systemd-analyze in CI, found none.").toBeUndefined();
    return console.log("systemd-analyze is not installed: the units were read as text only.");
  }
  for (const name of UNITS) {
    const { status, stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", path(name)], { encoding: "utf8" });
    // The program and the user are there only where Rochdale is installed as the README says.
    const said = stderr
      .split("\n")
      .filter((line) => /^\S*rochdale/.test(line) && !/not executable|No such file/.test(line));
    expect([status === 0 || said.length === 0, said]).toEqual([true, []]);
  }
  for (const name of SERVICES) {
    const told = execFileSync("systemd-analyze", ["security", "--offline=true", path(name)], { encoding: "utf8" });
    expect(Number(/exposure level for \S+: ([\d.]+)/.exec(told)?.[1])).toBeLessThanOrEqual(MOST_EXPOSED);
  }
});

/** Keys of all sections; what is given several times is put one behind the other. */
function readUnit(name: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const line of readFileSync(path(name), "utf8").split("\n")) {
    const [, key, value = ""] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? [];
    if (key !== undefined) found[key] = found[key] === undefined ? value : `${found[key]} ${value}`;
  }
  return found;
}
