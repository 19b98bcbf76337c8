import { expect, test } from "vitest";
import { parse, printed } from "./reading.ts";

test("Markdown loses its markup and keeps its structure", async () => {
  const document = await parse(
    `---\ntitle: House rules\n---\n# Rules {#top}\n\n**3.1** The [board](https://x.y) *meets*\\\nmonthly \\$5.\n\n> Note well.\n\n1. One\n   - inner ![a picture](p.png)\n2. Two\n\n- [ ] [Bob]: Draft\n- [Bob]: Draft\n\n| Name | Dues |\n|---|---|\n| Ann | **5** |\n\n~~old rule~~ CO~2~\n\n<details><summary>More</summary><p>Inside</p></details>\n`,
    "a.md",
  );
  expect(document.title).toBe("House rules");
  expect(printed(document)).toEqual([
    "# Rules",
    "3.1 The board meets monthly $5.",
    "Note well.",
    "- 1. One",
    "  - inner a picture",
    "- 2. Two",
    "- [Bob]: Draft",
    "- [Bob]: Draft",
    "|= Name | Dues",
    "| Ann | 5",
    "CO2",
    "More",
    "Inside",
  ]);
  expect(document.warnings).toEqual(["Struck-out text was left out."]);
});

test("lettered lists that CommonMark does not know become items", async () => {
  const document = await parse("# X\n\n# Y\n\n1.  Members are:\n\n    a)  people,\n    b)  firms.\n", "a.md");
  expect(printed(document).slice(2)).toEqual(["- 1. Members are:", "  - a) people,", "  - b) firms."]);
});

test("plain text: underlined, numbered, capital and lone lines are headings, a numbered sentence is not", async () => {
  const document = await parse(
    "Rules of the Mill\n=================\n\nMEMBERS\n\n3.2 Notice\n\nNotice is given by post, at least fourteen days before the meeting.\n\n3.3 Members may vote.\n\n(a) by hand\n(b) by post\n\nBoard Duties\n\nThe board leads the co-operative and keeps its books in order.\n",
    "a.txt",
  );
  expect(document.title).toBe("Rules of the Mill");
  expect(printed(document)).toEqual([
    "# Rules of the Mill",
    "## MEMBERS",
    "### 3.2 Notice",
    "Notice is given by post, at least fourteen days before the meeting.",
    "3.3 Members may vote.",
    "- (a) by hand",
    "- (b) by post",
    "## Board Duties",
    "The board leads the co-operative and keeps its books in order.",
  ]);
});

test.each([
  ["UTF-8 with BOM", Buffer.from("\uFEFFÅrsmøde i maj")],
  ["UTF-16 LE", Buffer.from("\uFEFFÅrsmøde i maj", "utf16le")],
  ["windows-1252", Buffer.from("Årsmøde i maj", "latin1")],
])("text in %s is read", async (_, bytes) => {
  expect((await parse(bytes, "a.txt")).text).toBe("Årsmøde i maj");
});

test.each([[","], [";"], ["\t"], ["|"]])("CSV parted by %j", async (separator) => {
  const rows = [
    ["Name", "Role"],
    ["Smith", "chair"],
    ["Ørsted", "auditor"],
  ].map((row) => row.join(separator));
  expect(printed(await parse(`\uFEFF${rows.join("\r\n")}`, "a.csv"))).toEqual([
    "|= Name | Role",
    "| Smith | chair",
    "| Ørsted | auditor",
  ]);
});

test("HTML: chrome goes, tables, lists and definitions stay", async () => {
  const document = await parse(
    `<!doctype html><title>Rules</title><body><nav>Home</nav><header><a href=/>Logo</a></header><main><h1>Rules</h1><h2>§ 1 Name</h2><p>It is<br>Mill.<script>x()</script></p><p hidden>no</p><ol start=3 type=a><li>x<ul><li>y</ul></ol><dl><dt>Quorum<dd>A third.</dl><table><tr><td><b>Class</b><td><b>Dues</b><tr><td rowspan=2>Full<td>25<tr><td>30</table></main><footer>© us</footer>`,
    "a.html",
  );
  expect(printed(document)).toEqual([
    "# Rules",
    "## § 1 Name",
    "It is Mill.",
    "- c. x",
    "  - y",
    "- Quorum: A third.",
    "|= Class | Dues",
    "| Full | 25",
    "| Full | 30",
  ]);
});

test("flat HTML gets its headings from bold clause names", async () => {
  const html =
    "<html><p><b>§ 1 Name</b></p><p>The name of the association is Mill, of York.</p><p><b>§ 2 Members</b></p><p>Any person may be a member of the association.</p>";
  expect(printed(await parse(html, "a.html")).filter((line) => line.startsWith("#"))).toEqual([
    "# § 1 Name",
    "# § 2 Members",
  ]);
});

test("clauses that run into their text open a section each", async () => {
  const text = [1, 2, 3].map((n) => `Article ${n}. The members elect a board of ${n} persons.`).join("\n\n");
  const { sections } = await parse(text, "a.txt");
  expect(sections.map((section) => section.number)).toEqual([null, "Article 1", "Article 2", "Article 3"]);
});
