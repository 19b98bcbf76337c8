/** The board and the alerts ask only for figures that the bot tells, and tell every remedy. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { OUTCOMES } from "../../bot/answer-types.ts";
import { ENDINGS } from "../../bot/recorder.ts";
import { prometheusMetrics, STEPS } from "../../bot/watching/prometheus.ts";
import { ROOT } from "../source-files.ts";

const BOARD = z.object({
  panels: z.array(
    z.object({
      id: z.number(),
      title: z.string(),
      gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
      targets: z.array(z.object({ expr: z.string() })).min(1),
    }),
  ),
});
const ALERTS = z.object({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^Rochdale[A-Z]\w+$/),
          expr: z.string(),
          for: z
            .string()
            .regex(/^\d+[smh]$/)
            .optional(),
          labels: z.strictObject({ severity: z.enum(["warning", "critical"]) }),
          annotations: z.strictObject({ summary: z.string(), remedy: z.string() }),
        }),
      ),
    }),
  ),
});

const read = (name: string) => readFileSync(join(ROOT, "deploy", name), "utf8");
const board = BOARD.parse(JSON.parse(read("grafana-board.json")));
const rules = ALERTS.parse(parse(read("alerts.yaml"))).groups.flatMap(({ rules }) => rules);
const asked = [
  ...board.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
  ...rules.map(({ alert, expr }) => [alert, expr] as const),
];

/** Names and label values as a bot tells them that has just been started. */
async function told(): Promise<string> {
  const figures = {
    ...{ waiting: 0, files: 0, rooms: 0, documents: 0, passages: 0, pendingPassages: 0, databaseBytes: 0 },
    ...{ indexBytes: 0, freeBytes: 0, modelRestarts: 0, lastBackup: null, degraded: [] },
  };
  const metrics = prometheusMetrics({
    figures: async () => figures,
    kinds: ["disk"],
    version: "1",
    clock: () => 0,
  });
  metrics.recorder.synced();
  return metrics.text();
}

describe("the board and the alerts", () => {
  test("ask only for figures that there are", async () => {
    const known = new Set([...(await told()).matchAll(/^(\w+)(?:\{| )/gm)].map(([, name]) => name));
    known.add("up"); // Prometheus' own
    const missing = asked.flatMap(([where, expr]) =>
      namesIn(expr)
        .filter((name) => !known.has(name))
        .map((name) => `${where}: ${name}`),
    );
    expect(missing).toEqual([]);
  });

  test("ask only for endings and steps that there are", () => {
    const values = { ending: [...OUTCOMES, ...ENDINGS], step: STEPS, job: ["rochdale"] };
    const unknown = asked.flatMap(([where, expr]) =>
      [...expr.matchAll(/\b(\w+)=~?"([^"]*)"/g)].flatMap(([, label = "", words = ""]) => {
        const allowed: readonly string[] = Object.entries(values).find(([name]) => name === label)?.[1] ?? [];
        return words.split("|").flatMap((word) => (allowed.includes(word) ? [] : [`${where}: ${label}=${word}`]));
      }),
    );
    expect(unknown).toEqual([]);
  });

  test("leave no figure of ours unseen", async () => {
    const ours = new Set([...(await told()).matchAll(/^# TYPE (rochdale_\w+)/gm)].map(([, name]) => name ?? ""));
    const seen = asked.flatMap(([, expr]) => namesIn(expr).map((name) => name.replace(/_bucket$/, "")));
    expect([...ours].filter((name) => !seen.includes(name))).toEqual([]);
  });

  test("have panels that do not lie on each other, each with its own number", () => {
    const cells = board.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(new Set(board.panels.map(({ id }) => id)).size).toBe(board.panels.length);
    expect(board.panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
  });

  test("are what Prometheus reads, where its promtool is installed", () => {
    const promtool = (process.env.PATH ?? "")
      .split(":")
      .map((folder) => join(folder, "promtool"))
      .find(existsSync);
    if (promtool === undefined) return console.log("promtool is not installed: the rules were read as YAML only.");
    const said = execFileSync(promtool, ["check", "rules", join(ROOT, "deploy/alerts.yaml")], { encoding: "utf8" });
    expect(said).toContain(`SUCCESS: ${rules.length} rules found`);
  });
});

/** Functions, words of the language and what stands in braces are no figures. */
function namesIn(expr: string): string[] {
  const bare = expr.replace(/\{[^}]*\}/g, "").replace(/\b(?:by|without) \([^)]*\)/g, "");
  return [...bare.matchAll(/\b([a-z_]\w*)\b(?!\s*\()/g)]
    .map(([, name = ""]) => name)
    .filter((name) => !/^(?:le|[smhd])$/.test(name));
}
