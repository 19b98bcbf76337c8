/**
 * What Rochdale is made of, as a CycloneDX document: npm's own list of packages, and what npm does not know: what lies
 * inside packages, the models and text recognition, each with its hash. Pure; who asks npm is the command `sbom`.
 */
import { z } from "zod";
import { filesOf, OCR_LANGUAGES, OCR_LICENCE, type OcrFile } from "../../corpora/ocr/ocr-catalogue.ts";
import { CATALOGUE, type CatalogueEntry } from "../llama/catalogue.ts";
import { licenceOf } from "./licences.ts";

const componentSchema = z.looseObject({
  "bom-ref": z.string(),
  type: z.string(),
  name: z.string(),
  version: z.string().optional(),
  purl: z.string().optional(),
  hashes: z.array(z.looseObject({ alg: z.string(), content: z.string() })).optional(),
  licenses: z.array(z.unknown()).optional(),
  properties: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
});
const dependencySchema = z.object({ ref: z.string(), dependsOn: z.array(z.string()).optional() });
const listSchema = z.looseObject({
  bomFormat: z.literal("CycloneDX"),
  metadata: z.looseObject({ component: componentSchema }),
  components: z.array(componentSchema),
  dependencies: z.array(dependencySchema),
});

export type Component = z.infer<typeof componentSchema>;
export type BillOfMaterials = z.infer<typeof listSchema>;

/** What npm is asked for. */
export const NPM_LIST = ["sbom", "--sbom-format=cyclonedx", "--sbom-type=application"] as const;

/**
 * @param printed what npm gave for `NPM_LIST`
 * @param inside versions of what comes inside packages: `inside.ts`
 * @throws ZodError when that is no CycloneDX document
 */
export function billOfMaterials(printed: string, inside: readonly Inside[]): BillOfMaterials {
  const list = listSchema.parse(JSON.parse(printed));
  const { component } = list.metadata;
  // `npm sbom --omit=dev` (11.19) would leave out what tests need too, the encryption among it.
  const tools = new Set(list.components.filter(isTool).map((part) => part["bom-ref"]));
  const isKept = (ref: string) => !tools.has(ref);
  const packages = list.components.filter((part) => isKept(part["bom-ref"]));
  return {
    ...list,
    // npm takes the folder's name, whatever somebody called their clone.
    metadata: { ...list.metadata, component: { ...component, name: "rochdale", type: "application" } },
    components: [...packages.map(corrected), ...inside.map(insideComponent), ...models(), ...recognition()],
    dependencies: list.dependencies
      .filter(({ ref }) => isKept(ref))
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter(isKept) })),
  };
}

/** A package for building and testing alone. */
const isTool = ({ properties = [] }: Component) =>
  properties.some(({ name, value }) => name === "cdx:npm:package:development" && value === "true");

/** Something that has a name of its own and comes inside a package of npm. */
export type Inside = {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** Package URL: `pkg:github/owner/name@version`. */
  readonly purl: string;
};

/**
 * A folder of this repository that stands in for a package bears that package's name, and is none of its versions: its
 * package URL would bring it the other's vulnerabilities.
 */
function corrected(component: Component): Component {
  const { purl, ...rest } = component;
  const isOurs = component.hashes === undefined;
  const licences = component.licenses ?? [];
  const licence = licences.length === 0 ? licenceOf({ name: component.name, version: component.version }) : null;
  return {
    ...rest,
    ...(isOurs || purl === undefined ? {} : { purl }),
    licenses: licence === null ? licences : [{ license: { id: licence } }],
  };
}

const insideComponent = ({ name, version, licence, purl }: Inside): Component => ({
  "bom-ref": purl,
  type: "library",
  name,
  version,
  scope: "required",
  purl,
  licenses: [{ license: { id: licence } }],
});

const models = () => CATALOGUE.map(modelComponent);

function modelComponent({ id, title, licence, sha256, sources }: CatalogueEntry): Component {
  const addresses = sources.flatMap((source) => (source.kind === "url" ? [source.url] : []));
  return {
    "bom-ref": `model:${id}`,
    type: "machine-learning-model",
    name: id,
    version: sha256.slice(0, 12),
    description: title,
    scope: "optional",
    hashes: [{ alg: "SHA-256", content: sha256 }],
    licenses: [{ license: { id: licence } }],
    externalReferences: addresses.map((url) => ({ type: "distribution", url })),
  };
}

function recognition(): Component[] {
  const files = new Map(OCR_LANGUAGES.flatMap(filesOf).map((file) => [file.name, file]));
  return [...files.values()].map(recognitionComponent);
}

const recognitionComponent = ({ name, package: from, version, member, sha256 }: OcrFile): Component => ({
  "bom-ref": `ocr:${name}`,
  type: "file",
  name: `${from}/${member}`,
  version,
  scope: "optional",
  hashes: [{ alg: "SHA-256", content: sha256 }],
  licenses: [{ license: { id: OCR_LICENCE } }],
});
