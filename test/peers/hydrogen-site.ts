/** Serves the Hydrogen web client on a port of 127.0.0.1, straight from its npm packages. Knows no homeserver. */
import { readFile } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { basename, dirname, extname, join } from "node:path";
import { build } from "rolldown";

export interface HydrogenSite extends AsyncDisposable {
  readonly url: string;
}

const require = createRequire(import.meta.url);
const HYDROGEN = dirname(dirname(require.resolve("hydrogen-view-sdk")));
const OLM = dirname(require.resolve("@matrix-org/olm"));

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".html": "text/html",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Hydrogen</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/assets/theme-element-light.css">
</head>
<body class="hydrogen"><script type="module" src="/main.js"></script></body>
</html>
`;

export async function startHydrogenSite(): Promise<HydrogenSite> {
  const main = await bundle();
  const server = createServer((request, response) => {
    respond(new URL(request.url ?? "/", "http://localhost").pathname, main, response).catch(() => {
      response.writeHead(404).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Olm looks for modules of Node where there are some; in a browser it never asks. */
async function bundle(): Promise<string> {
  const { output } = await build({
    input: join(import.meta.dirname, "hydrogen-main.mjs"),
    platform: "browser",
    external: ["crypto", "fs", "path"],
    output: { format: "esm", codeSplitting: false },
    logLevel: "silent",
    write: false,
  });
  return output[0].code;
}

async function respond(path: string, main: string, response: ServerResponse): Promise<void> {
  const body = path === "/" ? PAGE : path === "/main.js" ? main : await readFile(fileOf(path));
  response.writeHead(200, { "content-type": TYPES[extname(path || ".html")] ?? "text/html" }).end(body);
}

/** Only names of files, never paths of ours. */
function fileOf(path: string): string {
  const name = basename(path);
  if (path === "/sw.js") return join(HYDROGEN, "lib-build", name);
  return path.startsWith("/olm/") ? join(OLM, name) : join(HYDROGEN, "asset-build/assets", name);
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("Expected a TCP port, got none.");
  return address.port;
}
