/** What is said to an admin of pages that are pictures. Knows nothing of how they are read. */

export function ocrWarning(pages: readonly number[]): string {
  return `${pagesText(pages)} read by text recognition (OCR): compare what matters with the paper.`;
}

export function scanWarning(pages: readonly number[]): string {
  return `${pagesText(pages)} without text: scanned pages need text recognition (OCR) first; \`rochdale models install ocr-eng\` (or ocr-deu, ocr-fra, ocr-spa, ocr-cat, ocr-dan) brings it. Then load the file again.`;
}

export function unreadScanWarning(pages: readonly number[]): string {
  return `${pagesText(pages)} without text, and text recognition (OCR) found none in time: look at them, and split a long scan.`;
}

export function pagesText(numbers: readonly number[]): string {
  const shown = numbers.slice(0, 10).join(", ");
  return numbers.length === 1 ? `Page ${shown}` : `Pages ${shown}${numbers.length > 10 ? " and more" : ""}`;
}
