/**
 * Files on the homeserver: fetched through the endpoints that want to know who asks, never more bytes than allowed,
 * decrypted and checked; uploaded encrypted where the room is. Knows nothing of what is in them.
 */
import type { FileShelf } from "../ports.ts";
import type { RemoteFile } from "../room-event.ts";
import { HomeserverError } from "./homeserver-error.ts";
import type { Call } from "./http.ts";
import { textAt } from "./json.ts";
import type { Requester } from "./requester.ts";
import type { FileCipher } from "./room-crypto.ts";
import type { RoomEncryption } from "./room-encryption.ts";

type Deps = {
  readonly requester: Requester;
  readonly crypto: FileCipher;
  readonly rooms: RoomEncryption;
};

/** What the spec asks of a content URI: a server's name and an id without slashes. */
const CONTENT_URI = /^mxc:\/\/([^/?#\s]+)\/([A-Za-z0-9_=.~-]+)$/;

export function createFiles(deps: Deps): FileShelf {
  return {
    async download(file, limit, signal) {
      if (file.size !== null && file.size > limit) throw tooLarge(limit, `${file.size}`);
      const url = file.file === null ? file.url : textAt(file.file, "url");
      const bytes = await fetchBytes(url ?? file.url, limit, deps.requester, signal);
      return decrypted(bytes, file, deps.crypto);
    },
    async upload(roomId, { name, mimeType, bytes }) {
      const info = { mimetype: mimeType, size: bytes.length };
      if (!(await deps.rooms.isEncrypted(roomId))) {
        const query = { filename: name };
        return { filename: name, info, url: await put(bytes, { query, contentType: mimeType }, deps.requester) };
      }
      // The homeserver is told neither the name nor the kind.
      const encrypted = deps.crypto.encryptFile(bytes);
      const url = await put(encrypted.bytes, { contentType: "application/octet-stream" }, deps.requester);
      return { filename: name, info, file: { ...encrypted.info, url } };
    },
  };
}

async function fetchBytes(uri: string, limit: number, requester: Requester, signal: AbortSignal): Promise<Uint8Array> {
  const [, server, id] = CONTENT_URI.exec(uri) ?? [];
  if (server === undefined || id === undefined)
    throw new Error("Expected the file to lie at `mxc://SERVER/ID`, got another address. Send the file again.");
  const where = `download/${encodeURIComponent(server)}/${encodeURIComponent(id)}`;
  const get = async (path: string): Promise<Uint8Array> => {
    const call: Call = { method: "GET", path, asBytes: true, maxBytes: limit };
    const { body } = await requester.answer(call, { signal });
    if (body instanceof Uint8Array) return body;
    throw new Error("Expected the bytes of a file, got an answer without a body. Send the file again.");
  };
  try {
    return await get(`/_matrix/client/v1/media/${where}`);
  } catch (error) {
    if (!(error instanceof HomeserverError)) throw error;
    if (error.errcode === "TOO_LARGE") throw tooLarge(limit, "more");
    // Homeservers before Matrix 1.11 know only the old endpoint.
    if (error.errcode === "M_UNRECOGNIZED") return get(`/_matrix/media/v3/${where}`);
    throw error;
  }
}

function decrypted(bytes: Uint8Array, { file }: RemoteFile, crypto: FileCipher): Uint8Array {
  if (file === null) return bytes;
  try {
    return crypto.decryptFile(bytes, file);
  } catch (cause) {
    throw new Error(
      "Expected the bytes that the sender encrypted, got others (hash or key do not fit). Send the file again.",
      {
        cause,
      },
    );
  }
}

async function put(
  bytes: Uint8Array,
  call: Pick<Call, "query" | "contentType">,
  requester: Requester,
): Promise<string> {
  const answer = await requester.json({ method: "POST", path: "/_matrix/media/v3/upload", body: bytes, ...call });
  const uri = textAt(answer, "content_uri");
  if (uri !== null) return uri;
  throw new Error("Expected the homeserver to name the file that it took, got no `content_uri`.");
}

function tooLarge(limit: number, got: string): Error {
  return new Error(`Expected a file of at most ${limit} bytes, got ${got}. Send a smaller one.`);
}
