/**
 * Mends word/document.xml where mammoth would lose text or read it twice. Knows nothing of numbers or HTML.
 */

/** Text boxes are written twice, for new and old readers; the pieces of one alternative never hold another. */
const ALTERNATIVE = /<mc:AlternateContent\b[^>]*>((?:(?!<mc:AlternateContent\b)[\s\S])*?)<\/mc:AlternateContent>/gu;
/** Boxes in boxes in boxes. */
const DEEPEST = 4;

export function mendedBody(body: string): string {
  let text = body.replace(/<w:fldSimple\b[^>]*[^/]>/gu, "<w:smartTag>").replace(/<\/w:fldSimple>/gu, "</w:smartTag>");
  for (let step = 0; step < DEEPEST && text.includes("<mc:AlternateContent"); step += 1) {
    text = text.replace(ALTERNATIVE, (_, inner: string) => textBox(inner));
  }
  return text;
}

/** The first alternative that holds text; drawings without any have nothing to say. */
function textBox(inner: string): string {
  const content = /<w:txbxContent>[\s\S]*?<\/w:txbxContent>/u.exec(inner)?.[0];
  return content === undefined ? "" : `<w:pict><v:shape><v:textbox>${content}</v:textbox></v:shape></w:pict>`;
}

const LINK = /<w:numStyleLink w:val="([^"]*)"\s*\/>/u;

/** Lists that only link to a numbering style get that style's levels; mammoth fails where the style itself is missing. */
export function mendedNumbering(numbering: string): string {
  const levels = new Map<string, string>();
  for (const [list] of numbering.matchAll(ABSTRACT)) {
    const style = /<w:styleLink w:val="([^"]*)"/u.exec(list)?.[1];
    if (style !== undefined) levels.set(style, (list.match(/<w:lvl [\s\S]*?<\/w:lvl>/gu) ?? []).join(""));
  }
  return numbering.replace(ABSTRACT, (list) => list.replace(LINK, (_, style: string) => levels.get(style) ?? ""));
}

const ABSTRACT = /<w:abstractNum [\s\S]*?<\/w:abstractNum>/gu;
