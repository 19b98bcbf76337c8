/**
 * Reads an e-mail: sender, receivers, date and subject, then the body; attachments are named in a warning. Knows
 * nothing of mailboxes, signatures or encryption.
 */
import { parseFragment } from "parse5";
import PostalMime, { type Address, type Email } from "postal-mime";
import type { ParsedDocument } from "../document.ts";
import { decodeText, lines } from "./decode-text.ts";
import { htmlPieces } from "./html-pieces.ts";
import type { Limits } from "./limits.ts";
import { buildDocument, type Piece } from "./pieces.ts";
import { textPieces } from "./text.ts";
import { Unreadable } from "./unreadable.ts";

export async function readEml(bytes: Uint8Array, _fileName: string, limits: Limits): Promise<ParsedDocument> {
  const mail = await parseMail(bytes);
  const body = bodyPieces(mail);
  return buildDocument([...headerPieces(mail), ...body.pieces], {
    format: "eml",
    title: mail.subject ?? null,
    warnings: [...body.warnings, ...attachmentWarnings(mail)],
    maxCharacters: limits.maxCharacters,
  });
}

/** Mail programs save in UTF-8 and in bytes of any charset alike; a file that was saved as UTF-16 is turned back. */
async function parseMail(bytes: Uint8Array): Promise<Email> {
  const wide = bytes[0] === 0xff || bytes[0] === 0xfe || bytes[1] === 0;
  const raw = wide ? new TextEncoder().encode(decodeText(bytes)) : bytes;
  try {
    const mail = await PostalMime.parse(raw, { rfc822Attachments: true, attachmentEncoding: "arraybuffer" });
    if (mail.from === undefined && mail.date === undefined && mail.subject === undefined) throw new Error("no headers");
    return mail;
  } catch (cause) {
    throw new Unreadable("is no e-mail that can be read: save it again as EML, or as text, and load that.", { cause });
  }
}

/** The names that RFC 5322 gives to these lines, which mail programs of all languages write into the file. */
function headerPieces(mail: Email): Piece[] {
  const entries: [string, string][] = [
    ["From", addresses(mail.from === undefined ? [] : [mail.from])],
    ["To", addresses(mail.to ?? [])],
    ["Cc", addresses(mail.cc ?? [])],
    ["Date", dateText(mail.headers.find(({ key }) => key === "date")?.value ?? "")],
    ["Subject", mail.subject ?? ""],
  ];
  return entries.flatMap(([name, value]) =>
    value === "" ? [] : [{ kind: "paragraph", text: `${name}: ${value}` } satisfies Piece],
  );
}

function addresses(list: readonly Address[]): string {
  return list.map(addressText).join(", ");
}

function addressText(one: Address): string {
  if (one.group !== undefined) return `${one.name}: ${addresses(one.group)}`;
  return one.name === "" || one.name === one.address ? one.address : `${one.name} <${one.address}>`;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MAIL_DATE = /(\d{1,2})\s+([a-z]{3})[a-z]*\s+(\d{4})\s+(\d{1,2}:\d\d)(?::\d\d)?(?:\s+([+-]\d{4}))?/iu;

/** "Tue, 2 Jan 2024 10:00:00 +0100" → "2024-01-02 10:00 +0100": the sender's day, not that of this computer. */
function dateText(header: string): string {
  const [, day = "", name = "", year = "", time = "", zone = ""] = MAIL_DATE.exec(header) ?? [];
  const month = MONTHS.indexOf(name.toLowerCase()) + 1;
  if (month === 0) return header;
  return `${year}-${String(month).padStart(2, "0")}-${day.padStart(2, "0")} ${time.padStart(5, "0")} ${zone}`.trim();
}

/** HTML knows lists and tables; the plain part is taken where it says clearly more, or where there is no other. */
function bodyPieces({ html, text }: Email): { pieces: Piece[]; warnings: string[] } {
  const page = html === undefined ? null : htmlPieces(parseFragment(html));
  const plain = text === undefined ? [] : plainPieces(text);
  return page === null || length(page.pieces) * 2 < length(plain) ? { pieces: plain, warnings: [] } : page;
}

function length(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + ("text" in piece ? piece.text : "").trim().length, 0);
}

/** Lines quoted from earlier mails keep one ">" per paragraph; the marks inside would break its sentences. */
function plainPieces(text: string): Piece[] {
  const groups = lines(text).reduce<{ quoted: boolean; lines: string[] }[]>((all, line) => {
    const quoted = /^\s?>/u.test(line);
    const last = all[all.length - 1];
    const own = quoted ? line.replace(/^(?:\s?>)+ ?/u, "") : line;
    if (last?.quoted === quoted) last.lines.push(own);
    else all.push({ quoted, lines: [own] });
    return all;
  }, []);
  return groups.flatMap(({ quoted, lines: own }) =>
    textPieces(own.join("\n")).map((piece) =>
      quoted && (piece.kind === "paragraph" || piece.kind === "item")
        ? { kind: "paragraph", text: `> ${piece.text}` }
        : piece,
    ),
  );
}

/** Pictures inside the text have no name that anybody knows. */
function attachmentWarnings({ attachments }: Email): string[] {
  const names = attachments.filter((one) => one.related !== true).map((one) => `\`${one.filename ?? one.mimeType}\``);
  if (names.length === 0) return [];
  const [noun, verb, what] =
    names.length === 1 ? ["attachment was", "it", ""] : ["attachments were", "them", " one by one"];
  return [`${names.length} ${noun} not read: ${names.join(", ")}. Save ${verb} and load ${verb}${what}.`];
}
