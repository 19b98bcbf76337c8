import { expect, test } from "vitest";
import { parse, printed } from "./reading.ts";

test("Word's web page: notes in divisions at the end", async () => {
  const html =
    '<html><body><p>Twelve members<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a> vote.</p><p>Next.</p><div><div id="ftn1"><p><a href="#_ftnref1" name="_ftn1"><span>[1]</span></a> Present in person.</p></div></div></body></html>';
  expect(printed(await parse(html, "a.html"))).toEqual(["Twelve members[1] vote.", "[1] Present in person.", "Next."]);
});

test("a note called in a table follows the table, one called twice stands once", async () => {
  const html =
    '<html><table><tr><th>Class<th>Fee<tr><td>Full<sup><a href="#n">a</a></sup><td>25<tr><td>Low<sup><a href="#n">a</a></sup><td>10</table><p>After.</p><p id="n">a. Without heating.</p></html>';
  expect(printed(await parse(html, "a.html"))).toEqual([
    "|= Class | Fee",
    "| Full[a] | 25",
    "| Low[a] | 10",
    "[a] Without heating.",
    "After.",
  ]);
});

test("a link to a section is no note", async () => {
  const html =
    '<html><p>See <a href="#two">2</a> and 5 m<sup>2</sup>.</p><section id="two"><h2>2 Members</h2><p>All.</p></section></html>';
  expect(printed(await parse(html, "a.html"))).toEqual(["See 2 and 5 m2.", "## 2 Members", "All."]);
});

test("a nested table is read by itself", async () => {
  const html =
    "<html><table><tr><td><table><tr><th>Class<th>Fee<tr><td>Full<td>25</table><td>Beside.</table><p>After.</p></html>";
  expect(printed(await parse(html, "a.html"))).toEqual(["|= Class | Fee", "| Full | 25", "Beside.", "After."]);
});
