import { describe, expect, test } from "vitest";
import { readColumn, tableSign, unitOfName } from "../../../retrieval/tables/column-kind.ts";
import { numberValue, printedNumber, provenSign } from "../../../retrieval/tables/numbers.ts";

describe("a printed number", () => {
  test.each([
    ["1.234,50 €", { digits: "1.234,50", negative: false, unit: "€" }],
    ["–12", { digits: "12", negative: true, unit: null }],
    ["EUR 40", { digits: "40", negative: false, unit: "€" }],
    ["23.015,5¹", { digits: "23.015,5", negative: false, unit: null }],
    ["95.0*", { digits: "95.0", negative: false, unit: null }],
    ["5 %", { digits: "5", negative: false, unit: "%" }],
    ["702 m²", { digits: "702", negative: false, unit: "m²" }],
  ])("%s is read with its sign and unit, without the mark of a footnote", (text, expected) => {
    expect(printedNumber(text)).toEqual(expected);
  });

  test.each(["ca. 300", "<5", "2024-05-01", "3–4", "(340)", "twelve"])("%s is no number", (text) => {
    expect(printedNumber(text)).toBeNull();
  });

  test("1.234 may be twelve hundred or a little more than one: only other figures can tell", () => {
    expect(provenSign("1.234")).toBeNull();
    expect(numberValue("1.234", null)).toBeNull();
    expect(numberValue("1.234", ",")).toBe(1234);
    expect(numberValue("1.234", ".")).toBe(1.234);
    expect(provenSign("1.234.567")).toBe(",");
    expect(provenSign("0.125")).toBe(".");
    expect(provenSign("01.05.2024")).toBeNull();
  });
});

describe("a column", () => {
  const kindOf = (name: string, texts: readonly string[]) => {
    const { kind, unit, clean } = readColumn(name, texts, tableSign(texts));
    return { kind, unit, clean };
  };

  test("of money has one currency, from its cells or its name", () => {
    expect(kindOf("Fee", ["60,00 €", "1.200,00 €"])).toEqual({ kind: "money", unit: "€", clean: true });
    expect(kindOf("fee_eur", ["60.00", "7.5"])).toEqual({ kind: "money", unit: "€", clean: true });
    expect(kindOf("Fee", ["60 €", "70 $"])).toMatchObject({ clean: false });
  });

  test("with a figure that can be read in two ways, or is none, is not clean", () => {
    expect(kindOf("Amount", ["1.234", "800"])).toMatchObject({ kind: "number", clean: false });
    expect(kindOf("Fee (€)", ["15,00", "15,00", "keine"])).toMatchObject({ kind: "money", clean: false });
    expect(kindOf("Amount", ["1.234", "80,5"])).toMatchObject({ kind: "number", clean: true });
  });

  test("of days is read day first or month first only where it tells", () => {
    expect(readColumn("Date", ["08/01/2024", "25/01/2024"], null).read("08/01/2024")).toEqual({
      kind: "date",
      from: "2024-01-08",
      to: "2024-01-08",
    });
    expect(kindOf("Date", ["08/01/2024", "09/01/2024"])).toMatchObject({ kind: "text" });
  });

  test("of sizes holds intervals, of codes identifiers, of years years", () => {
    expect(kindOf("Household", ["1 person", "2 persons", "3–4 persons", "5 or more"]).kind).toBe("interval");
    expect(kindOf("Wohnung", ["bis 40 m²", "41–60 m²", "über 60 m²"]).kind).toBe("interval");
    expect(kindOf("No.", ["1001", "1002"]).kind).toBe("identifier");
    expect(kindOf("Number of flats", ["12", "8"]).kind).toBe("number");
    expect(kindOf("Baujahr", ["1994", "2001"]).kind).toBe("year");
  });

  test("tells its unit in its name", () => {
    expect(["Size (m2)", "Verbrauch in kWh", "fee_eur", "Members"].map(unitOfName)).toEqual(["m2", "kWh", "€", null]);
  });
});
