// The theme's scripts, as a reader has them: the switch of light and dark, the buttons that copy, and the key `/`.
//
//   node tests/browser/theme.mjs PUBLIC MODULES
//
// PUBLIC is the sample site, built; MODULES a folder with `playwright-core`.
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, resolve } from "node:path";

const [folder, modules] = process.argv.slice(2).map((path) => resolve(path));
const { chromium } = createRequire(join(modules, "here.js"))("playwright-core");

const TYPES = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };
const POST = "/2025/11/memory-bandwidth/";
// As the host is told; the documentation has the same digests.
const POLICY = readFileSync(join(folder, "_headers"), "utf8").match(/^ {2}Content-Security-Policy: (.*)/m)[1];
const digests = (policy) => policy.match(/'sha256-[^']*'/g).sort();
assert.deepEqual(digests(POLICY), digests(readFileSync("docs/theme.md", "utf8").match(/^script-src .*/m)[0]));
const server = createServer((request, response) => {
  let path = join(folder, decodeURIComponent(new URL(request.url, "http://host").pathname));
  try {
    if (statSync(path).isDirectory()) path = join(path, "index.html");
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    let body = readFileSync(path);
    // A link to the search, as a page with one has it.
    if (type === "text/html" && request.url.includes("?search")) {
      body = body.toString().replace("<main", '<a data-search href="/about/">Search</a><input id="field"><main');
    }
    response.writeHead(200, { "Content-Type": type, "Content-Security-Policy": POLICY });
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const url = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});
const steps = [];
const step = async (name, run) => {
  await run();
  steps.push(name);
};
const open = async (options, path) => {
  const context = await browser.newContext({ viewport: { width: 1000, height: 700 }, ...options });
  const page = await context.newPage();
  page.refused = [];
  page.on("console", (message) => message.type() === "error" && page.refused.push(message.text()));
  page.on("pageerror", (error) => page.refused.push(String(error)));
  await page.goto(url + path);
  return page;
};
const paper = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
const frame = (page) =>
  page.evaluate(() => [...document.querySelectorAll("meta[name=theme-color]")].find((meta) => matchMedia(meta.media).matches).content);
const LIGHT = "rgb(255, 255, 255)";
const DARK = "rgb(17, 20, 24)";
try {
  await step("pages are as the system has it", async () => {
    for (const [colorScheme, colour] of [["light", LIGHT], ["dark", DARK]]) {
      const page = await open({ colorScheme }, "/");
      assert.equal(await paper(page), colour);
      assert.ok(await page.getByRole("radio", { name: "Automatic" }).isChecked());
      assert.deepEqual(page.refused, []);
      await page.context().close();
    }
  });

  await step("a choice holds on all pages, in all tabs, and before anything is drawn", async () => {
    const page = await open({ colorScheme: "light" }, "/");
    const other = await page.context().newPage();
    await other.goto(`${url}/about/`);
    const group = page.getByRole("radiogroup", { name: "Colour scheme" });
    const dark = group.getByRole("radio", { name: "Dark" });
    const box = await dark.boundingBox();
    assert.ok(box.width >= 24 && box.height >= 24, JSON.stringify(box));
    await dark.check();
    assert.equal(await paper(page), DARK);
    assert.equal(await frame(page), "#111418");
    await other.waitForFunction(() => document.documentElement.dataset.scheme === "dark");
    assert.equal(await paper(other), DARK);
    // Without the deferred script, so that the line in the head alone can have done it.
    await page.route("**/*.js", (route) => route.abort());
    await page.goto(url + POST);
    assert.equal(await paper(page), DARK);
    await page.unroute("**/*.js");
    await page.goto(url + POST);
    await page.emulateMedia({ media: "print" });
    assert.equal(await paper(page), LIGHT);
    await page.emulateMedia({ media: "screen" });
    await page.keyboard.press("End");
    await page.getByRole("radio", { name: "Dark" }).focus();
    await page.keyboard.press("ArrowLeft");
    assert.equal(await page.evaluate(() => localStorage.scheme), "light");
    assert.equal(await paper(page), LIGHT);
    await page.context().close();
  });

  await step("without JavaScript and with forced colours there is no switch", async () => {
    for (const options of [{ javaScriptEnabled: false }, { forcedColors: "active" }]) {
      const page = await open(options, POST);
      assert.equal(await page.locator(".scheme").isVisible(), false);
      assert.ok(await page.locator("article.post").isVisible());
      await page.context().close();
    }
  });

  await step("code is copied", async () => {
    const page = await open({ permissions: ["clipboard-read", "clipboard-write"] }, POST);
    const block = page.locator(".code-block").first();
    const button = block.getByRole("button", { name: "Copy" });
    await button.focus();
    const size = async () => ({ ...(await block.boundingBox()), y: 0 });
    const before = await size();
    await page.keyboard.press("Enter");
    await page.locator("[aria-live]", { hasText: "Copied" }).waitFor({ state: "attached" });
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(`${copied}\n`, await block.locator("code").textContent());
    assert.deepEqual(await size(), before);
    assert.deepEqual(page.refused, []);
    await page.context().close();
  });

  await step("the key / leads to the search, and to its field", async () => {
    const page = await open({}, `${POST}?search`);
    await page.locator("#field").focus();
    await page.keyboard.press("/");
    assert.equal(await page.locator("#field").inputValue(), "/");
    await page.locator("h1").first().click();
    await page.keyboard.press("/");
    await page.waitForURL(`${url}/search/`);
    await page.keyboard.press("/");
    assert.equal(await page.evaluate(() => document.activeElement.id), "_q");
    // Switched off, it is a key like any other, on every page and for good.
    await page.locator("#_key").uncheck();
    await page.locator("h1").first().click();
    await page.keyboard.press("/");
    assert.notEqual(await page.evaluate(() => document.activeElement.id), "_q");
    await page.goto(`${url}${POST}`);
    await page.keyboard.press("/");
    await page.waitForTimeout(200);
    assert.equal(new URL(page.url()).pathname, POST);
    await page.goto(`${url}/search/`);
    assert.ok(!(await page.locator("#_key").isChecked()));
    await page.locator("#_key").check();
    await page.locator("h1").first().click();
    await page.keyboard.press("/");
    assert.equal(await page.evaluate(() => document.activeElement.id), "_q");
    await page.context().close();
  });
} finally {
  await browser.close();
  server.close();
}
console.log(`the theme's scripts: ${steps.length} steps, as they should be`);
