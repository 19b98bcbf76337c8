import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openModels } from "../../../bot/llama/models.ts";

let modelsDir: string;
beforeEach(async () => {
  modelsDir = await mkdtemp(join(tmpdir(), "rochdale-no-models-"));
});
afterEach(() => rm(modelsDir, { recursive: true, force: true }));

describe("opening models that are not there", () => {
  const open = async (choice: { profileName: string; chatModel?: string }) => {
    const signal = new AbortController().signal;
    await using models = await openModels({ ...choice, modelsDir, signal, installMissing: false });
    return { profile: models.profile, chat: models.chatModelId, notices: models.notices };
  };
  const missing = (id: string) =>
    `The model \`${id}\` is not installed. Remedy: run \`rochdale models install ${id}\`.`;

  test("names those of the profile", async () => {
    expect(await open({ profileName: "standard" })).toEqual({
      profile: "standard",
      chat: null,
      notices: [missing("multilingual-e5-small"), missing("qwen2.5-coder-1.5b")],
    });
  });

  test("names the chat model that was asked for in place of the profile's", async () => {
    const { notices } = await open({ profileName: "standard", chatModel: "qwen3-0.6b" });
    expect(notices).toEqual([missing("multilingual-e5-small"), missing("qwen3-0.6b")]);
  });

  test("refuses an id that is no chat model", async () => {
    await expect(open({ profileName: "standard", chatModel: "multilingual-e5-small" })).rejects.toThrow(
      "Expected the id of a chat model, got `multilingual-e5-small`, an embedding model.",
    );
  });
});
