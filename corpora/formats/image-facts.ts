/** Reads the kind, size and orientation of a PNG or JPEG file from its head. Decodes nothing. */

export type ImageFacts = {
  readonly kind: "PNG" | "JPEG";
  readonly width: number;
  readonly height: number;
  /** As EXIF counts it, 1 for upright. */
  readonly orientation: number;
};

export function imageFacts(bytes: Uint8Array): ImageFacts | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return bytes[0] === 0x89 ? pngFacts(view) : jpegFacts(view);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The first chunk is IHDR: width and height behind the signature, the chunk's length and its name. */
function pngFacts(view: DataView): ImageFacts {
  return { kind: "PNG", width: view.getUint32(16), height: view.getUint32(20), orientation: 1 };
}

/** Walks the segments to the frame header (SOF); an APP1 segment on the way may hold EXIF. */
function jpegFacts(view: DataView): ImageFacts | null {
  let orientation = 1;
  for (let at = 2; at < view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    const length = view.getUint16(at + 2);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { kind: "JPEG", height: view.getUint16(at + 5), width: view.getUint16(at + 7), orientation };
    if (marker === 0xe1) orientation = exifOrientation(view, at + 4) ?? orientation;
    at += 2 + Math.max(2, length);
  }
  return null;
}

const ORIENTATION = 0x0112;

/** "Exif", two zeros, then a TIFF head whose first directory may hold the tag. */
function exifOrientation(view: DataView, at: number): number | null {
  if (view.getUint32(at) !== 0x45786966) return null;
  const tiff = at + 6;
  const little = view.getUint16(tiff) === 0x4949;
  const directory = tiff + view.getUint32(tiff + 4, little);
  const count = view.getUint16(directory, little);
  for (let entry = directory + 2; entry < directory + 2 + count * 12; entry += 12) {
    if (view.getUint16(entry, little) !== ORIENTATION) continue;
    const value = view.getUint16(entry + 8, little);
    return value >= 1 && value <= 8 ? value : null;
  }
  return null;
}
