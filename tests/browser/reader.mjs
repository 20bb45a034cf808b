// The sample site as readers have it, in a browser: search, and every kind of page without scripts.
//
//   node tests/browser/reader.mjs PUBLIC MODULES
//
// PUBLIC is the built sample site, MODULES a folder with `playwright-core`.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { host } from "./host.mjs";

const [folder, modules] = process.argv.slice(2).map((path) => resolve(path));
const { chromium } = createRequire(join(modules, "here.js"))("playwright-core");
const site = await host(folder);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });

const POST = "/2025/10/postgresql-18/";
const steps = [];
const step = async (name, options, run) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  // That a page was left before it was blended in is no mistake of the page's.
  page.on("pageerror", (error) => /Transition was (aborted|skipped)/.test(error) || wrong.push(String(error)));
  page.on("request", (request) => request.url().startsWith(site.address) || wrong.push(`another host: ${request.url()}`));
  try {
    await run(page);
    assert.deepEqual(wrong, []);
  } catch (error) {
    error.message = `${name}: ${error.message}`;
    throw error;
  }
  await context.close();
  steps.push(name);
};

const results = (page) => page.$$eval("#_results > li h2 a", (links) => links.map((link) => link.getAttribute("href")));
/** Waits until the results are those of a query. */
const found = async (page, query) => {
  await page.waitForFunction(
    (query) => new URLSearchParams(location.search).get("q") === query && document.getElementById("_status").textContent,
    query,
  );
  await page.waitForTimeout(50);
  return results(page);
};

try {
  await step("typing finds words by their beginnings", {}, async (page) => {
    await page.goto(`${site.address}/search/`);
    await page.fill("#_q", "postg");
    assert.equal((await found(page, "postg"))[0], POST);
    assert.equal(await page.textContent("#_results > li:first-child h2 mark"), "PostgreSQL");
    await page.fill("#_q", "");
    await page.waitForFunction(() => !document.querySelector("#_results > li"));
  });
  await step("other forms of a word are found", {}, async (page) => {
    await page.goto(`${site.address}/search/?q=postgresql+stopping`);
    assert.equal((await found(page, "postgresql stopping"))[0], POST);
  });
  await step("the keyboard alone", {}, async (page) => {
    await page.goto(`${site.address}/search/?q=worm+npm`);
    const [first] = await found(page, "worm npm");
    await page.keyboard.press("/");
    assert.equal(await page.evaluate(() => document.activeElement.id), "_q");
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), first);
    await page.keyboard.press("ArrowUp");
    assert.equal(await page.evaluate(() => document.activeElement.id), "_q");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(`${site.address}${first}`);
  });
  await step("filters, and the address that holds them", {}, async (page) => {
    await page.goto(`${site.address}/search/`);
    await page.focus("#_q");
    await page.waitForFunction(() => document.querySelector("select[name=tag]").options.length > 5);
    await page.selectOption("select[name=author]", "hana-kirishima");
    await page.waitForFunction(() => document.querySelectorAll("#_results > li").length === 3);
    await page.fill("#_q", "unicode");
    await page.waitForFunction(() => document.querySelectorAll("#_results > li").length === 2);
    assert.equal(new URL(page.url()).search, "?q=unicode&author=hana-kirishima");
    await page.goto(`${site.address}/search/?tag=rust&year=2025`);
    await page.waitForSelector("#_results > li");
    assert.equal(await page.$eval("select[name=tag]", (select) => select.value), "rust");
    assert.equal((await results(page)).length, 3);
    await page.goto(`${site.address}/search/?tag=rust&year=1999`);
    await page.waitForFunction(() => document.getElementById("_status").textContent);
    assert.deepEqual(await results(page), []);
  });
  await step("Japanese", {}, async (page) => {
    for (const query of ["ハッシュタグ", "終わり", "井桁", "空白を置かない"]) {
      await page.goto(`${site.address}/search/?q=${encodeURIComponent(query)}`);
      assert.deepEqual(await found(page, query), ["/2025/11/hashtag-owari/"], query);
      const marks = await page.$$eval("#_results mark", (marks) => marks.map((mark) => mark.textContent));
      assert.ok(marks.includes(query), `${query} in ${marks}`);
    }
  });
  await step("a word is not found by another that it only begins like", {}, async (page) => {
    // There are a plan, an app and a set.
    for (const query of ["planet", "apple", "settler"]) {
      await page.goto(`${site.address}/search/?q=${query}`);
      assert.deepEqual(await found(page, query), [], query);
    }
  });
  await step("whoever comes by the key / can type at once", {}, async (page) => {
    await page.goto(`${site.address}/about/`);
    await page.keyboard.press("/");
    await page.waitForFunction(() => document.activeElement?.id === "_q");
    await page.keyboard.type("xylophone");
    assert.deepEqual(await found(page, "xylophone"), []);
  });
  await step("what is not there is said, with ways on", {}, async (page) => {
    await page.goto(`${site.address}/search/?q=xylophone`);
    assert.deepEqual(await found(page, "xylophone"), []);
    assert.match(await page.textContent("#_status"), /xylophone/);
    assert.ok(await page.isVisible(".search-browse a"));
  });
  await step("search without scripts leads to topics and archive", { javaScriptEnabled: false }, async (page) => {
    await page.goto(`${site.address}/search/`);
    assert.ok(!(await page.isVisible(".search-form")));
    assert.ok(await page.isVisible("noscript p"));
    for (const link of ["/tags/", "/2025/"]) assert.ok(await page.isVisible(`.search-browse a[href="${link}"]`));
  });

  const paths = ["/", POST, "/tags/", "/tags/rust/", "/2025/", "/2025/10/", "/sections/software/", "/about/", "/nowhere/"];
  for (const path of [...paths, "/authors/tomas-hellqvist/", "/2025/11/memory-bandwidth/"]) {
    const texts = [];
    for (const javaScriptEnabled of [true, false]) {
      await step(`${path} ${javaScriptEnabled ? "with" : "without"} scripts`, { javaScriptEnabled }, async (page) => {
        await page.goto(site.address + path);
        texts.push((await page.locator("main").ariaSnapshot()).replace(/\n.*button.*/g, ""));
      });
    }
    assert.equal(texts[0], texts[1], `${path} can be read without scripts`);
  }
} finally {
  await browser.close();
  site.end();
}
console.log(steps.join("\n"));
