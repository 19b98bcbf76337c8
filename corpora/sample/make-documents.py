#!/usr/bin/env python3
"""Makes the PDF, DOCX, ODT and XLSX documents of the sample co-operative from sources/.

Needs (Debian 12): libreoffice-writer-nogui, fonts-liberation (for the PDF).
Needs (Python, in a virtual environment outside the repository):
  pip install python-docx==1.2.0 odfpy==1.4.1 XlsxWriter

Run:  python3 corpora/sample/make-documents.py            makes all of them
      python3 corpora/sample/make-documents.py --no-pdf   leaves the PDF as it is (no LibreOffice)

The outputs are committed as fixtures: tests need none of the above.
Dates and identifiers inside the files are fixed, so that a second run on the same versions changes nothing.
"""
import datetime
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "sources"
DOCUMENTS = HERE / "documents"
AUTHOR = "Lamphouse Co-operative, secretary"


# --- the small markup of sources/ -------------------------------------------------------------

def read_source(name):
    """Blocks of (kind, text). Kinds: title, heading, quote, clause (numbered in the text), item, subitem, para."""
    blocks = []
    for line in (SOURCES / name).read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        if line.startswith("# "):
            blocks.append(("title", line[2:]))
        elif line.startswith("## "):
            blocks.append(("heading", line[3:]))
        elif line.startswith("> "):
            blocks.append(("quote", line[2:]))
        elif re.match(r"\d+\.\d+ ", line):
            blocks.append(("clause", line))
        elif re.match(r"\d+\. ", line):
            blocks.append(("item", line.split(" ", 1)[1]))
        elif re.match(r" +[a-z]\. ", line):
            blocks.append(("subitem", line.strip().split(" ", 1)[1]))
        elif re.match(r"\([a-z]\) ", line):
            blocks.append(("letter", line))
        else:
            blocks.append(("para", line))
    return blocks


def runs(text):
    """Pieces of (style, text): plain, italic (*x*) or note ([[x]])."""
    for piece in re.split(r"(\*[^*]+\*|\[\[.+?\]\])", text):
        if piece.startswith("[["):
            yield "note", piece[2:-2]
        elif piece.startswith("*"):
            yield "italic", piece[1:-1]
        elif piece:
            yield "plain", piece


def fix_archive(path):
    """The same bytes on every run: entries in their order, with one date."""
    with zipfile.ZipFile(path) as old:
        entries = [(info.filename, old.read(info), info.compress_type) for info in old.infolist()]
    with zipfile.ZipFile(path, "w") as new:
        for name, data, compression in entries:
            info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            info.compress_type = compression
            info.external_attr = 0o644 << 16
            new.writestr(info, data)


# --- DOCX ---------------------------------------------------------------------------------------

def make_docx(source, target, language, header, footer, page_word, date, number="%1.", letter="(%2)"):
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement, parse_xml
    from docx.oxml.ns import nsdecls, qn
    from docx.shared import Cm, Pt

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Liberation Serif", Pt(11)
    language_mark = OxmlElement("w:lang")
    language_mark.set(qn("w:val"), language)
    normal.element.get_or_add_rPr().append(language_mark)

    numbering = document.part.numbering_part.element
    abstract_id = 90
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract_id}"><w:multiLevelType w:val="multilevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{number}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl>'
        f'<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="{letter}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="1134" w:hanging="567"/></w:pPr></w:lvl></w:abstractNum>')
    first_num = numbering.find(qn("w:num"))
    if first_num is None:
        numbering.append(abstract)
    else:
        first_num.addprevious(abstract)
    number_id = 900

    def new_list():
        nonlocal number_id
        number_id += 1
        numbering.append(parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{number_id}"><w:abstractNumId w:val="{abstract_id}"/>'
            f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
            f'<w:lvlOverride w:ilvl="1"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'))

    def fill(paragraph, text):
        for style, piece in runs(text):
            paragraph.add_run(piece).italic = True if style == "italic" else None

    def numbered(text, level):
        paragraph = document.add_paragraph(style="List Number")
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = number_id
        fill(paragraph, text)

    for kind, text in read_source(source):
        if kind == "title":
            document.add_heading(text, 0)
            title = text
        elif kind == "heading":
            document.add_heading(text, 1)
            new_list()
        elif kind == "item":
            numbered(text, 0)
        elif kind == "subitem":
            numbered(text, 1)
        elif kind == "quote":
            paragraph = document.add_paragraph()
            paragraph.add_run(text).italic = True
        else:
            fill(document.add_paragraph(), text)

    section.header.paragraphs[0].text = header
    bottom = section.footer.paragraphs[0]
    bottom.alignment = WD_ALIGN_PARAGRAPH.CENTER
    bottom.add_run(f"{footer} · {page_word} ")
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = bottom.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)

    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.language = title, AUTHOR, AUTHOR, language
    core.created = core.modified = date
    core.comments = ""
    core.revision = 1
    document.save(target)
    fix_archive(target)


# --- ODT, and the PDF that LibreOffice makes of one ----------------------------------------------

def make_odt(source, target, language, country, header, footer, page_word, of_word, date):
    from odf import dc, meta
    from odf.opendocument import OpenDocumentText
    from odf.style import (Footer, FooterStyle, Header, HeaderStyle, HeaderFooterProperties, MasterPage, PageLayout,
                           PageLayoutProperties, ParagraphProperties, Style, TabStop, TabStops, TextProperties)
    from odf.text import H, Note, NoteBody, NoteCitation, NotesConfiguration, P, PageCount, PageNumber, Span, Tab

    document = OpenDocumentText()
    layout = PageLayout(name="A4")
    layout.addElement(PageLayoutProperties(pagewidth="21cm", pageheight="29.7cm", margintop="1.6cm", marginbottom="1.6cm",
                                           marginleft="2.5cm", marginright="2.5cm", printorientation="portrait"))
    for holder, side in ((HeaderStyle(), "marginbottom"), (FooterStyle(), "margintop")):
        holder.addElement(HeaderFooterProperties(minheight="0.9cm", **{side: "0.5cm"}))
        layout.addElement(holder)
    document.automaticstyles.addElement(layout)
    document.styles.addElement(NotesConfiguration(noteclass="footnote", numformat="1", startnumberingat="document"))

    def style(name, display, paragraph=None, outline=None, tabs=(), **text):
        made = Style(name=name, displayname=display, family="paragraph", **({"defaultoutlinelevel": outline} if outline else {}))
        properties = ParagraphProperties(**(paragraph or {}))
        if tabs:
            stops = TabStops()
            for position, kind in tabs:
                stops.addElement(TabStop(position=position, type=kind))
            properties.addElement(stops)
        made.addElement(properties)
        made.addElement(TextProperties(fontname="Liberation Serif", fontfamily="Liberation Serif", language=language, country=country, **text))
        document.styles.addElement(made)
        return made

    from odf.style import FontFace
    document.fontfacedecls.addElement(FontFace(name="Liberation Serif", fontfamily="'Liberation Serif'", fontfamilygeneric="roman"))

    title_style = style("Title", "Title", {"margintop": "0cm", "marginbottom": "0.4cm", "textalign": "center"}, fontsize="15pt", fontweight="bold")
    heading_style = style("Heading_20_1", "Heading 1", {"margintop": "0.5cm", "marginbottom": "0.15cm", "keepwithnext": "always"}, outline="1",
                          fontsize="12.5pt", fontweight="bold")
    clause_style = style("Clause", "Clause", {"marginleft": "1.1cm", "textindent": "-1.1cm", "marginbottom": "0.12cm", "textalign": "justify"},
                         tabs=(("1.1cm", "left"),), fontsize="11pt")
    letter_style = style("Letter", "Letter", {"marginleft": "1.9cm", "textindent": "-0.8cm", "marginbottom": "0.08cm"},
                         tabs=(("1.9cm", "left"),), fontsize="11pt")
    quote_style = style("Quotations", "Quotations", {"marginleft": "0.9cm", "marginright": "0.9cm", "marginbottom": "0.25cm"}, fontsize="11pt",
                        fontstyle="italic")
    body_style = style("Text_20_body", "Text body", {"marginbottom": "0.15cm"}, fontsize="11pt")
    small_style = style("Header", "Header", {}, tabs=(("8cm", "center"), ("16cm", "right")), fontsize="9pt", color="#444444")
    note_style = style("Footnote", "Footnote", {"marginleft": "0.5cm", "textindent": "-0.5cm"}, fontsize="9pt")
    italic = Style(name="Italic", family="text")
    italic.addElement(TextProperties(fontstyle="italic"))
    document.automaticstyles.addElement(italic)

    notes = 0

    def fill(element, text):
        nonlocal notes
        for kind, piece in runs(text):
            if kind == "note":
                notes += 1
                note = Note(noteclass="footnote", id=f"ftn{notes}")
                note.addElement(NoteCitation(text=str(notes)))
                body = NoteBody()
                body.addElement(P(stylename=note_style, text=piece))
                note.addElement(body)
                element.addElement(note)
            elif kind == "italic":
                element.addElement(Span(stylename=italic, text=piece))
            else:
                element.addText(piece)

    def hanging(paragraph_style, text):
        mark, rest = text.split(" ", 1)
        paragraph = P(stylename=paragraph_style, text=mark)
        paragraph.addElement(Tab())
        fill(paragraph, rest)
        return paragraph

    for kind, text in read_source(source):
        if kind == "title":
            title = text
            element = H(outlinelevel=1, stylename=title_style, text=text) if target.suffix == ".odt" else P(stylename=title_style, text=text)
        elif kind == "heading":
            element = H(outlinelevel=2 if target.suffix == ".odt" else 1, stylename=heading_style, text=text)
        elif kind == "clause":
            element = hanging(clause_style, text)
        elif kind == "letter":
            element = hanging(letter_style, text)
        else:
            element = P(stylename=quote_style if kind == "quote" else body_style)
            fill(element, text)
        document.text.addElement(element)

    master = MasterPage(name="Standard", pagelayoutname=layout)
    top, bottom = Header(), Footer()
    left, right = header
    line = P(stylename=small_style, text=left)
    line.addElement(Tab())
    line.addElement(Tab())
    line.addText(right)
    top.addElement(line)
    line = P(stylename=small_style, text=footer)
    line.addElement(Tab())
    line.addElement(Tab())
    line.addText(f"{page_word} ")
    line.addElement(PageNumber(selectpage="current"))
    line.addText(f" {of_word} ")
    line.addElement(PageCount(text="1"))
    bottom.addElement(line)
    master.addElement(top)
    master.addElement(bottom)
    document.masterstyles.addElement(master)

    stamp = date.strftime("%Y-%m-%dT%H:%M:%S")
    document.meta.childNodes = []
    document.meta.addElement(meta.Generator(text="make-documents.py"))
    for element in (dc.Title(text=title), meta.InitialCreator(text=AUTHOR), dc.Creator(text=AUTHOR), meta.CreationDate(text=stamp), dc.Date(text=stamp),
                    dc.Language(text=f"{language}-{country}")):
        document.meta.addElement(element)
    document.save(str(target))
    fix_archive(target)


def make_pdf(source, target, date, **options):
    with tempfile.TemporaryDirectory() as folder:
        between = Path(folder) / (target.stem + ".for-pdf")
        make_odt(source, between, date=date, **options)
        odt = between.with_suffix(".odt")
        shutil.move(between, odt)
        office = shutil.which("soffice") or shutil.which("libreoffice")
        if not office:
            sys.exit("LibreOffice is missing: install libreoffice-writer-nogui, or run with --no-pdf")
        subprocess.run([office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf", "--outdir", folder, str(odt)],
                       check=True, stdout=subprocess.DEVNULL, timeout=180, env={**os.environ, "SOURCE_DATE_EPOCH": str(int(date.timestamp()))})
        data = odt.with_suffix(".pdf").read_bytes()
    stamp = date.strftime("D:%Y%m%d%H%M%SZ00'00'").encode()
    data = re.sub(rb"/CreationDate\((D:[^)]*)\)", lambda match: b"/CreationDate(" + stamp.ljust(len(match[1]))[:len(match[1])] + b")", data)
    data = re.sub(rb"<([0-9A-F]{32})>", b"<" + b"0" * 31 + b"3>", data)
    data = re.sub(rb"/DocChecksum /[0-9A-F]{32}", b"/DocChecksum /" + b"0" * 31 + b"3", data)
    target.write_bytes(data)


# --- XLSX ---------------------------------------------------------------------------------------

MEMBERS = [  # as at, resident, workshop, supporting, in trial period, joined, left, counted by
    ("2022-03-31", 74, 38, 19, 4, 2, 1, "Tomasz Wrona"), ("2022-06-30", 75, 39, 19, 4, 3, 1, "Tomasz Wrona"),
    ("2022-09-30", 75, 41, 20, 3, 4, 1, "Tomasz Wrona"), ("2022-12-31", 76, 42, 20, 4, 3, 1, "Tomasz Wrona"),
    ("2023-03-31", 77, 42, 21, 3, 4, 2, "Tomasz Wrona"), ("2023-06-30", 77, 44, 22, 4, 4, 1, "Joël Kirsch"),
    ("2023-09-30", 78, 45, 22, 3, 3, 1, "Joël Kirsch"), ("2023-12-31", 79, 46, 22, 4, 4, 2, "Joël Kirsch"),
    ("2024-03-31", 80, 47, 23, 4, 4, 1, "Joël Kirsch"), ("2024-06-30", 80, 49, 23, 3, 3, 1, "Zoé Hames"),
    ("2024-09-30", 81, 50, 24, 5, 5, 2, "Joël Kirsch"), ("2024-12-31", 83, 52, 25, 7, 6, 1, "Joël Kirsch"),
    ("2025-03-31", 84, 54, 26, 7, 5, 1, "Joël Kirsch"), ("2025-06-30", 85, 54, 27, 5, 3, 1, "Joël Kirsch"),
    ("2025-09-30", 85, 56, 28, 4, 4, 1, "Zoé Hames"),
]
BUDGET = [  # line, kind, item, budget 2024, actual 2024, budget 2025, note
    (1, "Income", "Contributions for dwellings", 264000, 264480, 272400, "3 per cent more from 1 January 2025"),
    (2, "Income", "Workshop places and machine hours", 47000, 48215.5, 49000, ""),
    (3, "Income", "Hire of the machine hall and the common kitchen", 11000, 11640, 12000, ""),
    (4, "Income", "Guest room", 2600, 2754, 2900, "153 nights in 2024"),
    (5, "Income", "Interest from the bank", 1000, 1310.5, 1200, ""),
    (6, "Income", "Grants", 12000, 15000, 8000, "2024: municipality, insulation of the gate wing"),
    (7, "Costs", "Loans: repayment and interest", 138000, 138000, 138000, ""),
    (8, "Costs", "Maintenance and repairs", 60000, 61250.4, 62000, "Without work paid from the maintenance fund"),
    (9, "Costs", "Energy and heating", 58000, 52318.6, 55000, "New pumps since September 2024"),
    (10, "Costs", "Water and waste", 14500, 14905, 15300, ""),
    (11, "Costs", "Municipal taxes and other charges on the buildings", 11200, 11480, 11800, ""),
    (12, "Costs", "Wages and social security", 38500, 38700, 39900, "Caretaker and bookkeeper, both part time"),
    (13, "Costs", "Office and computers", 6500, 6246, 9500, "2025: new accounting program"),
    (14, "Costs", "Education and events", 3500, 3100, 3400, ""),
    (15, "Costs", "External audit", 5400, 5400, 5600, ""),
]


def make_xlsx(target):
    import xlsxwriter

    book = xlsxwriter.Workbook(str(target))
    book.set_properties({"title": "Members and finance", "author": AUTHOR, "created": datetime.datetime(2025, 10, 6, 9, 0, 0)})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    money = book.add_format({"num_format": '#,##0.00 [$€-1]'})
    total_name = book.add_format({"bold": True, "top": 1})
    total_money = book.add_format({"bold": True, "top": 1, "num_format": '#,##0.00 [$€-1]'})

    sheet = book.add_worksheet("Members")
    for column, name in enumerate(["As at", "Quarter", "Resident members", "Workshop members", "Supporting members", "Members in all",
                                   "Of these in trial period", "Voting members", "Joined in the quarter", "Left in the quarter", "Counted by"]):
        sheet.write(0, column, name, head)
    before = None
    for row, (as_at, resident, workshop, supporting, trial, joined, left, by) in enumerate(MEMBERS, start=1):
        date = datetime.datetime.fromisoformat(as_at)
        everyone = resident + workshop + supporting
        assert before is None or everyone == before + joined - left, as_at
        before = everyone
        sheet.write_datetime(row, 0, date, day)
        sheet.write(row, 1, f"{date.year} Q{(date.month + 2) // 3}")
        for column, value in ((2, resident), (3, workshop), (4, supporting), (6, trial), (8, joined), (9, left)):
            sheet.write_number(row, column, value)
        sheet.write_formula(row, 5, f"=C{row + 1}+D{row + 1}+E{row + 1}", None, everyone)
        sheet.write_formula(row, 7, f"=C{row + 1}+D{row + 1}-G{row + 1}", None, resident + workshop - trial)
        sheet.write(row, 10, by)
    sheet.set_column(0, 10, 13)
    sheet.freeze_panes(1, 1)

    sheet = book.add_worksheet("Budget")
    for column, name in enumerate(["Line", "Kind", "Item", "Budget 2024", "Actual 2024", "Difference 2024", "Budget 2025", "Budget 2025 adopted on", "Note"]):
        sheet.write(0, column, name, head)
    adopted = datetime.datetime(2025, 4, 26)

    def line(row, number, kind, item, values, formulas, note, text_format=None, money_format=money):
        if number is not None:
            sheet.write_number(row, 0, number, text_format)
        else:
            sheet.write_blank(row, 0, None, text_format)
        sheet.write(row, 1, kind, text_format)
        sheet.write(row, 2, item, text_format)
        for column, value, formula in zip((3, 4, 6), values, formulas):
            if formula:
                sheet.write_formula(row, column, formula, money_format, value)
            else:
                sheet.write_number(row, column, value, money_format)
        sheet.write_formula(row, 5, f"=E{row + 1}-D{row + 1}", money_format, round(values[1] - values[0], 2))
        sheet.write_datetime(row, 7, adopted, day)
        sheet.write(row, 8, note)

    row, sums, places = 1, {}, {}
    for kind in ("Income", "Costs"):
        rows = [entry for entry in BUDGET if entry[1] == kind]
        first = row + 1
        for number, _, item, *values, note in rows:
            line(row, number, kind, item, values, (None, None, None), note)
            row += 1
        sums[kind] = [round(sum(entry[column] for entry in rows), 2) for column in (3, 4, 5)]
        places[kind] = row + 1
        line(row, None, kind, "Total income" if kind == "Income" else "Total costs", sums[kind],
             [f"=SUM({letter}{first}:{letter}{row})" for letter in "DEG"], "", total_name, total_money)
        row += 1
    surplus = [round(income - costs, 2) for income, costs in zip(sums["Income"], sums["Costs"])]
    assert surplus == [2000, 12000, 5000], surplus
    line(row, None, "Result", "Surplus", surplus, [f"={letter}{places['Income']}-{letter}{places['Costs']}" for letter in "DEG"],
         "Use of the surplus of 2024: see the minutes of 26 April 2025", total_name, total_money)
    sheet.set_column(0, 1, 8)
    sheet.set_column(2, 2, 44)
    sheet.set_column(3, 7, 14)
    sheet.set_column(8, 8, 44)
    sheet.freeze_panes(1, 3)
    book.close()
    fix_archive(target)


def main():
    utc = datetime.timezone.utc
    make_docx("bylaws-2015.md", DOCUMENTS / "bylaws-2015.docx", "en-GB", "Lamphouse Housing and Workshop Co-operative · Bylaws",
              "Version 2, in force from 1 July 2015", "page", datetime.datetime(2015, 4, 27, 10, 0, 0))
    make_docx("werkstattordnung-2021.md", DOCUMENTS / "werkstattordnung-2021.docx", "de-DE", "Genossenschaft Lampenhaus · Werkstattordnung",
              "Stand 15. November 2021", "Seite", datetime.datetime(2021, 10, 13, 10, 0, 0), number="(%1)", letter="%2)")
    make_odt("resolution-2024-03-guests.md", DOCUMENTS / "resolution-2024-03-guests.odt", "en", "GB",
             ("Lamphouse Housing and Workshop Co-operative", "Resolution 2024-03"), "In force from 1 April 2024", "page", "of",
             datetime.datetime(2024, 3, 14, 10, 0, 0))
    make_odt("fonds-entraide-2023.md", DOCUMENTS / "fonds-entraide-2023.odt", "fr", "LU",
             ("Coopérative La Lampisterie", "Règlement du fonds d’entraide"), "En vigueur à partir du 1er juillet 2023", "page", "sur",
             datetime.datetime(2023, 6, 14, 10, 0, 0))
    make_xlsx(DOCUMENTS / "members-and-finance.xlsx")
    if "--no-pdf" not in sys.argv[1:]:
        make_pdf("bylaws-2022.md", DOCUMENTS / "bylaws-2022.pdf", datetime.datetime(2022, 6, 1, 10, 0, 0, tzinfo=utc), language="en", country="GB",
                 header=("Lamphouse Housing and Workshop Co-operative", "Bylaws, version 3"), footer="In force from 1 July 2022", page_word="Page",
                 of_word="of")


if __name__ == "__main__":
    main()
