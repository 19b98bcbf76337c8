import { expect, test } from "vitest";
import { defang } from "../../../bot/matrix/defang.ts";

/** As it reads on a screen. */
function seen(text: string): string {
  return defang(text).replaceAll("\u2060", "");
}

test.each([
  ["see https://evil.example/x.html now", "see hxxps://evil[.]example/x[.]html now"],
  ["HTTP://EVIL.COM", "HXXP://EVIL[.]COM"],
  ["ftp://evil.com/x", "fxp://evil[.]com/x"],
  ["gopher://evil.com", "gopher[:]//evil[.]com"],
  ["www.evil.com.", "www[.]evil[.]com."],
  ["(evil.com/x?y=1)", "(evil[.]com/x?y=1)"],
  ["evil.com:8080", "evil[.]com:8080"],
  ["http://127.0.0.1/x", "hxxp://127[.]0[.]0[.]1/x"],
  ["10.0.0.1:80", "10[.]0[.]0[.]1:80"],
  ["mailto:eve@evil.com", "mailto[:]eve@evil.com"],
  ["mxc://evil.com/x", "mxc[:]//evil[.]com/x"],
  ["matrix:u/eve", "matrix[:]u/eve"],
  ["[1]: https://evil.com", "[1]: hxxps://evil[.]com"],
])("%j reads %j", (text, reads) => {
  expect(seen(text)).toBe(reads);
});

test.each([
  ["@room", "@\u2060room"],
  ["@eve:evil.com", "@\u2060eve:evil.\u2060com"],
  ["#hall:evil.com", "#\u2060hall:evil.\u2060com"],
  ["ana@coop.example", "ana@\u2060coop.\u2060example"],
  ["bylaws.md", "bylaws.\u2060md"],
])("%j is broken where nobody sees it", (text, written) => {
  expect(defang(text)).toBe(written);
});

test.each([
  "Article 10.1.2 applies; see § 4.2/3, z.B. or e.g. the rules of 1.7.2022.",
  "Members: 30 (or 10 %), at 19:30! #12 and/or $5.",
  "Data: metadata:2015, matrix: a room.",
  "… and so on...",
])("%j stays as it is", (text) => {
  expect(defang(text)).toBe(text);
});

test("takes no time with 60 kB of anything", () => {
  for (const part of ["a", ".", "a.", "#", "@", ":", "h", "www.", "://", "1.", "a.aa", "!a:", "http"]) {
    const begun = performance.now();
    defang(part.repeat(60_000 / part.length));
    expect(performance.now() - begun).toBeLessThan(1000);
  }
});
