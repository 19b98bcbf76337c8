import { describe, expect, test } from "vitest";
import type { ModelShelf, ShelvedModel } from "../../../bot/commands/model-shelf.ts";
import { modelsCommand } from "../../../bot/commands/models.ts";
import { parseArguments } from "../../../bot/commands/parse-arguments.ts";
import { fakeContext } from "../../fakes/fake-context.ts";

const embedder: ShelvedModel = {
  id: "small-embedder",
  title: "Small embedder",
  task: "embedding",
  licence: "MIT",
  bytes: 73_640_576,
  languages: ["en", "de"],
  measured: true,
  installed: true,
  inProfile: true,
};
const chat: ShelvedModel = { ...embedder, id: "chat-1b", task: "chat", measured: false, installed: false };
const spare: ShelvedModel = { ...chat, id: "chat-4b", inProfile: false };

async function models(args: readonly string[], shelf: Partial<ModelShelf> = {}) {
  const context = fakeContext();
  const list = () => Promise.resolve([embedder, chat, spare]);
  const code = await modelsCommand.run(parseArguments(modelsCommand, args), {
    ...context,
    models: { ...context.models, list, ...shelf },
  });
  return { code, stdout: context.output.text };
}

describe("rochdale models", () => {
  test("lists licence, size, languages, and what is measured, installed and used", async () => {
    expect((await models([])).stdout).toBe(
      `id              task       licence  size   languages  evaluation    here
small-embedder  embedding  MIT      74 MB  en de      measured      installed      used on this machine
chat-1b         chat       MIT      74 MB  en de      not measured  not installed  used on this machine
chat-4b         chat       MIT      74 MB  en de      not measured  not installed
`,
    );
  });

  test("installs those of this machine's profile when none is named", async () => {
    const asked: string[] = [];
    const install = async (id: string) => void asked.push(id);
    expect(await models(["install"], { install })).toEqual({
      code: 0,
      stdout: "installed  small-embedder\ninstalled  chat-1b\n",
    });
    expect(asked).toEqual(["small-embedder", "chat-1b"]);
  });

  test("tells the sentence of a model that cannot be had, and goes on with the next", async () => {
    const install = (id: string) => (id === "chat-4b" ? Promise.reject(new Error("No network.")) : Promise.resolve());
    expect(await models(["install", "chat-4b", "chat-1b"], { install })).toEqual({
      code: 1,
      stdout: "problem    chat-4b — No network.\ninstalled  chat-1b\n",
    });
  });

  test("verifies what is installed, in JSON too", async () => {
    const { code, stdout } = await models(["verify", "--json"], { verify: async () => "Expected `a`, got `b`." });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual([{ id: "small-embedder", ok: false, problem: "Expected `a`, got `b`." }]);
  });

  test.each([
    [
      ["instal"],
      "Expected `install` or `verify` after `rochdale models`, got `instal`. Did you mean `install`? `rochdale models --help` explains both.",
    ],
    [
      ["install", "chat-2b"],
      "Expected the id of a model, got `chat-2b`. Did you mean `chat-1b`? `rochdale models` lists them.",
    ],
  ])("%j is refused", async (args, sentence) => {
    await expect(models(args)).rejects.toThrow(sentence);
  });
});
