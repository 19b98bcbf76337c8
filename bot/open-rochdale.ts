/**
 * The composition root of an opened data folder: brings the local models and hands them to `assemble.ts`. For the
 * commands, the chat and the evaluation alike.
 */
import { ocrFolder } from "../corpora/ocr/ocr-files.ts";
import { assembleRochdale } from "./assemble.ts";
import type { Caution } from "./gate.ts";
import { type ModelProgress, openModels } from "./llama/models.ts";
import type { IngestProgress, Rochdale } from "./rochdale.ts";

export type OpenRochdaleOptions = {
  /** The co-op's data folder; created when it is not there. */
  readonly home: string;
  readonly modelsDir: string;
  /** `quotes`, `standard` or `quality`; null chooses by cores and memory. */
  readonly profile: string | null;
  /** How ready replies are to assert; `balanced` when left out. */
  readonly caution?: Caution;
  /** Catalogue id of the chat model that takes the place of the profile's, for measuring one against the other. */
  readonly chatModel?: string | undefined;
  /** May missing models be downloaded first? */
  readonly installModels: boolean;
  /** Build the sample co-operative's collection when it is not there yet; true when left out. */
  readonly sample?: boolean;
  readonly signal: AbortSignal;
  readonly onProgress?: ((progress: IngestProgress | ModelProgress) => void) | undefined;
};

/** @throws IndexVersionError for an index of another version; the signal's reason when aborted. */
export async function openRochdale(options: OpenRochdaleOptions): Promise<Rochdale> {
  const models = await openModels({
    profileName: options.profile,
    chatModel: options.chatModel,
    modelsDir: options.modelsDir,
    installMissing: options.installModels,
    signal: options.signal,
    onProgress: options.onProgress,
  });
  return assembleRochdale({
    home: options.home,
    ocrFolder: ocrFolder(options.modelsDir),
    models,
    caution: options.caution ?? "balanced",
    sample: options.sample ?? true,
    signal: options.signal,
    onProgress: options.onProgress,
  });
}
