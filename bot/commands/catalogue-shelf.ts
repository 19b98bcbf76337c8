/** The model files of `bot/llama/` as the commands see them. */
import { CATALOGUE, findModel } from "../llama/catalogue.ts";
import { type InstallProgress, installModel } from "../llama/install-model.ts";
import { isInstalled, verifyModel } from "../llama/model-files.ts";
import { chooseProfile, thisMachine } from "../llama/profiles.ts";
import type { ModelShelf } from "./model-shelf.ts";
import type { ProgressLine } from "./progress-line.ts";

export function catalogueShelf(modelsDir: string, progress: ProgressLine): ModelShelf {
  const { embedderId, chatId } = chooseProfile(thisMachine());
  return {
    list: () =>
      Promise.all(
        CATALOGUE.map(async (entry) => ({
          id: entry.id,
          title: entry.title,
          task: entry.task,
          licence: entry.licence,
          bytes: entry.bytes,
          languages: entry.languages,
          measured: entry.measured,
          sha256: [entry.sha256],
          installed: await isInstalled(entry, modelsDir),
          inProfile: entry.id === embedderId || entry.id === chatId,
        })),
      ),
    install: async (id, signal) => {
      try {
        const onProgress = (install: InstallProgress) => progress.show({ ...install, id });
        await installModel(findModel(id), { modelsDir, signal, onProgress });
      } finally {
        progress.clear();
      }
    },
    verify: async (id, signal) => {
      const state = await verifyModel(findModel(id), modelsDir, signal);
      return state.kind === "installed" ? null : state.sentence;
    },
  };
}
