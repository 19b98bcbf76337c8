/**
 * What text recognition is made of: Tesseract as WebAssembly, pdf.js with its decoders of scans, and one file of data per language, where they come from
 * on npm, and the SHA-256 that alone decides whether a file is the one meant. Pure data.
 */

export type OcrFile = {
  /** The name under which it lies in the folder of text recognition. */
  readonly name: string;
  readonly package: string;
  readonly version: string;
  /** Its path inside the package. */
  readonly member: string;
  readonly bytes: number;
  readonly sha256: string;
};

export type OcrLanguage = {
  /** How it is installed: `ocr-deu`. */
  readonly id: string;
  /** Tesseract's name of the language (ISO 639-2). */
  readonly name: string;
  /** ISO 639-1. */
  readonly code: string;
  readonly title: string;
  readonly file: OcrFile;
};

const CORE = { package: "tesseract.js-core", version: "7.0.0" };
/** The version that `unpdf` is made of. */
const PDFJS = { package: "pdfjs-dist", version: "6.1.200" };

/** Tesseract for processors with SIMD, with its newer recogniser alone. */
export const OCR_ENGINE = {
  script: {
    ...CORE,
    name: "tesseract-core.cjs",
    member: "tesseract-core-simd-lstm.js",
    bytes: 89_271,
    sha256: "e48e2f02ddae3716c8dd24bf41cd290d4efa96892d689cdc4013c2545d63f469",
  },
  wasm: {
    ...CORE,
    name: "tesseract-core.wasm",
    member: "tesseract-core-simd-lstm.wasm",
    bytes: 2_857_601,
    sha256: "34e8d50cac216427d86bf397d610fdd9f49492539bbcdfbfccc4eda20c810bea",
  },
  pdf: {
    ...PDFJS,
    name: "pdf.min.mjs",
    member: "legacy/build/pdf.min.mjs",
    bytes: 509_635,
    sha256: "1aa1611025bfb69ddebf9410ae4a7a8c269828496bd57d2fb9aacc66d09da0a3",
  },
  pdfWorker: {
    ...PDFJS,
    name: "pdf.worker.min.mjs",
    member: "legacy/build/pdf.worker.min.mjs",
    bytes: 1_304_896,
    sha256: "30237a42aa8bde8d87770bc5b55848d792953d6f1befe5958dc61314b3a67d51",
  },
  jbig2: {
    ...PDFJS,
    name: "jbig2.wasm",
    member: "wasm/jbig2.wasm",
    bytes: 104_852,
    sha256: "e6bee67724a7b5436fe8162638e3708cfc8d52b6342db69a49715e30ff27cfdc",
  },
  openjpeg: {
    ...PDFJS,
    name: "openjpeg.wasm",
    member: "wasm/openjpeg.wasm",
    bytes: 252_032,
    sha256: "004a0e62db930ba9ff2a22212f4554d0bb57a0635a8287caf70f98117cee14ba",
  },
} as const satisfies Readonly<Record<string, OcrFile>>;

export const OCR_LICENCE = "Apache-2.0";

export const OCR_LANGUAGES: readonly OcrLanguage[] = [
  language("eng", "en", "English", 2_952_873, "45b4cb346724ac1774f1c36f42f182b887bcdb28ebe63e6fff90ac41f3fcff91"),
  language("deu", "de", "German", 1_333_102, "306c4280d0cbed46fbff727486bd43b92730181bae80f56941a091f363bdf28b"),
  language("fra", "fr", "French", 707_406, "d611139672b3752c7097e671e4a1d9209dfd37f2aeb081ef6487fba3351e9255"),
  language("spa", "es", "Spanish", 2_100_190, "40be52f97b5d4eb7460073dc1f94cd546b27150333c0bf854ed7e7132db6bceb"),
  language("cat", "ca", "Catalan", 639_438, "1003ea7490d8c88b9308ed5dead936910a662fc9a4222cd536b92a17178e41eb"),
  language("dan", "da", "Danish", 1_845_116, "6af1a07c22894b728ebc75f0fd0c8519eca002cfab6da903eb4d62e24f163abc"),
];

/** The integer form of Tesseract's best models (`best_int`), which tesseract.js takes by itself for its newer recogniser. */
function language(name: string, code: string, title: string, bytes: number, sha256: string): OcrLanguage {
  return {
    id: `ocr-${name}`,
    name,
    code,
    title: `Text recognition (OCR), ${title}`,
    file: {
      name: `${name}.traineddata.gz`,
      package: `@tesseract.js-data/${name}`,
      version: "1.0.0",
      member: `4.0.0_best_int/${name}.traineddata.gz`,
      bytes,
      sha256,
    },
  };
}

/** All that a language needs, engine included. */
export function filesOf({ file }: OcrLanguage): readonly OcrFile[] {
  return [...Object.values(OCR_ENGINE), file];
}
