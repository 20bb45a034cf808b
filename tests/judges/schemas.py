#!/usr/bin/env python3
"""Checks the schemas of `slugline schema` with a validator that nobody here wrote, and against the program itself.

    schemas.py PROGRAM SITE…

Each schema has to be one, by the meta-schema of its draft. Everything that the given sites hold has to pass. Of the variants
below, the schema has to say the same as a build: what it takes, the build takes, and what it refuses, the build refuses.
Exit status 1 if anything is wrong.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

import jsonschema
import yaml

KINDS = ["front-matter", "site", "tags", "authors"]
FILES = {"site.yaml": "site", "tags.yaml": "tags", "authors.yaml": "authors"}

FRONT_MATTER = [
    (True, "title: Tides"),
    (True, "title: 1984\ndate: 2025-10-28\nauthor:\nhashtags:"),
    (True, "title: T\nhashtags: '#AI #C'\nauthors: [a, 1]\ntoc: true\nextra: {a: [1, {b: ~}]}"),
    (True, "title: T\ndate: 2025-10-28 09:00\nupdated: '2025-10-29T09:00:30+05:30'"),
    (True, "title: T\ntype: opinion\nlang: pt-BR\ncanonical_url: https://x.example/a"),
    (True, "title: T\ncorrections: [{date: 2025-11-03, text: Put right}]\naliases: /old/"),
    (False, "titel: Tides"),
    (False, "description: no title"),
    (False, "title:"),
    (False, "title: [a]"),
    (False, "title: T\nhastags: [AI]"),
    (False, "title: T\nhashtags: [AI]\ntags: [B]"),
    (False, "title: T\nauthor: a\nauthors: [b]"),
    (False, "title: T\nhashtags: {AI: 1}"),
    (False, "title: T\nhashtags: [[AI]]"),
    (False, "title: T\ndraft: maybe"),
    (False, "title: T\ndate: yesterday"),
    (False, "title: T\ntype: gossip"),
    (False, "title: T\nlang: en_US"),
    (False, "title: T\ncanonical_url: x.example"),
    (False, "title: T\nimage: {alt: of nothing}"),
    (False, "title: T\ncaptions: {a.jpg: {text: b}}"),
    (False, "title: T\ncorrections: [{date: 2025-11-03}]"),
    (False, "title: T\ncorrections: {date: 2025-11-03, text: a}"),
]
SITE = "title: W\nbase_url: https://w.example/\n"
SITES = [
    (True, SITE),
    (True, SITE + "tags: {min_posts: 0}\nfeeds: {site: rss, tags: [], limit: 1}\nredirect_files: [nginx, apache]"),
    (True, SITE + "markdown: {html: escape, highlight: false}\nslugs: ascii\nlanguage: zh-Hant\nllms:"),
    (True, SITE + "navigation: [{title: A, url: /tags/}]\npublisher: {name: P, same_as: 'https://p.example/'}\npermalink: /:slug/"),
    (True, SITE + "redirects: {/old/: 'https://x.example/'}\ngone: /withdrawn/\nextra: 1"),
    (False, "title: W"),
    (False, "title: W\nbase_url: w.example"),
    (False, SITE + "paginate: 5"),
    (False, SITE + "paginate_by: 0"),
    (False, SITE + "paginate_by: ten"),
    (False, SITE + "tags: {min_post: 2}"),
    (False, SITE + "feeds: {site: [rdf]}"),
    (False, SITE + "feeds: {hub: here}"),
    (False, SITE + "markdown: {html: drop}"),
    (False, SITE + "slugs: latin"),
    (False, SITE + "navigation: [{title: A}]"),
    (False, SITE + "navigation: {A: /a/}"),
    (False, SITE + "publisher: {logos: a.png}"),
    (False, SITE + "redirects: [/a/]"),
    (False, SITE + "redirect_files: iis"),
    (False, SITE + "llms: 'no'"),
    (False, SITE + "permalink: ':slug/'"),
]
TAGS = [
    (True, "AI: {title: T, description: D, aliases: [ML, 3], slug: ai, hidden: false}\nB:\nC: {aliases: D}"),
    (False, "AI: {alias: [ML]}"),
    (False, "AI: {hidden: 2}"),
    (False, "AI: [ML]"),
    (False, "[AI]"),
]
AUTHORS = [
    (True, "ada: {name: Ada, bio: B, url: 'https://a.example/', same_as: [a, b]}\nb:"),
    (False, "ada: {named: Ada}"),
    (False, "ada: Ada"),
    (False, "ada: {name: {first: Ada}}"),
]


class Loader(yaml.SafeLoader):
    """YAML 1.2, as editors read it: `off` is a word. Dates stay texts, as JSON has them."""


OTHERS = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in OTHERS]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))

problems = []


def front_matter(path):
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    if lines[0].strip() != "---":
        return None
    end = next(at for at, line in enumerate(lines[1:], 1) if line.strip() in ("---", "..."))
    return "\n".join(lines[1:end])


def builds(program, files):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for path, text in {"site.yaml": SITE, **files}.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        command = [program, "build", "--root", folder, "--now", "2026-01-01", "--quiet", "--no-cache"]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    validators = {}
    for kind in KINDS:
        schema = json.loads(subprocess.run([program, "schema", kind], capture_output=True, check=True).stdout)
        jsonschema.Draft202012Validator.check_schema(schema)
        validators[kind] = jsonschema.Draft202012Validator(schema)

    passed = 0
    for site in map(pathlib.Path, sys.argv[2:]):
        texts = [(kind, site / name, (site / name).read_text(encoding="utf-8-sig")) for name, kind in FILES.items()
                 if (site / name).exists()]
        texts += [("front-matter", path, front_matter(path)) for path in sorted((site / "content").rglob("*.md"))]
        for kind, path, text in texts:
            for error in validators[kind].iter_errors(yaml.load(text, Loader)):
                problems.append(f"{path}: {error.json_path}: {error.message}")
            passed += 1

    variants = 0
    for kind, cases, files in [
        ("front-matter", FRONT_MATTER, lambda text: {"content/2025-10-28-a.md": f"---\n{text}\n---\nText.\n"}),
        ("site", SITES, lambda text: {"site.yaml": text}),
        ("tags", TAGS, lambda text: {"tags.yaml": text}),
        ("authors", AUTHORS, lambda text: {"authors.yaml": text}),
    ]:
        for expected, text in cases:
            said = {"schema": validators[kind].is_valid(yaml.load(text, Loader)), "build": builds(program, files(text))}
            for who, takes in said.items():
                if takes != expected:
                    problems.append(f"{kind}: the {who} {'takes' if takes else 'refuses'} {text!r}")
            variants += 1

    if passed == 0:
        problems.append("there was no file to look at")
    for problem in problems:
        print(problem)
    print(f"{passed} files pass the schemas; {variants} variants, of which schema and build say the same")
    return 1 if problems else 0


sys.exit(main())
