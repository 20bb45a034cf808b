#!/usr/bin/env python3
"""Checks that machines read of a built site what its authors wrote, with readers that nobody here wrote.

    articles.py SITE --source FOLDER --base-url URL --modules NODE_MODULES [--posts N] [--lists N] [--blocks N] [--share S]

FOLDER has site.yaml, authors.yaml, tags.yaml and content/posts, with permalinks /:year/:month/:slug/. Structured data is
read by extruct, front matter by python-frontmatter; the articles' titles, authors, dates, descriptions and texts are taken
from the pages by trafilatura and by Mozilla's Readability. S is the least share of a text's letters that they must find;
of other text than the author's, they may find none. The numbers are the fewest posts, lists and blocks of JSON-LD that
there must be: with none of them, nothing would be shown. Exit status 1 if anything is wrong.
"""

import argparse
import datetime
import json
import pathlib
import re
import subprocess
import sys
import unicodedata
import urllib.parse
import zoneinfo

import extruct
import frontmatter
import trafilatura
import yaml
from lxml import html

TYPES = {"news": "NewsArticle", "opinion": "OpinionNewsArticle", "analysis": "AnalysisNewsArticle",
         "review": "ReviewNewsArticle", "live": "LiveBlogPosting"}
# What the theme writes above alerts and corrections.
LABELS = {"note", "tip", "important", "warning", "caution", "correction", "corrections", "メモ"}
# An image of Markdown: its address, a title, and the row below it. Either of them is a caption, which not every reader takes.
IMAGE = re.compile(r'!\[[^\]]*\]\((\S+?)(?: "([^"]*)")?\)(?: *\|\n\|(.*)\|)?')

problems = []
counts = {"posts": 0, "lists": 0, "blocks": 0}
shares = {}


def expect(path, what, got, wanted):
    if got != wanted:
        problems.append(f"{path}: {what} is {got!r}, not {wanted!r}")


def letters(text):
    """Letters and digits alone: what is left of a text however it is set."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def as_list(value):
    return [] if value is None else value if isinstance(value, list) else [value]


def blocks_of(markdown):
    """The letters of each block of a Markdown text, as its reader should get them."""
    notes = {}
    for label in re.findall(r"\[\^([^\]]+)\](?!:)", markdown):
        notes.setdefault(label, str(len(notes) + 1))
    fences = re.compile(r"^(```|~~~).*?^\1 *$", re.M | re.S)
    code = [block for fence in fences.finditer(markdown) for block in fence[0].split("\n", 1)[1].split("\n\n")]
    text = fences.sub("", markdown)
    text = IMAGE.sub("", text)
    text = re.sub(r"^\[\^[^\]]+\]:|^> \[!\w+\]$|^ *- \[[ x]\]", "", text, flags=re.M)  # heads of footnotes, alerts, tasks
    text = re.sub(r"\[\^([^\]]+)\]", lambda note: notes[note[1]], text)
    text = re.sub(r"\]\([^)]*\)|</?[a-z][^>]*>", "", text)  # targets of links, HTML
    return [block for block in map(letters, re.split(r"\n\s*\n", text) + code) if block]


class Post:
    """What the source says of a post."""

    def __init__(self, file, arguments, site, authors, tags):
        source = frontmatter.load(file)
        year, month, day, slug = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)-(.+)\.md", file.name).groups()
        zone = zoneinfo.ZoneInfo(site["timezone"])
        base = arguments.base_url

        def instant(value):
            if not isinstance(value, datetime.datetime):
                value = datetime.datetime(value.year, value.month, value.day)
            return value if value.tzinfo else value.replace(tzinfo=zone)

        self.path = f"{year}/{month}/{slug}/"
        self.url = base + self.path
        self.file = arguments.site / self.path / "index.html"
        self.title = source["title"]
        self.description = source["description"].strip()
        self.date = instant(source.get("date") or datetime.date(int(year), int(month), int(day)))
        corrections = source.get("corrections", [])
        changes = [source["updated"]] if "updated" in source.keys() else []
        self.modified = max([self.date, *map(instant, changes + [correction["date"] for correction in corrections])])
        keys = as_list(source.get("authors") or source.get("author"))
        self.authors = [(authors[key]["name"], f"{base}authors/{key}/") for key in keys]
        self.section = source.get("section")
        self.type = TYPES[source.get("type", "news")]

        # Hashtags are in the front matter, and in the text; there, those of a last line are taken out of it.
        body, last = source.content, source.content.rsplit("\n\n", 1)[-1]
        tag = r"(?<!\S)#([\w.+-]*[^\W\d_][\w+-]*)"
        if re.fullmatch(rf"({tag}[\s,]*)+", last):
            body = body.removesuffix(last)
        prose = re.sub(r"(?ms)^(```|~~~).*?^\1 *$|`[^`]*`|^#+ .*?$", "", source.content)
        written = source.get("hashtags", [])
        written = re.split(r"[\s,]+", written) if isinstance(written, str) else written
        same = {letters(alias): name for name, facts in tags.items() for alias in as_list(facts.get("aliases"))}
        names = [name.lstrip("#") for name in written] + re.findall(tag, prose)
        # A tag that tags.yaml merges into another is meant to be gone.
        names = [same.get(letters(name), name) for name in names]
        self.tags = list(dict.fromkeys(re.sub(r"\s", "", name).casefold() for name in names))

        image = source.get("image")
        image = image["src"] if isinstance(image, dict) else image
        if not image:
            # The first that stands alone in the text leads.
            image = next((found[1] for found in IMAGE.finditer("\n" + body) if found.string[found.start() - 1] == "\n"), None)
        self.image = urllib.parse.urljoin(self.url, image) if image else None

        self.blocks = blocks_of(body)
        captions = [facts.get("caption", "") + facts.get("credit", "") for facts in source.get("captions", {}).values()]
        captions += [found[at] or "" for found in IMAGE.finditer(body) for at in (2, 3)]
        around = [self.title, self.description, *captions, *(correction["text"] for correction in corrections)]
        self.all = "\n".join(self.blocks + list(map(letters, around)))


def read_blocks(page, path, url):
    """A page's blocks of JSON-LD, as extruct reads them."""
    text = page.read_text()
    scripts = html.fromstring(text.encode()).xpath("//script[@type='application/ld+json']")
    try:
        blocks = extruct.extract(text, base_url=url, syntaxes=["json-ld"], errors="strict")["json-ld"]
    except ValueError as error:
        problems.append(f"{path}: {error}")
        return {}
    expect(path, "number of JSON-LD blocks read", len(blocks), len(scripts))
    counts["blocks"] += len(blocks)
    return {block["@type"]: block for block in blocks}


def check_article(post, things):
    path = post.path
    expect(path, "types", set(things), {post.type, "BreadcrumbList"})
    article = things.get(post.type)
    if article is None:
        return
    counts["posts"] += 1
    expect(path, "headline", article.get("headline"), post.title)
    expect(path, "description", article.get("description"), post.description)
    expect(path, "url", article.get("url"), post.url)
    expect(path, "datePublished", datetime.datetime.fromisoformat(article["datePublished"]), post.date)
    expect(path, "dateModified", datetime.datetime.fromisoformat(article["dateModified"]), post.modified)
    expect(path, "author", [(author["name"], author["url"]) for author in article["author"]], post.authors)
    expect(path, "articleSection", article.get("articleSection"), post.section)
    # A tag's label has the spaces that its hashtag cannot have.
    expect(path, "keywords", [re.sub(r"\s", "", word).casefold() for word in article.get("keywords", [])], post.tags)
    check_images(path, article.get("image", []), post)
    trail = things.get("BreadcrumbList", {}).get("itemListElement", [{}])
    expect(path, "end of the trail", trail[-1].get("item"), post.url)
    expect(path, "positions of the trail", [item["position"] for item in trail], list(range(1, len(trail) + 1)))


def check_images(path, images, post):
    """The lead image itself, parts of it in the three shapes that search engines ask for, or a social card."""
    images = images if isinstance(images, list) else [images]
    addresses = [image["url"] for image in images]
    if addresses == [post.image] or (not post.image and addresses in ([], [post.url + "card.png"])):
        return
    stem = re.sub(r"[^a-z0-9]", "-", post.image.rsplit("/", 1)[-1].rsplit(".", 1)[0].lower()) if post.image else None
    variant = re.compile(rf".*/images/{stem}\.[0-9a-f]{{12}}\.(16x9|4x3|1x1|\d+w)\.(jpg|png|webp)")
    shapes = [found[1] if (found := variant.fullmatch(address)) else address for address in addresses]
    if len(shapes) > 1 or "x" in shapes[0]:
        expect(path, "shapes of the image", shapes, [shape for shape in ("16x9", "4x3", "1x1") if shape in shapes])
        for image, shape in zip(images, shapes):
            width, height = (int(image[side].removesuffix(" px")) for side in ("width", "height"))
            across, down = map(int, shape.split("x"))
            expect(path, "ratio of an image", width * down, height * across)
    else:
        expect(path, "image", variant.fullmatch(addresses[0]) is not None, True)


def check_list(path, url, things, posts):
    """A page that is no post's, by its address."""
    if re.fullmatch(r"(page/\d+/)?", path):
        wanted = {"WebSite", "CollectionPage"}
    elif path.startswith("authors/"):
        wanted = {"ProfilePage", "BreadcrumbList"}
        person = things.get("ProfilePage", {}).get("mainEntity", {})
        expect(path, "type of the author", person.get("@type"), "Person")
        expect(path, "url of the author", person.get("url"), re.sub(r"page/\d+/$", "", url))
    elif re.match(r"(tags|sections|series|\d{4})/", path):
        wanted = {"CollectionPage", "BreadcrumbList"}
    elif path == "search/":
        wanted = {"SearchResultsPage", "BreadcrumbList"}
    else:
        wanted = {"WebPage", "BreadcrumbList"}
    expect(path, "types", set(things), wanted)
    if "CollectionPage" not in wanted or path == "tags/":
        return
    counts["lists"] += 1
    listed = things.get("CollectionPage", {}).get("mainEntity", {})
    items = listed.get("itemListElement", [])
    expect(path, "type of the list", listed.get("@type"), "ItemList")
    expect(path, "number of items", (listed.get("numberOfItems"), len(items) > 0), (len(items), True))
    for item in items:
        expect(path, f"name of {item['url']}", item["name"], posts[item["url"]].title if item["url"] in posts else None)


def check_extract(who, post, got, share):
    """What a reader took from a post's page."""
    path = f"{post.path}: {who}"
    if got is None:
        problems.append(f"{path}: nothing found")
        return
    expect(path, "title", got["title"], post.title)
    expect(path, "author", re.split(r"; |, ", got["author"] or ""), [name for name, _ in post.authors])
    expect(path, "date", (got["date"] or "")[:10], post.date.date().isoformat())
    expect(path, "description", got["description"], post.description)
    text = letters(got["text"])
    lost = [block for block in post.blocks if block not in text]
    found = 1 - sum(map(len, lost)) / sum(map(len, post.blocks))
    shares.setdefault(who, []).append(found)
    if found < share:
        problems.append(f"{path}: {found:.0%} of the text found, without {lost[0][:60]!r}")
    for line in map(letters, got["text"].split("\n")):
        if line not in post.all and line not in LABELS:
            problems.append(f"{path}: what is not the article's is taken along: {line[:60]!r}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=pathlib.Path)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--base-url", required=True)
    parser.add_argument("--modules", type=pathlib.Path, required=True)
    # Readability drops headings that repeat the title (“Four rulers”), or whose id has the word “share”.
    parser.add_argument("--share", type=float, default=0.99)
    for what in counts:
        parser.add_argument(f"--{what}", type=int, default=0)
    arguments = parser.parse_args()
    facts = [yaml.safe_load((arguments.source / f"{name}.yaml").read_text()) for name in ("site", "authors", "tags")]
    sources = sorted((arguments.source / "content" / "posts").glob("*.md"))
    posts = {post.url: post for post in (Post(file, arguments, *facts) for file in sources)}

    for page in sorted(arguments.site.rglob("*.html")):
        path = page.relative_to(arguments.site).as_posix().removesuffix("index.html")
        if path == "404.html" or 'http-equiv="refresh"' in page.read_text():
            continue
        url = arguments.base_url + urllib.parse.quote(path)
        things = read_blocks(page, path, url)
        if url in posts:
            check_article(posts[url], things)
        else:
            check_list(path, url, things, posts)

    for post in posts.values():
        expect(post.path, "whether there is a page", post.file.is_file(), True)
    built = [post for post in posts.values() if post.file.is_file()]
    pages = json.dumps([{"url": post.url, "file": str(post.file)} for post in built])
    reader = pathlib.Path(__file__).with_name("readability.mjs")
    output = subprocess.run(["node", reader, arguments.modules], input=pages, stdout=subprocess.PIPE, check=True, text=True)
    for post, got in zip(built, json.loads(output.stdout), strict=True):
        check_extract("Readability", post, got, arguments.share)
        got = trafilatura.bare_extraction(post.file.read_text(), url=post.url, with_metadata=True, include_comments=False)
        check_extract("trafilatura", post, got and got.as_dict(), arguments.share)

    for what, count in counts.items():
        if count < getattr(arguments, what):
            problems.append(f"{arguments.site}: {count} {what}, {getattr(arguments, what)} expected")
    for who, found in shares.items():
        print(f"{who} finds {min(found):.1%} of a text or more, {sum(found) / len(found):.1%} on average")
    print("\n".join(problems[:50]) or "no errors: " + ", ".join(f"{n} {what}" for what, n in counts.items()))
    sys.exit(1 if problems else 0)


main()
