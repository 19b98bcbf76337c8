import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openRochdale } from "../../bot/open-rochdale.ts";

test("without models, documents can be had and nothing is said of models that are missing", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rochdale-open-"));
  const asked = { home: join(folder, "home"), modelsDir: join(folder, "models"), profile: null, sample: false };
  const options = { ...asked, installModels: false, signal: new AbortController().signal };
  {
    await using rochdale = await openRochdale({ ...options, withModels: false });
    expect(rochdale.models).toEqual({ profile: "none", chat: null, embedding: null, notices: [] });
    expect(rochdale.documents("main")).toEqual([]);
  }
  {
    await using rochdale = await openRochdale(options);
    expect(rochdale.models.notices.length).toBeGreaterThan(0);
  }
  rmSync(folder, { recursive: true });
});
