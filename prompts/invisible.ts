/** Takes characters out of untrusted text that a reader cannot see but a model can (reliability-security.md 1.1). Pure. */

export function foldInvisible(text: string): string {
  return text
    .replace(
      /[\u{E0000}-\u{E007F}]|\p{Variation_Selector}|[\u200B-\u200F]|[\u202A-\u202E]|[\u2060-\u2069]|\uFEFF|\u00AD/gu,
      "",
    )
    .replace(/[^\P{Cc}\n\t]/gu, " ");
}
