// A host as readers meet one: a folder over HTTP, compressed where it pays, with 404.html for what is not there.
import { createServer } from "node:http";
import { existsSync, readFileSync, statSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".xml": "application/xml",
  ".txt": "text/plain; charset=utf-8",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};
const COMPRESSED = [".html", ".css", ".js", ".json", ".svg", ".xml", ".txt"];

/** Serves a folder; gives the address, what was asked for, and a way to end it. */
export async function host(folder) {
  const asked = [];
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://host").pathname));
    let file = join(folder, path);
    if (existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
    const isThere = existsSync(file);
    if (!isThere) file = join(folder, "404.html");
    const type = extname(file);
    let bytes = readFileSync(file);
    const headers = { "content-type": TYPES[type] ?? "application/octet-stream", "cache-control": "max-age=3600" };
    if (COMPRESSED.includes(type) && /gzip/.test(request.headers["accept-encoding"] ?? "")) {
      bytes = gzipSync(bytes);
      headers["content-encoding"] = "gzip";
    }
    headers["content-length"] = bytes.length;
    asked.push({ path, bytes: bytes.length, isThere });
    response.writeHead(isThere ? 200 : 404, headers);
    response.end(request.method === "HEAD" ? undefined : bytes);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { address: `http://127.0.0.1:${server.address().port}`, asked, end: () => server.close() };
}
