/** Words that call a row a total, a sub-total or a balance, in six languages. Pure; does no arithmetic. */
import { tableWords } from "./words.ts";

const SUBTOTAL = new Set(
  "subtotal subtotals zwischensumme teilsumme soustotal delsum delsammen zwischen teil".split(" "),
);
const TOTAL = new Set(
  "total totals totale totaux totales totalt summe gesamt gesamtsumme insgesamt sum suma somme ialt tilsammen sammen altogether overall zusammen".split(
    " ",
  ),
);
const DERIVED = new Set(
  "balance saldo result surplus deficit net ergebnis uberschuss fehlbetrag verlust gewinn solde resultat excedent superavit resultado overskud underskud difference differenz ecart diferencia forskel profit loss".split(
    " ",
  ),
);
/** A longer label is a sentence, not the name of a total. */
const LABEL_WORDS = 7;

export type Label = { readonly kind: "subtotal" | "total" | "derived" | null; readonly rest: readonly string[] };

/** What a label calls its row, and the words left: "Summe Reparaturen" → total, ["reparaturen"]. */
export function readLabel(text: string): Label {
  const words = tableWords(text.replace(/\bi alt\b/giu, "ialt").replace(/\b(sub|sous)[ -]total/giu, "$1total"));
  if (words.length === 0 || words.length > LABEL_WORDS) return { kind: null, rest: words };
  const [first = "", last = ""] = [words[0], words[words.length - 1]];
  const at = (set: ReadonlySet<string>) => set.has(first) || set.has(last);
  const rest = words.filter((word) => !SUBTOTAL.has(word) && !TOTAL.has(word) && !FILLERS.has(word));
  if (at(SUBTOTAL)) return { kind: "subtotal", rest };
  if (at(TOTAL)) return { kind: "total", rest };
  return at(DERIVED) ? { kind: "derived", rest } : { kind: null, rest: words };
}

const FILLERS = new Set(
  "of der die das des du de la le les los las del d af for grand general generale generel".split(" "),
);

const ALL = /^(?:all|alle|tous|toutes|todos|todas|tots|totes|samtlige|everyone|together)(?!\p{L})/iu;

/** "All members": a total only where the sums agree. */
export function saysAll(text: string): boolean {
  return ALL.test(text.trim());
}
