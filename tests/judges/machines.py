#!/usr/bin/env python3
"""Checks what a built site offers to crawlers and feed readers, with tools and schemas that nobody here wrote.

    machines.py SITE --base-url URL --modules NODE_MODULES [--now RFC3339] [--sitemaps N] [--news N] [--feeds N]
              [--json-feeds N] [--opml N]

Sitemaps against the schema of sitemaps.org as the npm package `sitemap` ships it, and every address against the files of the
site; the news sitemap against the rules of Google News; RSS and Atom with feedparser; JSON Feed against the schema of the npm
package `jsonfeed-schema`; OPML for being well-formed. The numbers are the fewest of each that there must be: with none of
them, nothing would be shown. Exit status 1 if anything is wrong.
"""

import argparse
import datetime
import json
import pathlib
import sys
import urllib.parse

import feedparser
import jsonschema
from lxml import etree

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
MOST_URLS = 50_000
MOST_BYTES = 50 * 1024 * 1024
MOST_NEWS = 1_000
WINDOW = datetime.timedelta(hours=48)

problems = []
counts = {"sitemaps": 0, "news": 0, "feeds": 0, "json_feeds": 0, "opml": 0}


def wrong(path, text):
    problems.append(f"{path}: {text}")


def file_of(url, site, base):
    """The file that an address of the site is of; none if it is of another."""
    if not url.startswith(base):
        return None
    path = urllib.parse.unquote(urllib.parse.urlsplit(url).path[len(urllib.parse.urlsplit(base).path):])
    return site / (path + "index.html" if path == "" or path.endswith("/") else path)


def check_address(path, url, site, base):
    file = file_of(url, site, base)
    if file is None or not file.is_file():
        wrong(path, f"{url} is no file of the site")


def check_sitemap(path, root, schema, arguments):
    site, base = arguments.site, arguments.base_url
    urls = root.findall(f"{SITEMAP}url")
    if len(urls) > MOST_URLS:
        wrong(path, f"{len(urls)} addresses")
    seen = [url.findtext(f"{SITEMAP}loc") for url in urls]
    if len(set(seen)) != len(seen):
        wrong(path, "an address stands there twice")
    for url in seen:
        check_address(path, url, site, base)
    for image in root.iter(f"{IMAGE}loc"):
        check_address(path, image.text, site, base)
    news = root.findall(f".//{NEWS}news")
    if news:
        counts["news"] += len(news)
        check_news(path, urls, arguments.now)
    # The schema wants those of all extensions beside it, which the package does not ship.
    for element in list(root.iter()):
        if not element.tag.startswith(SITEMAP):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
    if not schema.validate(root):
        wrong(path, schema.error_log.last_error)
    return seen


def check_news(path, urls, now):
    if len(urls) > MOST_NEWS:
        wrong(path, f"{len(urls)} articles")
    for url in urls:
        loc = url.findtext(f"{SITEMAP}loc")
        news = url.findall(f"{NEWS}news")
        if len(news) != 1:
            wrong(path, f"{loc} has {len(news)} news:news")
            continue
        names = [f"{NEWS}publication/{NEWS}name", f"{NEWS}publication/{NEWS}language", f"{NEWS}title"]
        for name in names:
            if not (news[0].findtext(name) or "").strip():
                wrong(path, f"{loc} has no {name.rsplit('}', 1)[1]}")
        date = datetime.datetime.fromisoformat(news[0].findtext(f"{NEWS}publication_date"))
        if date.tzinfo is None:
            wrong(path, f"{loc}: the date has no zone")
        elif now is not None and not now - WINDOW < date <= now:
            wrong(path, f"{loc} is of {date}")


def check_index(path, root, sitemaps, site, base):
    listed = [loc.text for loc in root.iter(f"{SITEMAP}loc")]
    if not listed or len(listed) > MOST_URLS:
        wrong(path, f"{len(listed)} sitemaps")
    files = [file_of(url, site, base) for url in listed]
    for url, file in zip(listed, files):
        if file not in sitemaps:
            wrong(path, f"{url} is no sitemap of the site")
    all_urls = [url for file in files for url in sitemaps.get(file, [])]
    if len(set(all_urls)) != len(all_urls):
        wrong(path, "two sitemaps list one address")


def check_xml(arguments, schema):
    sitemaps, indexes = {}, []
    for file in sorted(arguments.site.rglob("*.xml")) + sorted(arguments.site.rglob("*.opml")):
        path = file.relative_to(arguments.site)
        try:
            root = etree.parse(str(file)).getroot()
        except etree.XMLSyntaxError as error:
            wrong(path, error)
            continue
        name = etree.QName(root).localname
        if root.tag.startswith(SITEMAP):
            counts["sitemaps"] += 1
            if file.stat().st_size > MOST_BYTES:
                wrong(path, f"{file.stat().st_size} bytes")
            if name == "sitemapindex":
                indexes.append((path, root))
            else:
                sitemaps[file] = check_sitemap(path, root, schema, arguments)
        elif name in ("rss", "feed"):
            counts["feeds"] += 1
            feed = feedparser.parse(file.read_bytes())
            if feed.bozo:
                wrong(path, feed.bozo_exception)
        elif name == "opml":
            counts["opml"] += 1
    for path, root in indexes:
        check_index(path, root, sitemaps, arguments.site, arguments.base_url)


def check_json(site, modules):
    files = sorted(site.rglob("feed.json"))
    if not files:
        return
    folder = modules / "jsonfeed-schema"
    schema = next(json.loads(file.read_text()) for file in sorted(folder.rglob("*.json")) if "1.1" in file.name)
    validator = jsonschema.validators.validator_for(schema)(schema)
    for file in files:
        counts["json_feeds"] += 1
        for error in validator.iter_errors(json.loads(file.read_text())):
            wrong(file.relative_to(site), error.message)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=pathlib.Path)
    parser.add_argument("--base-url", required=True)
    parser.add_argument("--modules", type=pathlib.Path, required=True)
    parser.add_argument("--now", type=datetime.datetime.fromisoformat)
    for what in counts:
        parser.add_argument(f"--{what.replace('_', '-')}", type=int, default=0)
    arguments = parser.parse_args()
    schema = etree.XMLSchema(etree.parse(str(arguments.modules / "sitemap" / "schema" / "sitemap.xsd")))
    check_xml(arguments, schema)
    check_json(arguments.site, arguments.modules)
    for what, count in counts.items():
        if count < getattr(arguments, what):
            wrong(arguments.site, f"{count} {what}, {getattr(arguments, what)} expected")
    print("\n".join(map(str, problems[:50])) or "no errors: " + ", ".join(f"{n} {what}" for what, n in counts.items()))
    sys.exit(1 if problems else 0)


main()
