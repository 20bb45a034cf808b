// `slugline serve`, as a writer has it: a browser beside an editor. Each edit is made as an editor makes it, and the browser
// has to show what follows from it by itself.
//
//   node tests/browser/serve.mjs PROGRAM SITE MODULES
//
// PROGRAM is the built program, SITE the folder of the sample site, MODULES a folder with `playwright-core`.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const [program, site, modules] = process.argv.slice(2).map((path) => resolve(path));
const { chromium } = createRequire(join(modules, "here.js"))("playwright-core");

const POST = "content/posts/2025-11-07-memory-bandwidth.md";
const PATH = "/2025/11/memory-bandwidth/";

const root = mkdtempSync(join(tmpdir(), "slugline-browser-"));
for (const name of ["content", "templates", "static", "site.yaml", "tags.yaml", "authors.yaml"]) {
  cpSync(join(site, name), join(root, name), { recursive: true });
}
const read = (path) => readFileSync(join(root, path), "utf8");
const write = (path, text) => writeFileSync(join(root, path), text);
const edit = (path, from, to) => {
  const text = read(path);
  assert.ok(text.includes(from), `${path} has no ${from}`);
  write(path, text.replace(from, to));
};
/** As many editors save: beside the file, and then in its place. */
const editByRename = (path, from, to) => {
  const text = read(path);
  assert.ok(text.includes(from), `${path} has no ${from}`);
  write(`${path}.tmp`, text.replace(from, to));
  renameSync(join(root, `${path}.tmp`), join(root, path));
};

const server = spawn(program, ["serve", "--root", root, "--port", "0"], { stdio: ["ignore", "pipe", "pipe"] });
let said = "";
for (const stream of [server.stdout, server.stderr]) stream.on("data", (data) => (said += data));
const until = async (what, test, patience = 20_000) => {
  const end = Date.now() + patience;
  for (;;) {
    // A page that is just being loaded anew cannot be asked.
    const holds = await (async () => test())().catch(() => false);
    if (holds) return;
    if (Date.now() > end) assert.fail(`${what}; the server said:\n${said}`);
    await new Promise((done) => setTimeout(done, 20));
  }
};

let browser;
const steps = [];
const step = async (name, run) => {
  await run();
  steps.push(name);
};
try {
  // The first build makes all pictures.
  await until("the site is not built", () => said.includes("Built "), 120_000);
  const url = said.match(/Serving at (\S+);/)[1].replace(/\/$/, "");
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });
  const context = await browser.newContext({ viewport: { width: 1000, height: 700 } });
  const page = await context.newPage();
  const other = await context.newPage();
  const loads = { page: 0, other: 0 };
  page.on("load", () => loads.page++);
  other.on("load", () => loads.other++);
  await page.goto(url + PATH);
  await other.goto(`${url}/about/`);
  const shows = (text) => until(`the page does not show ${text}`, async () => (await page.content()).includes(text));
  /** Until no page has been loaded for a while: a busy machine may still be at the build before. */
  const settled = async () => {
    for (let seen = -1; seen !== loads.page + loads.other; ) {
      seen = loads.page + loads.other;
      await new Promise((done) => setTimeout(done, 800));
    }
  };
  const problems = () => page.evaluate(() => document.querySelector("slugline-problems")?.shadowRoot.textContent ?? "");
  await settled();

  await step("a body", async () => {
    await page.evaluate(() => scrollTo(0, 900));
    const before = { ...loads };
    edit(POST, "\n## ", "\nThe ebb was late that night.\n\n## ");
    await shows("The ebb was late that night.");
    await settled();
    assert.equal(loads.page, before.page + 1, "the page is loaded anew once");
    assert.equal(loads.other, before.other, "another page is left alone");
    assert.equal(await page.evaluate(() => Math.round(scrollY)), 900, "the reader stays where they were");
  });

  await step("a title, by an editor that renames", async () => {
    const title = read(POST).match(/^title: (.*)$/m)[1];
    editByRename(POST, `title: ${title}`, "title: A tide of captions");
    await until("the headline is the former one", async () => (await page.textContent("h1")) === "A tide of captions");
  });

  await step("a template", async () => {
    mkdirSync(join(root, "templates"), { recursive: true });
    edit("templates/post.html", "</h1>", "</h1><p id=\"mark\">Marked</p>");
    await until("there is no mark", async () => (await page.locator("#mark").count()) === 1);
    edit("templates/post.html", "<p id=\"mark\">Marked</p>", "");
    await until("the mark stays", async () => (await page.locator("#mark").count()) === 0);
  });

  await step("a style sheet, without loading the page", async () => {
    await settled();
    const before = { ...loads };
    await page.evaluate(() => (globalThis.isSamePage = true));
    const sheets = await page.locator("link[rel=stylesheet]").count();
    const css = (await page.locator("link[rel=stylesheet]").first().getAttribute("href")).replace(/^\//, "").replace(/\?.*/, "");
    write(`static/${css}`, `${read(`static/${css}`)}\nh1 { letter-spacing: 3px !important }\n`);
    const spacing = () => page.evaluate(() => getComputedStyle(document.querySelector("h1")).letterSpacing);
    await until("the style is the former one", async () => (await spacing()) === "3px");
    await settled();
    assert.ok(await page.evaluate(() => globalThis.isSamePage), "the page was not loaded anew");
    assert.equal(await page.locator("link[rel=stylesheet]").count(), sheets, "the former style sheet is gone");
    assert.deepEqual(loads, before);
  });

  await step("an image that the page shows", async () => {
    const before = loads.page;
    const picture = "content/posts/images/memory-pipes.png";
    assert.ok(await page.evaluate(() => [...document.images].some((image) => image.src.endsWith("memory-pipes.png"))));
    writeFileSync(join(root, picture), Buffer.concat([readFileSync(join(root, picture)), Buffer.from([0])]));
    await until("the page is not loaded anew", () => loads.page === before + 1);
  });

  await step("front matter that breaks", async () => {
    edit(POST, "title: A tide of captions", "title: [A tide of captions");
    await until("nothing is reported", async () => (await problems()).includes(POST));
    assert.equal(await page.textContent("h1"), "A tide of captions", "the last good page stays");
    const link = await page.evaluate(() => document.querySelector("slugline-problems").shadowRoot.querySelector("a").href);
    assert.match(link, new RegExp(`^vscode://file/.*/${POST}:\\d+:\\d+$`));
    await until("the other page is not told", () =>
      other.evaluate(() => document.querySelector("slugline-problems") !== null),
    );
    const late = await context.newPage();
    await late.goto(`${url}/`);
    await until("a page that comes later is not told", () =>
      late.evaluate(() => document.querySelector("slugline-problems") !== null),
    );
    await late.close();
  });

  await step("front matter that is mended", async () => {
    edit(POST, "title: [A tide of captions", "title: A tide of pictures");
    await until("the report stays", async () => (await problems()) === "");
    await until("the headline is the former one", async () => (await page.textContent("h1")) === "A tide of pictures");
    await until("the other page keeps it", () =>
      other.evaluate(() => document.querySelector("slugline-problems") === null),
    );
  });

  await step("a post that is not there yet", async () => {
    const answer = await page.goto(`${url}/2025/10/brand-new/`);
    assert.equal(answer.status(), 404);
    write("content/posts/2025-10-30-brand-new.md", "---\ntitle: Brand new\n---\nJust written.\n");
    await until("the page stays not found", async () => (await page.textContent("h1")) === "Brand new");
    rmSync(join(root, "content/posts/2025-10-30-brand-new.md"));
    await until("the page stays found", async () => (await page.textContent("h1")) !== "Brand new");
  });

  await step("a whole folder that is moved away and back", async () => {
    await page.goto(url + PATH);
    renameSync(join(root, "content"), join(root, "away"));
    await until("the page is still found", async () => (await page.textContent("h1")) !== "A tide of pictures");
    renameSync(join(root, "away"), join(root, "content"));
    await until("the page is not found", async () => (await page.textContent("h1")) === "A tide of pictures");
    edit(POST, "title: A tide of pictures", "title: The tide is out");
    await until("changes there go unseen", async () => (await page.textContent("h1")) === "The tide is out");
  });

  console.log(`the browser follows: ${steps.join("; ")}`);
} catch (error) {
  console.error(`after: ${steps.join("; ") || "nothing"}`);
  throw error;
} finally {
  await browser?.close();
  server.kill("SIGINT");
  rmSync(root, { recursive: true, force: true });
}
