/** The container's health check: exit code 0 while `/healthz` answers 200. Runs on any Node ≥ 18. */
const port = process.env.ROCHDALE_METRICS;
const { ok } = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(8_000) }).catch(() => ({
  ok: false,
}));
process.exit(ok ? 0 : 1);
