// Search. The index is described in the documentation of the module `search`; words are taken apart as `src/search/words.rs` does it.

const form = document.querySelector("form[data-search]");
const base = form.dataset.search;
const say = form.dataset;
const status = document.getElementById("_status");
const list = document.getElementById("_results");
const more = document.getElementById("_more");
const { q, tag, author, year } = form.elements;
const language = document.documentElement.lang;
const PAGE = 10;

// What each step of `src/search/impact.rs` is worth.
const WORTH = [0.4, 0.7, 1, 1.45, 2, 2.9, 4, 5.6];

// 1 Words

const DENSE =
  "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3040-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff" +
  "\\uf900-\\ufaff\\uff66-\\uff9f\\u{1b000}-\\u{1b16f}\\u{20000}-\\u{3ffff}";
const LETTER = "\\p{Alphabetic}\\p{N}\\p{M}";
const WORD = new RegExp(
  `((?:(?=[${LETTER}])[${DENSE}]\\p{M}*)+)|(?:(?![${DENSE}])[${LETTER}])+(?:\\+\\+|#(?![\\p{Alphabetic}\\p{N}]))?`,
  "gu",
);
const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g;

/** The article of Arabic, alone and with what is written together with it. */
const ARTICLE = /^(?:[\u0648\u0628\u0643\u0641]?\u0627\u0644|\u0644\u0644)(?=[\u0621-\u064a]{3,}$)/;

const fold = (word) =>
  word.normalize("NFKC").toLowerCase().normalize("NFD").replace(ACCENTS, "").normalize("NFC").replace(ARTICLE, "");

/** The words of a text: each with its place, as it is compared, and whether it is of a script without spaces. */
function* words(text) {
  for (const match of text.matchAll(WORD)) {
    yield { at: match.index, end: match.index + match[0].length, form: fold(match[0]), dense: match[1] !== undefined };
  }
}

/** What a query asks for: words, and pairs of letters of scripts without spaces. */
function terms(query) {
  const found = [];
  for (const { form, dense, end } of words(query)) {
    const letters = [...form];
    // One letter begins too many.
    if (!dense) found.push({ form, open: end === query.length && letters.length > 1 });
    else if (letters.length === 1) found.push({ form, open: true });
    else for (let i = 0; i + 1 < letters.length; i++) found.push({ form: letters[i] + letters[i + 1], exact: true });
  }
  return found;
}

// 2 Files

const files = new Map();

/** A file of the index, inflated. It is asked for once; whether it is still the newest, the server says. */
function file(name) {
  if (!files.has(name)) {
    const bytes = fetch(base + name, { cache: "no-cache" }).then((answer) => {
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
      return new Response(answer.body.pipeThrough(new DecompressionStream("deflate-raw"))).arrayBuffer();
    });
    files.set(name, bytes.then((buffer) => new Uint8Array(buffer)));
    bytes.catch(() => files.delete(name));
  }
  return files.get(name);
}

/** Reads numbers of varying length. */
class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }
  number() {
    let number = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = this.bytes[this.at++];
      number += (byte & 127) * shift;
      if (byte < 128 || byte === undefined) return number;
    }
  }
  signed() {
    const number = this.number();
    return number % 2 ? -(number + 1) / 2 : number / 2;
  }
  bytesOf(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

let directory;
async function loadDirectory() {
  const reader = new Reader(await file("directory.idx"));
  if (reader.number() !== 2) throw new Error("another form of index");
  const pages = reader.number();
  const days = new Int32Array(reader.number());
  let day = 0;
  for (let i = 0; i < days.length; i++) days[i] = day += reader.signed();
  const leaves = [];
  let before;
  for (let count = reader.number(); count > 0; count--) {
    const leaf = reader.number();
    const start = before === undefined ? "" : before.replace(/01*$/, "1");
    before = start.padEnd(leaf >> 1, "0");
    if (leaf & 1) leaves.push(before);
  }
  return { pages, days, leaves, count: pages + days.length };
}

const encoder = new TextEncoder();
const bits = (text) => Array.from(encoder.encode(text), (byte) => byte.toString(2).padStart(8, "0")).join("");

function fileOf(code) {
  const nibbles = (code.match(/.{1,4}/g) ?? []).map((four) => parseInt(four.padEnd(4, "0"), 2).toString(16));
  return `words-${code.length}${code ? "-" : ""}${nibbles.join("")}.idx`;
}

const shards = new Map();

/** A shard: its forms, and where the documents of each begin. */
async function shard(code) {
  if (!shards.has(code)) {
    const bytes = await file(fileOf(code));
    const reader = new Reader(bytes);
    const decoder = new TextDecoder();
    const entries = [];
    let form = new Uint8Array();
    for (let count = reader.number(); count > 0; count--) {
      const before = form.subarray(0, reader.number());
      const behind = reader.bytesOf(reader.number());
      form = new Uint8Array(before.length + behind.length);
      form.set(before);
      form.set(behind, before.length);
      const lengths = reader.number();
      const root = decoder.decode(form.subarray(0, lengths >> 2));
      const stem = root + decoder.decode(reader.bytesOf(lengths & 3));
      entries.push({ form: decoder.decode(form), root, stem, count: reader.number(), length: reader.number(), bytes });
    }
    let at = reader.at;
    for (const entry of entries) {
      entry.at = at;
      at += entry.length;
    }
    shards.set(code, entries);
  }
  return shards.get(code);
}

/** The documents of a form: number and step of each. */
function* documents({ bytes, at, count }) {
  const reader = new Reader(bytes, at);
  for (let next = 0; count > 0; count--) {
    const number = reader.number();
    next += Math.floor(number / 8);
    yield [next, number & 7];
    next++;
  }
}

/** The shards that can have a word, and if it is open, words that begin with it. A root is the beginning of its forms, and not a small
 *  part of them. */
function codes(term) {
  const { form, exact } = term;
  const letters = [...form];
  const found = new Set();
  const shortest = exact ? letters.length : Math.min(letters.length, Math.max(2, Math.ceil((letters.length * 35) / 100)));
  for (let length = shortest; length <= letters.length; length++) {
    const root = bits(letters.slice(0, length).join(""));
    const code = directory.leaves.find((leaf) => root.padEnd(leaf.length, "0").startsWith(leaf));
    if (code !== undefined) found.add(code);
  }
  if (term.open) {
    const start = bits(form);
    const below = directory.leaves.filter((leaf) => leaf.startsWith(start));
    // What so many words begin with says nothing yet.
    if (below.length <= 4) below.forEach((leaf) => found.add(leaf));
    else term.open = false;
  }
  return found;
}

// 3 Finding

/** The documents that a word is found in, each with how well; and the forms that it was found by. */
async function find(term) {
  const loaded = await Promise.all(Array.from(codes(term), shard));
  const entries = loaded.flat();
  const { form } = term;
  let stems = new Set(entries.filter((entry) => entry.form === form).map((entry) => entry.stem));
  const isBegun = term.open && entries.some((entry) => entry.form.startsWith(form));
  if (!stems.size && !term.exact && !isBegun) {
    // A form that nobody wrote: its root is the longest that it begins with, if it ends as forms of other words do here.
    const endings = new Map();
    for (const { form, root } of entries) {
      const ending = form.slice(root.length);
      if (ending) endings.set(ending, (endings.get(ending) ?? 0) + 1);
    }
    const isForm = ({ root, stem }) => {
      const ending = form.slice(root.length);
      // `hope` is one with `hoping`, and `companies` with `company`; but `apple` is not one with `apply`.
      const follows = { e: /^[aeiouy]/, i: /^[iy]/, y: /^[iy]/ }[stem.slice(root.length)] ?? /^/;
      return form.startsWith(root) && root.length > 2 && endings.get(ending) > 1 && follows.test(ending);
    };
    const known = entries.filter(isForm);
    const longest = known.reduce((most, { root }) => Math.max(most, root.length), 0);
    stems = new Set(known.filter(({ root }) => root.length === longest).map(({ stem }) => stem));
  }
  const scores = new Map();
  const forms = new Set();
  for (const entry of entries) {
    let likeness = 0;
    if (entry.form === form) likeness = 1;
    else if (term.exact) continue;
    else if (stems.has(entry.stem)) likeness = 0.85;
    else if (term.open && entry.form.startsWith(form)) likeness = 0.35 + (0.35 * form.length) / entry.form.length;
    if (!likeness || /^[#@]/.test(entry.form) !== /^[#@]/.test(form)) continue;
    forms.add(entry.form);
    for (const [number, step] of documents(entry)) {
      const score = likeness * WORTH[step];
      if (!(scores.get(number) >= score)) scores.set(number, score);
    }
  }
  const rarity = Math.log(1 + (directory.count - scores.size + 0.5) / (scores.size + 0.5));
  return { scores, forms, rarity };
}

/** The numbers of the documents that a query finds, the best first. */
async function search(query) {
  const wanted = terms(query.q);
  const wasOpen = wanted.some((term) => term.open);
  const found = await Promise.all(wanted.map(find));
  const filters = [query.tag && `#${query.tag}`, query.author && `@${query.author}`].filter(Boolean);
  const narrowed = await Promise.all(filters.map((form) => find({ form, exact: true })));
  const { pages, days, count } = directory;
  const inYear = (number) => {
    if (!query.year) return true;
    return number >= pages && yearOf(days[number - pages]) === Number(query.year);
  };
  const passes = (number) => inYear(number) && narrowed.every(({ scores }) => scores.has(number));
  const forms = new Set(found.flatMap((term) => [...term.forms]));
  if (!wanted.length) {
    const numbers = [];
    if (filters.length || query.year) for (let n = count - 1; n >= pages; n--) if (passes(n)) numbers.push(n);
    return { numbers, forms };
  }
  const totals = new Map();
  for (const { scores, rarity } of found) {
    for (const [number, score] of scores) {
      const total = totals.get(number) ?? { score: 0, words: 0 };
      total.score += score * rarity;
      total.words++;
      totals.set(number, total);
    }
  }
  const newest = days[days.length - 1];
  let hits = [];
  for (const [number, { score, words }] of totals) {
    if (!passes(number)) continue;
    const age = number < pages ? Infinity : newest - days[number - pages];
    hits.push({ number, words, score: score * (1 + 0.3 * 2 ** (-age / 365)) });
  }
  // All words, if any document has them all.
  const most = hits.reduce((most, hit) => Math.max(most, hit.words), 0);
  hits = hits.filter((hit) => hit.words === most);
  hits.sort((a, b) => b.score - a.score || b.number - a.number);
  return { numbers: hits.map((hit) => hit.number), forms, isBegun: wasOpen && !wanted.some((term) => term.open) };
}

/** So many posts are in one piece. */
const IN_PIECE = 2;

const DAY = 86400000;
/** Days are counted from the first of the year 1 on. */
const yearOf = (day) => new Date((day - 719162) * DAY).getUTCFullYear();

async function story(number) {
  const { pages } = directory;
  const at = number - pages;
  const bytes = await file(at < 0 ? `page-${number}.idx` : `posts-${Math.floor(at / IN_PIECE)}.idx`);
  return JSON.parse(new TextDecoder().decode(bytes))[at < 0 ? 0 : at % IN_PIECE];
}

// 4 Showing

/** A text with the words that were found marked. */
function marked(text, finds, from = 0, to = text.length) {
  const parts = new DocumentFragment();
  // A heading, or an item of a list, has no period at its end.
  const inOneLine = (part) => part.replace(/([^\s.!?…:;,。！？])\n/g, "$1 · ").replace(/\n/g, " ");
  let done = from;
  for (const { at, end } of finds) {
    if (at < from || end > to) continue;
    parts.append(inOneLine(text.slice(done, at)));
    const mark = document.createElement("mark");
    mark.textContent = text.slice(at, end);
    parts.append(mark);
    done = end;
  }
  parts.append(inOneLine(text.slice(done, to)));
  return parts;
}

/** Where a text has what was found. */
function finds(text, forms) {
  const found = [];
  for (const word of words(text)) {
    if (!word.dense) {
      if (forms.has(word.form)) found.push(word);
      continue;
    }
    const letters = [...text.slice(word.at, word.end)];
    let at = word.at;
    letters.forEach((letter, i) => {
      const pair = fold(letter + (letters[i + 1] ?? ""));
      const end = at + letter.length + (letters[i + 1]?.length ?? 0);
      const last = found[found.length - 1];
      if (forms.has(pair)) {
        if (last?.end > at) last.end = end;
        else found.push({ at, end, form: pair });
      }
      at += letter.length;
    });
  }
  return found;
}

/** The part of a text that has most of what was found. */
function excerpt(text, forms) {
  const found = finds(text, forms);
  const LENGTH = 220;
  let best = { at: 0, worth: 0 };
  for (let i = 0; i < found.length; i++) {
    const seen = new Set();
    for (let j = i; j < found.length && found[j].end < found[i].at + LENGTH; j++) seen.add(found[j].form);
    if (seen.size > best.worth) best = { at: found[i].at, worth: seen.size };
  }
  let from = Math.max(0, best.at - 60);
  if (from > 0) from += Math.max(0, text.slice(from, from + 40).search(/\s/) + 1);
  let to = Math.min(text.length, from + LENGTH + 60);
  if (to < text.length) to = from + Math.max(LENGTH, text.slice(from, to).search(/\s\S*$/));
  const part = marked(text, found, from, to);
  if (from > 0) part.prepend("… ");
  if (to < text.length) part.append(" …");
  return part;
}

/** A day in the words of the page, which has the pattern of each month: with year 3333 and day 22, and with day 1 where that is
 *  another. */
const patterns = JSON.parse(say.dates);
function dayOf(date) {
  const [year, month, day] = date.match(/\d+/g).map(Number);
  const pattern = day === 1 ? patterns[month - 1][1] : patterns[month - 1][0].replace("22", day);
  return pattern.replace("3333", year);
}

function result(story, forms) {
  const item = document.createElement("li");
  item.className = "story item no-picture";
  if (story.l && story.l !== language) item.lang = story.l;
  const text = document.createElement("div");
  text.className = "story-text";
  const add = (name, className, ...parts) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...parts);
    text.append(element);
    return element;
  };
  if (story.s || story.g) add("p", "kicker", story.s ?? story.g[0][0]);
  const link = document.createElement("a");
  link.href = story.u;
  link.append(marked(story.t, finds(story.t, forms)));
  // Of a language that may run the other way.
  add("h2", "", link).dir = "auto";
  // What was found may stand in what the writer says of it alone.
  const isInText = !story.d || finds(story.x, forms).length > 0 || finds(story.d, forms).length === 0;
  add("p", "story-summary", excerpt(isInText ? story.x : story.d, forms)).dir = "auto";
  const meta = add("p", "story-meta");
  if (story.a) meta.append(Object.assign(document.createElement("span"), { textContent: story.a.map(([name]) => name).join(", ") }));
  if (story.n) {
    const day = document.createElement("time");
    day.dateTime = story.n;
    day.textContent = dayOf(story.n);
    // Its words are those of the page.
    if (item.lang) day.lang = language;
    meta.append(day);
  }
  item.append(text);
  return item;
}

// 5 The page

let answer = { numbers: [], forms: new Set() };
let turn = 0;
let waiting;

const query = () => ({ q: q.value.trim(), tag: tag.value, author: author.value, year: year.value });
const addressOf = (asked) => {
  const parameters = String(new URLSearchParams(Object.entries(asked).filter(([, value]) => value)));
  return parameters && `?${parameters}`;
};
const isAsked = (asked) => Object.values(asked).some(Boolean);
const plural = new Intl.PluralRules(language);
/** The words for so many results; forms of other categories than the language has fall back to the general one. */
function counted(count) {
  const category = plural.select(count);
  const words = say[`count${category[0].toUpperCase()}${category.slice(1)}`] ?? say.countOther;
  return words.replace("{count}", count.toLocaleString(language));
}

async function show(mine, isMore) {
  const start = isMore ? list.children.length : 0;
  const stories = await Promise.all(answer.numbers.slice(start, start + PAGE).map(story));
  if (mine !== turn || (isMore && start !== list.children.length)) return;
  const items = stories.map((story) => result(story, answer.forms));
  if (isMore) list.append(...items);
  else list.replaceChildren(...items);
  more.hidden = list.children.length >= answer.numbers.length;
  if (isMore) items[0]?.querySelector("a").focus();
}

async function run() {
  clearTimeout(waiting);
  const mine = ++turn;
  const asked = query();
  try {
    if (location.search !== addressOf(asked)) history.replaceState(null, "", location.pathname + addressOf(asked) + location.hash);
    directory ??= await loadDirectory();
    const found = await search(asked);
    if (mine !== turn) return;
    answer = found;
    await show(mine, false);
    if (mine !== turn) return;
    const none = asked.q ? say.none.replace("{query}", () => asked.q) : counted(0);
    // Of a word that is hardly begun nothing can be said.
    const isOver = isAsked(asked) && !answer.isBegun;
    status.textContent = answer.numbers.length ? counted(answer.numbers.length) : isOver ? none : "";
    document.body.classList.toggle("searching", answer.numbers.length > 0);
  } catch (error) {
    console.error(error);
    if (mine === turn) status.textContent = say.failed;
  }
}

/** Fills the filters, which few ask for. */
let filled;
function fill() {
  filled ??= (async () => {
    directory ??= await loadDirectory();
    const { tags, authors } = await (await fetch(`${base}filters.json`, { cache: "no-cache" })).json();
    const options = (select, all) =>
      select.append(...all.map(([value, name, count]) => new Option(count ? `${name} (${count})` : name, value)));
    options(tag, tags);
    options(author, authors);
    const years = [...new Set(Array.from(directory.days, yearOf))].sort((a, b) => b - a);
    options(
      year,
      years.map((year) => [year, String(year)]),
    );
    for (const select of [tag, author, year]) select.closest("label").hidden = select.options.length < 3;
  })().catch(() => {
    filled = undefined;
  });
  return filled;
}

let isFirst = true;
async function fromAddress() {
  const asked = new URLSearchParams(location.search);
  // Somebody may have begun to type before this script was there.
  if (!isFirst || asked.has("q")) q.value = asked.get("q") ?? "";
  isFirst = false;
  const filters = [tag, author, year].filter((select) => asked.get(select.name));
  if (filters.length) await fill();
  for (const select of [tag, author, year]) select.value = asked.get(select.name) ?? "";
  for (const select of filters) {
    // A tag that few posts have is not among those that are offered.
    if (!select.value) select.append(new Option(asked.get(select.name), asked.get(select.name), true, true));
  }
  if (isAsked(query())) await run();
  // Whoever comes to search begins to type; on a screen that is touched, that would bring up the keyboard.
  else if (!location.hash && matchMedia("(hover: hover)").matches) q.focus({ preventScroll: true });
}

// While somebody types, a search for each letter would fetch what nobody looks at.
form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(run, 200);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
form.addEventListener("focusin", () => {
  file("directory.idx").catch(() => {});
  fill();
});
more.addEventListener("click", () =>
  show(turn, true).catch(() => {
    status.textContent = say.failed;
  }),
);
addEventListener("popstate", () => {
  // Not if only the place on the page is another.
  if (location.search !== addressOf(query())) fromAddress();
});
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.key === "Escape" && event.target === q && q.value) {
    event.preventDefault();
    q.value = "";
    run();
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && (event.target === q || list.contains(event.target))) {
    const links = [...list.querySelectorAll("h2 a")];
    const next = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    if (event.target === q && event.key === "ArrowUp") return;
    event.preventDefault();
    (links[next] ?? (next < 0 ? q : links.at(-1)))?.focus();
  }
}, true);
fromAddress();
