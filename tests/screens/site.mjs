// Builds the window with its fake door and serves it on loopback.
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const pictures = join(root, "tests/artefacts/screens");

export async function buildScreens(outDir) {
  await build({
    configFile: join(root, "ui/vite.config.ts"),
    mode: "screens",
    logLevel: "warn",
    build: { outDir, minify: false, reportCompressedSize: false },
  });
}

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".woff2": "font/woff2",
  ".svg": "image/svg+xml",
};

const { csp } = JSON.parse(readFileSync(join(root, "tauri.conf.json"), "utf8")).app.security;
const policy = Object.entries(csp)
  .map(([what, from]) => `${what} ${from}`)
  .join("; ");

/** Serves a folder with the content policy of the desktop window, so that a breach of it shows here. */
export function serve(folder) {
  const server = createServer((request, response) => {
    // Browsers ask for it unbidden; the desktop window has none.
    if (request.url === "/favicon.ico") {
      response.writeHead(204).end();
      return;
    }
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    const file = join(folder, path === "/" ? "index.html" : path);
    readFile(file).then(
      (body) => {
        response.writeHead(200, {
          "content-type": types[extname(file)] ?? "application/octet-stream",
          "content-security-policy": policy,
        });
        response.end(body);
      },
      () => response.writeHead(404).end(),
    );
  });
  return new Promise((ready) => {
    server.listen(0, "127.0.0.1", () => {
      ready({ url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() });
    });
  });
}
