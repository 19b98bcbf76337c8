/**
 * The composition root of an opened data folder: brings the local models and hands them to `assemble.ts`. For the
 * commands, the chat and the evaluation alike.
 */
import { ocrFolder } from "../corpora/ocr/ocr-files.ts";
import { assembleRochdale, type OpenedModels } from "./assemble.ts";
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
  /** False: opens no model and says nothing of those that are missing; documents can be listed and decided about. */
  readonly withModels?: boolean;
  /** Build the sample co-operative's collection when it is not there yet; true when left out. */
  readonly sample?: boolean;
  readonly signal: AbortSignal;
  readonly onProgress?: ((progress: IngestProgress | ModelProgress) => void) | undefined;
};

/** @throws IndexVersionError for an index of another version; the signal's reason when aborted. */
export async function openRochdale(options: OpenRochdaleOptions): Promise<Rochdale> {
  const models = options.withModels === false ? NO_MODELS : await openModels(modelOptions(options));
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

const modelOptions = (options: OpenRochdaleOptions) => ({
  profileName: options.profile,
  chatModel: options.chatModel,
  modelsDir: options.modelsDir,
  installMissing: options.installModels,
  signal: options.signal,
  onProgress: options.onProgress,
});

const NO_MODELS: OpenedModels = {
  profile: "none",
  embedder: null,
  embedderId: null,
  chatModel: null,
  chatModelId: null,
  notices: [],
  memory: () => Promise.resolve({}),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};
