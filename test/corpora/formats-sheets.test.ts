import { expect, test } from "vitest";
import { makeOds } from "./make-files.ts";
import { fixture, parse, printed } from "./reading.ts";

const YEAR_REPORT = [
  "# Fees",
  "Monthly fees per household",
  "As of 1 May 2024",
  "|= Household | Fee | Rise | In force from | Reduced",
  "| One person | 1234.50 € | 5 % | 2024-05-01 | FALSE",
  "| Two persons | 1890.00 € | 2.5 % | 2024-05-01 | TRUE",
  "| Three persons | 0.30 € | 0 % | 2023-12-31 | FALSE",
  "* Without heating.",
  "# Members",
  "|= Quarter | 2023 / men | 2023 / women | 2024 / men | 2024 / women",
  "| Q1 | 0 | 1 | 2 | 3",
  "| Q2 | 10 | 11 | 12 | 13",
  "| Total | 10 | 12 | 14 | 16",
  "|= Office | Holder",
  "| Chair | Ana Weis",
  "| Treasurer | Bo Lund",
  "|= Left in | Members",
  "| 2023 | 4",
  "| 2024 | 7",
  "# Hours",
  "|= Begun | Worked | Paid | Sum of hours | From | Member no. | Rate | Share",
  "| 2024-05-02 18:30 | 7.5 h | -1500.00 kr. | 37:30 | 09:05 | 00042 |  | 0.333333333333333",
];

test.each([
  ["XLSX of XlsxWriter", "year-report.xlsx"],
  ["XLSX of LibreOffice", "year-report-libreoffice.xlsx"],
  ["ODS of LibreOffice", "year-report.ods"],
])("%s: typed cells, tables apart, joined headers, formulas by value", async (_, name) => {
  const document = await parse(fixture(name), name);
  expect(document.title).toBe("Year report 2024");
  expect(printed(document)).toEqual(YEAR_REPORT);
  expect(document.warnings).toEqual([
    "Sheet `Members`: 1 row that is hidden in the file was read all the same.",
    "Sheet `Hours` is hidden in the file; it was read all the same.",
    "Sheet `Hours`: A cell that holds an error was left empty: G2 (#DIV/0!). Mend it and load the file again.",
  ]);
  const row = document.blocks.find((block) => document.text.startsWith("Two persons", block.start));
  expect(document.text.slice(row?.start, row?.end)).toBe("Two persons | 1890.00 € | 2.5 % | 2024-05-01 | TRUE");
  expect(document.blocks.flatMap((block) => block.table?.index ?? []).at(-1)).toBe(4);
});

test.each([
  ["float.xlsx (Excel)", ["# Лист1", "| 0.10300", "| 0.27600", "| 0.10300", "| 0.27600"]],
  [
    "utf8.xlsx (Excel)",
    [
      "# Sheet1",
      "|= สวัสดี ครับ | Thai language",
      "| こんにちは | Japanese language",
      "| Здравствуйте | Russian language",
      "| नमस्ते | Hindi",
      "| السلام عليكم | Arabic",
    ],
  ],
  ["percentage.xlsx", ["# Sheet 1", "| 1.234 %", "| 50 %", "| 0.5 %", "| 0.005 %"]],
  [
    "timeformat.xlsx",
    ["# Sheet2", "| 2017-08-03 14:35 | 14:40:30", "| 2017-08-03 | 11:30", "| 2017-08-03 15:40 | 00:01:59"],
  ],
])("XLSX as other programs write it: %s", async (name, lines) => {
  const file = name.split(" ")[0] ?? name;
  expect(printed(await parse(fixture(`xlsx2csv/${file}`), file))).toEqual(lines);
});

test.each(["namespace.xlsx", "no_cell_ids.xlsx"])("%s is read although its XML is unusual", async (name) => {
  expect((await parse(fixture(`xlsx2csv/${name}`), name)).blocks.length).toBeGreaterThan(1);
});

const CSV = [
  "Co-op Lamphouse",
  "| Printed | 2024-05-01",
  "|= Item | Amount (€) | Share | Note",
  "| Repairs | 1.234,50 | 12,5 % | roof",
  "| Wages | 900,00 € | 7 % | ",
  "| Total | 2.134,50 |  | ",
  "* without VAT",
  "Source: bookkeeping",
];

test("a messy CSV in windows-1252: lines above and below, a blank line inside, decimal commas", async () => {
  const document = await parse(fixture("budget-latin1.csv"), "budget.csv");
  expect(printed(document)).toEqual(CSV);
  const at = document.text.indexOf("Wages");
  expect(document.text.slice(at, at + 16)).toBe("Wages | 900,00 €");
});

test("the same in UTF-16 with tabs", async () => {
  const text = new TextDecoder("windows-1252").decode(fixture("budget-latin1.csv")).replaceAll(";", "\t");
  expect(printed(await parse(Buffer.from(`\uFEFF${text}`, "utf16le"), "budget.csv"))).toEqual(CSV);
});

test("CSV of LibreOffice", async () => {
  expect(printed(await parse(fixture("fees.csv"), "fees.csv"))).toEqual([
    "Monthly fees per household",
    "As of 1 May 2024",
    "|= Household | Fee | Rise | In force from | Reduced",
    "| One person | 1234.5 | 5% | 05/01/2024 | FALSE",
    "| Two persons | 1890 | 2.5% | 05/01/2024 | TRUE",
    "| Three persons | 0.3 | 0% | 12/31/2023 | FALSE",
    "* Without heating.",
  ]);
});

test("commas between digits are decimals where another separator is there", async () => {
  expect(printed(await parse("Name;Price;Weight\nApples;1,50;2,00\nPears;2,50;3,00\n", "a.csv"))).toEqual([
    "|= Name | Price | Weight",
    "| Apples | 1,50 | 2,00",
    "| Pears | 2,50 | 3,00",
  ]);
});

test("a member without further entries at the end of a list stays a row", async () => {
  const lines = printed(await parse("Name,Phone,Since\nAnn,1,2019\nBob,2,2020\nCleo,,\n", "a.csv"));
  expect(lines).toEqual(["|= Name | Phone | Since", "| Ann | 1 | 2019", "| Bob | 2 | 2020", "| Cleo |  | "]);
});

const text = (value: string, more = ""): string =>
  `<table:table-cell office:value-type="string"${more}><text:p>${value}</text:p></table:table-cell>`;

test("ODS: empty cells and rows that repeat to the end of the sheet cost nothing", async () => {
  const empty = '<table:table-cell table:number-columns-repeated="1000000000"/>';
  const rows = `<table:table-row>${text("Name")}${text("Role")}${empty}</table:table-row><table:table-row>${text("Ann", ' table:number-columns-repeated="2"')}</table:table-row><table:table-row table:number-rows-repeated="1000000000">${empty}</table:table-row>`;
  expect(printed(await parse(makeOds(rows), "a.ods"))).toEqual(["# S", "|= Name | Role", "| Ann | Ann"]);
});

test("ODS: comments on cells are left out with a warning, units stay", async () => {
  const cell = `<table:table-cell office:value-type="float" office:value="62.5"><office:annotation><text:p>sure?</text:p></office:annotation><text:p>62,50 m²</text:p></table:table-cell>`;
  const document = await parse(makeOds(`<table:table-row>${text("Room")}${cell}</table:table-row>`), "a.ods");
  expect(printed(document)).toEqual(["# S", "| Room | 62.50 m²"]);
  expect(document.warnings).toEqual(["Sheet `S`: comments on cells were left out."]);
});

test("units below the names, sub-totals behind a blank row, a remark beside the table", async () => {
  const rows = [
    ["Item", "Amount", "Share", "", "Remark of the auditor"],
    ["", "€", "%", "", ""],
    ["Repairs", "1200", "60", "", ""],
    ["Roof", "800", "40", "", ""],
    ["", "", "", "", ""],
    ["Total", "2000", "100", "", ""],
  ];
  expect(printed(await parse(rows.map((row) => row.join(";")).join("\n"), "a.csv"))).toEqual([
    "|= Item | Amount / € | Share / %",
    "| Repairs | 1200 | 60",
    "| Roof | 800 | 40",
    "| Total | 2000 | 100",
    "Remark of the auditor",
  ]);
});
