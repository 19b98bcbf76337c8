import fc from "fast-check";
import { expect, test } from "vitest";
import { formatOf, formattedNumber, parseFormat } from "../../corpora/formats/number-format.ts";
import { numberText } from "../../corpora/formats/number-text.ts";

test.each<[string, number, string]>([
  ["General", 0.1 + 0.2, "0.3"],
  ["General", 1e21, "1000000000000000000000"],
  ["General", 1.5e-7, "0.00000015"],
  ["0.00", 1234.5, "1234.50"],
  ["0.00", 12.345, "12.345"],
  ["0.00", 100 / 3, "33.33"],
  ["0.00", 1.00500001, "1.01"],
  ["0", 2.9999999999, "3"],
  ["#,##0", 1234567, "1234567"],
  ["00000", 42, "00042"],
  ["0%", 0.05, "5 %"],
  ["0.0%", 0.07, "7.0 %"],
  ["0%", 0.125, "12.5 %"],
  ["#,##0.00 [$€-407]", 1234.5, "1234.50 €"],
  ['#,##0.00\\ "€"', -3, "-3.00 €"],
  ['_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-;_-* "-"??\\ "€"_-;_-@_-', 0, "0.00 €"],
  ['"$"#,##0.00_);[Red]\\("$"#,##0.00\\)', -12, "-12.00 $"],
  ["[$£-809]#,##0", 7, "7 £"],
  ["[$CHF-807] #,##0.00", 7, "7.00 CHF"],
  ["[$kr.-406] #,##0.00", 7, "7.00 kr."],
  ['0.0 "m²"', 62, "62.0 m²"],
  ['"Nr. "0', 7, "Nr. 7"],
  ['0,"k"', 12_000, "12000"],
  ["0.00E+00", 12_345, "12345"],
  ["# ?/?", 0.5, "0.5"],
  ["@", 7, "7"],
  ["dd.mm.yyyy", 45413, "2024-05-01"],
  ["[$-409]mmm yyyy;@", 45413, "2024-05-01"],
  ["d/m/yy h:mm", 45413.75, "2024-05-01 18:00"],
  ["h:mm AM/PM", 0.75, "18:00"],
  ["[h]:mm:ss", 1.5625, "37:30"],
  ["mm:ss.0", 0.001, "00:01:26"],
  ["yyyy-mm-dd", 1, "1900-01-01"],
  ["yyyy-mm-dd", 61, "1900-03-01"],
  ["yyyy-mm-dd", -5, "-5"],
])("%s shows %d as %s", (code, value, text) => {
  expect(formattedNumber(value, parseFormat(code), 1900)).toBe(text);
});

test("built-in formats, with no currency where the file names none", () => {
  expect(formattedNumber(45413, formatOf(14, undefined), 1900)).toBe("2024-05-01");
  expect(formattedNumber(0.5, formatOf(9, undefined), 1900)).toBe("50 %");
  expect(formattedNumber(5, formatOf(44, undefined), 1900)).toBe("5.00");
  expect(formattedNumber(5, formatOf(44, '#,##0.00 "€"'), 1900)).toBe("5.00 €");
});

test("workbooks that count from 1904", () => {
  expect(formattedNumber(43951, parseFormat("yyyy-mm-dd"), 1904)).toBe("2024-05-01");
});

test("a number of up to four decimals is printed as it was typed, whatever the format shows", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 4 }), (units, decimals) => {
      const value = units / 10_000;
      return Number(numberText(value, { decimals })) === value;
    }),
  );
});

test("any code and any number give some text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.double({ noNaN: true, noDefaultInfinity: true }), (code, value) => {
      return formattedNumber(value, parseFormat(code), 1900) !== "";
    }),
  );
});
