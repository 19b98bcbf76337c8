/** Takes characters out of untrusted text that a reader cannot see but a model can (reliability-security.md 1.1). Pure. */
import { withoutInvisible } from "../corpora/invisible.ts";

export function foldInvisible(text: string): string {
  return withoutInvisible(text).replace(/[^\P{Cc}\n\t]/gu, " ");
}
