import { expect, test } from "vitest";
import { findClauses } from "../../retrieval/clauses.ts";
import { makeDocument } from "../fakes/make-document.ts";

/** "path: text" of every clause; "#" behind the path of one that is only counted. */
function clausesOf(source: string): string[] {
  const document = makeDocument(source);
  return findClauses(document).map(
    ({ path, counted, start, end }) =>
      `${path.join(".")}${counted ? "#" : ""}: ${document.text.slice(start, end).replace(/\n+/gu, " / ")}`,
  );
}

test("paragraphs in brackets and their letters stand under their section", () => {
  expect(
    clausesOf("# § 4 Fees\n- (1) Fees are due.\n- (2) Nobody pays who\n- a) is ill or\n- b) is away.\n- (3) End."),
  ).toEqual([
    "4: § 4 Fees / (1) Fees are due. / (2) Nobody pays who / a) is ill or / b) is away. / (3) End.",
    "4.1: (1) Fees are due.",
    "4.2: (2) Nobody pays who / a) is ill or / b) is away.",
    "4.2.a: a) is ill or",
    "4.2.b: b) is away.",
    "4.3: (3) End.",
  ]);
});

test("a section holds the sections below it, and dotted numbers count from the outermost", () => {
  expect(
    clausesOf("# Part II Members\n## 3 Rights\n### 3.1 Vote\nAll vote.\n### 3.2 Speech\n## 4 Duties\n4.1 Pay."),
  ).toEqual([
    "2: Part II Members / 3 Rights / 3.1 Vote / All vote. / 3.2 Speech / 4 Duties / 4.1 Pay.",
    "3: 3 Rights / 3.1 Vote / All vote. / 3.2 Speech",
    "3.1: 3.1 Vote / All vote.",
    "3.1.1#: All vote.",
    "3.2: 3.2 Speech",
    "4: 4 Duties / 4.1 Pay.",
    "4.1: 4.1 Pay.",
  ]);
});

test("in Danish the paragraph before stk. 2 is stk. 1", () => {
  expect(clausesOf("# § 5 Møde\nDer holdes møde.\nStk. 2. Det indkaldes.\nStk. 3. Alle må komme.").slice(1)).toEqual([
    "5.1: Der holdes møde.",
    "5.2: Stk. 2. Det indkaldes.",
    "5.3: Stk. 3. Alle må komme.",
  ]);
});

test("paragraphs without numbers are counted, footnotes are not", () => {
  expect(clausesOf("# Article 7\nLe comité décide.[1]\nIl rend compte.\n[1] Voir l'article 9.").slice(1)).toEqual([
    "7.1#: Le comité décide.[1]",
    "7.2#: Il rend compte.",
  ]);
});

test("roman numbers follow letters, and an i after h is a letter", () => {
  const roman = clausesOf("# § 1 A\n- (1) One:\n- a) first\n- i) inner\n- ii) other\n- b) second").map(
    (line) => line.split(":")[0],
  );
  expect(roman).toEqual(["1", "1.1", "1.1.a", "1.1.a.i", "1.1.a.ii", "1.1.b"]);
  const letters = clausesOf("# § 1 A\n- g) seven\n- h) eight\n- i) nine").map((line) => line.split(":")[0]);
  expect(letters).toEqual(["1", "1.g", "1.h", "1.i"]);
});

test("clauses that run into their text count where no section has a number", () => {
  expect(clausesOf("Rules of the mill\nArt. 5. The board leads.\n(2) It meets.\nArticle 6 applies to guests.")).toEqual(
    [
      "5: Art. 5. The board leads. / (2) It meets. / Article 6 applies to guests.",
      "5.2: (2) It meets. / Article 6 applies to guests.",
    ],
  );
});
