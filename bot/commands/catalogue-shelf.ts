/** The model files of `bot/llama/` as the commands see them, with a line of progress while one is fetched. */
import type { Output } from "../command.ts";
import { CATALOGUE, findModel } from "../llama/catalogue.ts";
import { type InstallProgress, installModel } from "../llama/install-model.ts";
import { isInstalled, verifyModel } from "../llama/model-files.ts";
import type { ModelShelf } from "./model-shelf.ts";

/** @param usedHere Ids of the models that this machine's profile uses. */
export function catalogueShelf(modelsDir: string, usedHere: readonly string[], remarks: Output): ModelShelf {
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
          installed: await isInstalled(entry, modelsDir),
          inProfile: usedHere.includes(entry.id),
        })),
      ),
    install: async (id, signal) => {
      const onProgress = (progress: InstallProgress) => {
        if (remarks.isTerminal) remarks.write(`\r\u001b[K${progressText(id, progress)}`);
      };
      try {
        await installModel(findModel(id), { modelsDir, signal, onProgress });
      } finally {
        if (remarks.isTerminal) remarks.write("\r\u001b[K");
      }
    },
    verify: async (id, signal) => {
      const state = await verifyModel(findModel(id), modelsDir, signal);
      return state.kind === "installed" ? null : state.sentence;
    },
  };
}

/** "qwen2.5-coder-1.5b: 310 of 1117 MB, 24 MB/s, about 34 s left" */
export function progressText(id: string, { bytes, totalBytes, bytesPerSecond, secondsLeft }: InstallProgress): string {
  const megabytes = (count: number) => Math.round(count / 1e6);
  const left = secondsLeft === null ? "" : `, about ${Math.ceil(secondsLeft)} s left`;
  return `${id}: ${megabytes(bytes)} of ${megabytes(totalBytes)} MB, ${megabytes(bytesPerSecond)} MB/s${left}`;
}
