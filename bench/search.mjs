// How large the index of search is, what a query downloads, and how good its answers are; beside Pagefind's, if its package is there.
//
//   node bench/search.mjs SITE MODULES [QUERIES]
//
// SITE is the folder of a site of made-up articles (`examples/corpus`), built into its `public/`; MODULES a folder with
// `playwright-core`, and `pagefind` for the comparison. A query is three words of one post, a long one of its headline and two of its text;
// the answer is good if that post is first, or among the first ten. It is asked for by a link, and typed letter by letter.
// docs/performance.md has the figures.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { inflateRawSync } from "node:zlib";
import { host } from "../tests/browser/host.mjs";

const [site, modules] = process.argv.slice(2, 4).map((path) => resolve(path));
const count = Number(process.argv[4] ?? 100);
const publicFolder = join(site, "public");
const { chromium } = createRequire(join(modules, "here.js"))("playwright-core");

const sizeOf = (folder) =>
  readdirSync(folder, { recursive: true })
    .map((name) => statSync(join(folder, name)))
    .filter((stat) => stat.isFile())
    .reduce((sum, { size }) => ({ files: sum.files + 1, bytes: sum.bytes + size }), { files: 0, bytes: 0 });
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

// The queries: words of posts, taken from the pieces of the index.
const data = join(publicFolder, "search/data");
const posts = readdirSync(data)
  .filter((name) => name.startsWith("posts-"))
  .flatMap((name) => JSON.parse(inflateRawSync(readFileSync(join(data, name)))));
let seed = 1;
const random = (below) => ((seed = (seed * 48271) % 2147483647), seed % below);
const longWords = (text) => text.toLowerCase().match(/\p{L}{6,}/gu) ?? [];
const queries = Array.from({ length: count }, () => {
  const post = posts[random(posts.length)];
  const [title, text] = [longWords(post.t), longWords(post.x)];
  const words = [title[random(title.length)], text[random(text.length)], text[random(text.length)]];
  return { words: words.filter(Boolean).join(" "), path: post.u };
});

const served = await host(publicFolder);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });

async function judge(name, folder, ask, some = queries) {
  const { files, bytes } = sizeOf(join(publicFolder, folder));
  let [first, ten, downloaded, most] = [0, 0, 0, 0];
  const times = [];
  for (const { words, path } of some) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${served.address}/robots.txt`);
    served.asked.length = 0;
    const [found, milliseconds] = await ask(page, words);
    const asked = served.asked.filter((one) => one.path.includes(folder) || one.path.includes("/js/search."));
    const sum = asked.reduce((sum, one) => sum + one.bytes, 0);
    downloaded += sum;
    most = Math.max(most, sum);
    times.push(milliseconds);
    first += found[0] === path;
    ten += found.includes(path);
    await context.close();
  }
  times.sort((a, b) => a - b);
  const number = some.length;
  console.log(
    `${name}: ${files} files, ${kilobytes(bytes)}; a query downloads ${kilobytes(downloaded / number)}, at most ${kilobytes(most)}, ` +
      `and takes ${times[number >> 1].toFixed(0)} ms; of ${number} the post is first ${first} times, among ten ${ten} times`,
  );
}

console.log(`${posts.length} posts`);
await judge("Slugline", "search/data", async (page, words) => {
  const start = performance.now();
  await page.goto(`${served.address}/search/?q=${encodeURIComponent(words)}`);
  await page.waitForFunction(() => document.getElementById("_status").textContent);
  const time = performance.now() - start;
  return [await page.$$eval("#_results > li h2 a", (links) => links.map((link) => link.getAttribute("href"))), time];
});
// As a reader types, who sees results on the way and could use the filters.
await judge(
  "Slugline, typed",
  "search/data",
  async (page, words) => {
    await page.goto(`${served.address}/search/`);
    const start = performance.now();
    await page.locator("#_q").pressSequentially(words, { delay: 130 });
    await page.waitForFunction(
      (words) => new URLSearchParams(location.search).get("q") === words && document.getElementById("_status").textContent,
      words,
    );
    await page.waitForLoadState("networkidle");
    const time = performance.now() - start;
    return [await page.$$eval("#_results > li h2 a", (links) => links.map((link) => link.getAttribute("href"))), time];
  },
  queries.slice(0, 20),
);
if (existsSync(join(modules, "node_modules/pagefind"))) {
  const program = join(modules, "node_modules/.bin/pagefind");
  const start = performance.now();
  execFileSync(program, ["--site", publicFolder, "--glob", "20*/[0-9]*/*/index.html", "--root-selector", "main"], { stdio: "ignore" });
  console.log(`Pagefind indexes in ${((performance.now() - start) / 1000).toFixed(2)} s`);
  await judge("Pagefind", "pagefind", (page, words) =>
    page.evaluate(async (words) => {
      const start = performance.now();
      const pagefind = await import("/pagefind/pagefind.js");
      const { results } = await pagefind.search(words);
      const loaded = await Promise.all(results.slice(0, 10).map((result) => result.data()));
      return [loaded.map(({ url }) => url), performance.now() - start];
    }, words),
  );
}
await browser.close();
served.end();
