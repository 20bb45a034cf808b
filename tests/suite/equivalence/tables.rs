//! What the site of the test is at first, and what its files can become.

use super::sources::Template::{self, Gone, Like, Own};

/// A file or key, and what it then says; nothing takes it away.
type Choice = (&'static str, Option<&'static str>);

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"/>\n";
const LARGE_SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\" height=\"300\"/>\n";
const OTHER_SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"3\" height=\"4\"/>\n";

/// The site before the first edit.
pub(super) const SITE: &[(&str, &str)] = &[
    (
        "site.yaml",
        "title: The Wire\nbase_url: https://news.example/\ndescription: Technology, reported\n\
         timezone: America/New_York\npaginate_by: 3\npublisher: {name: Wire Press, logo: images/logo.svg}\n\
         navigation: [{title: Business, url: /sections/business/}, {title: About, url: /about/}]\nextra: {motto: All of it}\n",
    ),
    (
        "tags.yaml",
        "AI: {title: Artificial intelligence, description: \"Machines that *learn*, see [cuts](/posts/2025-10-01-cuts.md).\"}\n\
         Internal: {hidden: true}\n",
    ),
    ("authors.yaml", "jane: {name: Jane Doe, bio: Writes about work.}\n"),
    ("static/images/logo.svg", SVG),
    ("static/robots.txt", "User-agent: *\n"),
    ("static/fonts/own.otf", "font NotoSansCJKjp-Bold.otf"),
    ("content/posts/images/racks.svg", SVG),
    ("content/posts/images/chair.svg", SVG),
    ("content/posts/images/halls.jpg", "picture 420 200 1"),
    ("content/posts/images/hum.mp4", "hum"),
    ("content/posts/files/report.pdf", "A report.\n"),
    (
        "content/about.md",
        "---\ntitle: About\n---\nThis is [the paper](posts/2025-10-01-cuts.md), and its power, of #AI and #Energy.\n",
    ),
    ("content/team/index.md", "---\ntitle: Team\ntoc: true\n---\n## Desk\n\nThe power of many.\n"),
    (
        "content/posts/2025-10-01-cuts.md",
        "---\ntitle: \"AI: 14,000 posts\"\nauthor: jane\nhashtags: [Amazon, AI]\nsection: Business\nfeatured: true\n\
         image: {src: images/racks.svg, alt: Racks, caption: The *machines*, credit: Wire}\naliases: [/2025/cuts.html]\n---\n\
         As #OpenAI said[^1], work changes.\n\n![A chair](images/chair.svg)\n\n## What next\n\nMore power.\n\n\
         ```rust\nfn main() {}\n```\n\n[^1]: Quoted \"as is\".\n\n#Amazon #TechNews\n",
    ),
    (
        "content/posts/2025-10-05-chips.md",
        "---\ntitle: Chips\nhashtags: [Rust, AI]\nsection: Science\nseries: The bill\n---\n\
         Of [the cuts](2025-10-01-cuts.md#what-next) and power.\n",
    ),
    (
        "content/posts/2025-10-12-power.md",
        "---\ntitle: Power & grid\nauthors: [jane, \"Max O'Neil\"]\nhashtags: [C++, Internal]\nseries: The bill\n---\n\
         Where power comes from, [later](2025-11-02-halls.md). #Energy\n",
    ),
    (
        "content/posts/2025-11-02-halls.md",
        "---\ntitle: Halls\ndescription: Of new halls.\nhashtags: [日本語, AI, Energy]\nsection: Business\n---\n\
         ![Halls](images/halls.jpg)\n\nHalls need power, and [a report](files/report.pdf).\n",
    ),
    (
        "content/posts/2025-11-10-water.md",
        "---\ntitle: Water\nhashtags: [AI, Rust, Energy]\nlang: de\n---\nWater and power.\n\n#Energy #Rust\n",
    ),
    ("content/posts/2024-05-06-old.md", "---\ntitle: Old\nhashtags: [Lonely]\n---\nOld power.\n"),
    (
        "content/posts/2025-12-01-soon.md",
        "---\ntitle: Soon\nhashtags: [AI, Later]\nsection: Later\n---\nPower to come.\n",
    ),
    (
        "content/posts/2025-09-09-offer.md",
        "---\ntitle: Offer\nhashtags: [Rust]\nsection: Business\nexpires: 2025-12-10\naliases: [/offer/]\n---\nFor a while.\n",
    ),
    ("content/posts/2025-11-15-draft.md", "---\ntitle: A draft\nhashtags: [AI]\ndraft: true\n---\nNot yet, power.\n"),
];

/// Keys of front matter.
pub(super) const FRONT_MATTER: &[Choice] = &[
    ("title", Some("The tides turn")),
    ("title", Some("\"Tides: <power> & \\\"more\\\"\"")),
    ("title", Some("Gezeiten")),
    ("title", Some("東京の潮")),
    ("date", None),
    ("date", Some("2025-10-20")),
    ("date", Some("2025-11-02T09:00:00-05:00")),
    ("date", Some("2024-02-29 23:30")),
    ("date", Some("2025-12-24")),
    ("updated", None),
    ("updated", Some("2025-12-25")),
    ("expires", None),
    ("expires", Some("2026-01-01")),
    ("expires", Some("2025-12-05T12:00")),
    ("slug", None),
    ("slug", Some("tides")),
    ("slug", Some("ebb")),
    ("description", None),
    ("description", Some("What is to know.")),
    ("author", None),
    ("authors", None),
    ("hashtags", None),
    ("hashtags", Some("[AI]")),
    ("hashtags", Some("[ai, C++, Energy]")),
    ("hashtags", Some("[ArtificialIntelligence, Rust]")),
    ("hashtags", Some("[ML, Internal, Lonely]")),
    ("hashtags", Some("\"#Energy #AI #日本語\"")),
    ("section", None),
    ("section", Some("Business")),
    ("section", Some("business")),
    ("section", Some("Culture")),
    ("series", None),
    ("series", Some("The bill")),
    ("series", Some("the bill")),
    ("series", Some("Another")),
    ("image", None),
    ("image", Some("images/chair.svg")),
    ("image", Some("{src: images/racks.svg, alt: Many racks, credit: Me}")),
    ("image", Some("{src: images/halls.jpg, focus: 20% 80%}")),
    ("image", Some("{src: images/halls.jpg, focus: top}")),
    ("captions", None),
    ("aliases", None),
    ("aliases", Some("[/old/]")),
    ("aliases", Some("[/older.html, /old/er]")),
    ("featured", None),
    ("featured", Some("true")),
    ("draft", None),
    ("draft", Some("true")),
    ("toc", None),
    ("toc", Some("true")),
    ("template", None),
    ("template", Some("page.html")),
    ("template", Some("special.html")),
    ("lang", None),
    ("lang", Some("ar")),
    ("lang", Some("pt-BR")),
    ("canonical_url", Some("https://elsewhere.example/x")),
    ("type", None),
    ("type", Some("analysis")),
    ("type", Some("live")),
    ("corrections", None),
    ("corrections", Some("[{date: 2025-11-03, text: \"It said *13*, see [this](/about.md).\"}]")),
    ("extra", None),
    ("extra", Some("{rating: 4}")),
    ("extra", Some("{rating: 5, b: [1, 2.5, null]}")),
    ("# a comment", None),
    ("# a comment", Some("that nobody sees")),
];

/// The same, wrong for most documents.
pub(super) const WRONG_FRONT_MATTER: &[Choice] = &[
    ("title", None),
    ("title", Some("A: B")),
    ("hastags", Some("[AI]")),
    ("draft", Some("yes")),
    ("date", Some("2025-02-30")),
    ("author", Some("jane")),
    ("authors", Some("[jane, \"Jo Frank\"]")),
    ("template", Some("missing.html")),
    ("image", Some("images/none.svg")),
    ("captions", Some("{chair.svg: {caption: \"An *empty* chair\", credit: Reuters}}")),
    ("aliases", Some("[/about/]")),
];

/// Pieces of bodies.
pub(super) const PIECES: &[&str] = &[
    "Another paragraph, of [the cuts](/posts/2025-10-01-cuts.md) and of #Energy.",
    "![A chair](/posts/images/chair.svg \"A *title*\")",
    "![Racks](/posts/images/racks.svg)",
    "![The logo](/images/logo.svg)",
    "![Halls](/posts/images/halls.jpg)",
    "![A chair](/posts/images/chair.svg) ![Racks](/posts/images/racks.svg \"Both\")",
    "![A hum](/posts/images/hum.mp4 \"It hums\")",
    "https://youtu.be/dQw4w9WgXcQ",
    "[A post](https://social.example/@jane/112233445566)",
    "In a line: ![halls](/posts/images/halls.jpg)",
    "## What next",
    "## Desk\n\n### Chair\n\n### Chair",
    "## 14:05 — Now\n\nPower.",
    "A note[^n].\n\n[^n]: It stands *here*, with [a link](/posts/2025-11-02-halls.md).",
    "```python\nprint('<&>')\n```",
    "| a | b |\n| - | - |\n| 1 | 2 |",
    "> [!NOTE]\n> Mind #Rust and \"quotes\" -- so.",
    "<div id=\"raw\" onclick=\"x()\">Raw <b>#x</b></div>",
    "See [the tag](/tags/ai/), [the section](/sections/culture/) and [the old address](/old/).",
    "Of [what is not shown yet](/posts/2025-12-01-soon.md), and [a draft](/posts/2025-11-15-draft.md).",
    "[Another report](/posts/files/report.pdf), [the water][w].\n\n[w]: /posts/2025-11-10-water.md",
    "Naming #ArtificialIntelligence and #ML and #Internal in the text.",
    "#Energy #Lonely",
    "Words, and no more than words.",
    "[Nowhere](/nowhere/)",
    "![]() |\n| A caption without an image |",
];

/// Words that take each other's place in a body.
pub(super) const WORDS: &[(&str, &str)] =
    &[("power", "pwoer"), ("## What next", "## What then"), ("## Desk", "## Door"), ("14:05", "23:05")];

/// The same, wrong in most documents.
pub(super) const WRONG_PIECES: &[&str] = &[
    "[Dead](/posts/nowhere.md)",
    "![None](images/none.svg)",
    "[No part](#nothing)",
    "[No part there](/posts/2025-11-02-halls.md#nothing)",
    "![](https://elsewhere.example/a.png)",
];

/// Lines of the files in the site's folder.
pub(super) const LINES: &[(&str, &str, Option<&str>)] = &[
    ("site.yaml", "title", Some("The Cable")),
    ("site.yaml", "title", Some("The Wire")),
    ("site.yaml", "description", None),
    ("site.yaml", "description", Some("All of it")),
    ("site.yaml", "base_url", Some("https://news.example/")),
    ("site.yaml", "base_url", Some("https://example.org/blog/")),
    ("site.yaml", "language", None),
    ("site.yaml", "language", Some("de")),
    ("site.yaml", "timezone", None),
    ("site.yaml", "timezone", Some("Asia/Tokyo")),
    ("site.yaml", "permalink", None),
    ("site.yaml", "permalink", Some("/:year/:month/:slug.html")),
    ("site.yaml", "permalink", Some("/:section/:year/:month/:day/:slug/")),
    ("site.yaml", "paginate_by", None),
    ("site.yaml", "paginate_by", Some("1")),
    ("site.yaml", "paginate_by", Some("2")),
    ("site.yaml", "publisher", None),
    ("site.yaml", "publisher", Some("{name: Others}")),
    ("site.yaml", "publisher", Some("{logo: images/logo.svg, same_as: [\"https://social.example/wire\"]}")),
    ("site.yaml", "me", None),
    ("site.yaml", "me", Some("[\"https://social.example/@wire\", \"mailto:wire@news.example\"]")),
    ("site.yaml", "navigation", None),
    ("site.yaml", "navigation", Some("[{title: Tags, url: /tags/}, {title: Culture, url: /sections/culture/}]")),
    ("site.yaml", "tags", None),
    ("site.yaml", "tags", Some("{min_posts: 3}")),
    ("site.yaml", "search", None),
    ("site.yaml", "search", Some("false")),
    ("site.yaml", "slugs", None),
    ("site.yaml", "slugs", Some("ascii")),
    ("site.yaml", "markdown", None),
    ("site.yaml", "markdown", Some("{html: escape, smart_punctuation: false}")),
    ("site.yaml", "markdown", Some("{html: sanitize, highlight: false, pasted_paragraphs: false}")),
    ("site.yaml", "feeds", None),
    ("site.yaml", "feeds", Some("{tags: [json, atom], authors: [], limit: 2, list_limit: 1}")),
    ("site.yaml", "feeds", Some("{site: [], sections: [rss, atom, json], hub: \"https://hub.example/\"}")),
    ("site.yaml", "extra", None),
    ("site.yaml", "extra", Some("{motto: None of it}")),
    ("site.yaml", "redirects", None),
    ("site.yaml", "redirects", Some("{/former/: /about/, \"/f (x)/\": \"https://shop.example/?q=1\"}")),
    ("site.yaml", "redirects", Some("{/former/: /2025/11/halls, /older.html: /}")),
    ("site.yaml", "gone", None),
    ("site.yaml", "gone", Some("[/2023/never/, /2025/10/moved/, /2025/10/tides/]")),
    ("site.yaml", "redirect_files", None),
    ("site.yaml", "redirect_files", Some("[]")),
    ("site.yaml", "redirect_files", Some("[netlify, vercel, nginx, apache]")),
    ("site.yaml", "redirect_files", Some("[cloudflare, vercel, nginx, apache]")),
    ("site.yaml", "images", None),
    ("site.yaml", "images", Some("false")),
    ("site.yaml", "images", Some("{widths: [60, 200], quality: 50}")),
    ("site.yaml", "images", Some("{max_pixels: 50000}")),
    ("site.yaml", "assets", None),
    ("site.yaml", "assets", Some("false")),
    ("site.yaml", "assets", Some("{fingerprint: false}")),
    ("site.yaml", "assets", Some("{minify: false}")),
    ("site.yaml", "theme", None),
    ("site.yaml", "theme", Some("{accent: \"#9b111e\"}")),
    ("site.yaml", "theme", Some("{accent: \"hsl(158 90% 20%)\", paper: \"#fff1e5\", ink_dark: white}")),
    ("site.yaml", "minify_html", None),
    ("site.yaml", "minify_html", Some("true")),
    ("site.yaml", "llms", None),
    ("site.yaml", "llms", Some("false")),
    ("site.yaml", "markdown_copies", None),
    ("site.yaml", "markdown_copies", Some("true")),
    ("site.yaml", "social_cards", None),
    ("site.yaml", "social_cards", Some("true")),
    ("site.yaml", "social_cards", Some("{accent: \"#b01c2e\"}")),
    ("site.yaml", "social_cards", Some("{fonts: fonts/own.otf}")),
    ("site.yaml", "# a comment", Some("that nobody sees")),
    ("tags.yaml", "AI", None),
    ("tags.yaml", "AI", Some("{aliases: [ArtificialIntelligence, ML]}")),
    ("tags.yaml", "AI", Some("{slug: kuenstlich, title: Thinking}")),
    ("tags.yaml", "AI", Some("{hidden: true}")),
    ("tags.yaml", "ML", Some("{title: Learning}")),
    ("tags.yaml", "ML", None),
    ("tags.yaml", "Internal", None),
    ("tags.yaml", "Internal", Some("{hidden: true}")),
    ("tags.yaml", "energy", Some("{description: \"From [halls](/posts/2025-11-02-halls.md).\"}")),
    ("tags.yaml", "energy", None),
    ("authors.yaml", "jane", Some("{name: Jane Roe, url: \"https://jane.example/\", image: images/logo.svg}")),
    ("authors.yaml", "jane", Some("{name: Jane Doe, bio: Writes no more.}")),
    ("authors.yaml", "jane", None),
    ("authors.yaml", "max", Some("{name: \"Max O'Neil\", bio: Of the grid., same_as: [\"https://max.example/\"]}")),
];

/// The same, wrong.
pub(super) const WRONG_LINES: &[(&str, &str, Option<&str>)] = &[
    ("site.yaml", "title", None),
    ("site.yaml", "permalink", Some("/:nonsense/")),
    ("site.yaml", "timezone", Some("Mars/Olympus")),
    ("site.yaml", "publisher", Some("{logo: images/none.svg}")),
    ("site.yaml", "social_cards", Some("{fonts: [fonts/own.otf, images/logo.svg]}")),
    ("site.yaml", "theme", Some("{accent: gold}")),
    ("site.yaml", "navigaton", Some("[]")),
    ("site.yaml", "redirects", Some("{/former/: /older/, /older/: /former/}")),
    ("site.yaml", "redirects", Some("{/former/: /nowhere/}")),
    ("site.yaml", "redirects", Some("{/2025/10/cuts/: /team/}")),
    ("site.yaml", "gone", Some("[/about/, /tags/]")),
    ("site.yaml", "feeds", Some("{site: [rs]}")),
    ("tags.yaml", "Energy", Some("{slug: ai}")),
    ("tags.yaml", "Rust", Some("{aliases: [AI]}")),
    ("tags.yaml", "AI", Some("{description: \"[dead](/posts/nowhere.md)\"}")),
    ("authors.yaml", "jane", Some("{image: images/none.svg}")),
];

/// Whole files.
pub(super) const FILES: &[Choice] = &[
    ("content/posts/images/racks.svg", Some(OTHER_SVG)),
    ("content/posts/images/racks.svg", Some(SVG)),
    ("content/posts/images/racks.svg", Some(LARGE_SVG)),
    ("content/posts/images/chair.svg", Some(OTHER_SVG)),
    ("content/posts/images/chair.svg", Some("<svg/>\n")),
    ("content/posts/images/halls.jpg", Some("picture 420 200 2")),
    ("content/posts/images/halls.jpg", Some("picture 420 200 1")),
    ("content/posts/images/halls.jpg", Some("picture 90 120 1")),
    ("content/posts/images/halls.jpg", Some("No picture.\n")),
    ("content/posts/images/halls.jpg", Some("")),
    ("content/posts/images/hum.mp4", Some("hum hum")),
    ("content/posts/images/hum.jpg", Some("picture 90 120 1")),
    ("content/posts/images/hum.jpg", None),
    ("content/posts/images/hum.de.vtt", Some("WEBVTT\n")),
    ("content/posts/images/hum.de.vtt", None),
    ("content/posts/images/nobody-names-this.jpg", Some("picture 420 200 1")),
    ("content/posts/images/nobody-names-this.jpg", None),
    ("content/posts/images/nobody-names-this.svg", Some(SVG)),
    ("content/posts/images/nobody-names-this.svg", None),
    ("content/posts/files/report.pdf", Some("B report.\n")),
    ("static/robots.txt", None),
    ("static/robots.txt", Some("User-agent: x\n")),
    ("static/humans.txt", Some("Jane Doe, who writes.\n")),
    ("static/humans.txt", None),
    ("static/apple-touch-icon.png", Some("No picture, and nobody looks.\n")),
    ("static/apple-touch-icon.png", None),
    ("static/css/theme.css", Some("body { color: red }\n")),
    ("static/css/theme.css", Some("@import \"part.css\" print;\nbody { color: blue }\n")),
    ("static/css/theme.css", Some("body { background: url(../images/logo.svg); src: url(own.woff2) }\n")),
    ("static/css/theme.css", Some("b { color: red;; } } c {}\n")),
    ("static/css/theme.css", None),
    ("static/css/colours.css", Some(":root { --ink: red }\n")),
    ("static/css/colours.css", None),
    ("static/css/part.css", Some("a { color: red }\n")),
    ("static/css/part.css", Some("@import \"https://fonts.example/x.css\";\na { color: green }\n")),
    ("static/css/part.css", None),
    ("static/css/own.woff2", Some("No font, and nobody looks.\n")),
    ("static/css/own.woff2", Some("Another font.\n")),
    ("static/css/own.woff2", None),
    ("static/fonts/own.otf", Some("font Bars.ttf")),
    ("static/fonts/own.otf", Some("font NotoSansCJKjp-Bold.otf")),
    ("static/images/logo.svg", Some(OTHER_SVG)),
    ("static/.well-known/security.txt", Some("Contact: mailto:wire@news.example\n")),
    ("static/.well-known/security.txt", None),
    ("static/old", Some("A file where an address may be.\n")),
    ("static/old", None),
    ("static/_redirects", Some("/mine /yours\n")),
    ("static/_redirects", None),
    ("static/.htaccess", Some("Options -Indexes\n")),
    ("static/.htaccess", None),
    ("content/posts/2025-11-20-new.md", Some("---\ntitle: New\nhashtags: [AI, New]\n---\nNew power.\n")),
    (
        "content/posts/2025-11-20-new.md",
        Some("---\ntitle: New\nsection: New\nauthor: jane\n---\n![](images/chair.svg)\n"),
    ),
    (
        "content/posts/2025-11-20-live.md",
        Some(
            "---\ntitle: Live\ndate: 2025-11-20T09:00\ntype: live\nhashtags: [AI]\n---\nFirst.\n\n\
             ## 00:10 — Night power\n\nOut.\n\n## 14:05 — Day\n\nPower.\n",
        ),
    ),
    (
        "content/posts/2025-11-20-live.md",
        Some(
            "---\ntitle: Live\ndate: 2025-11-20T09:00\ntype: live\n---\nFirst.\n\n\
             ## 14:05 — Day\n\nPower.\n\n## 2025-12-01 10:00 — Later\n\nNo power.\n\n## 9.30 — None\n",
        ),
    ),
    (
        "content/posts/2025-10-02/index.md",
        Some("---\ntitle: Second\nhashtags: [Rust]\nseries: The bill\n---\nPower.\n"),
    ),
    ("content/posts/2024-01-01-first.md", Some("---\ntitle: First\nhashtags: [Energy, Rust]\n---\n#Energy power.\n")),
    ("content/posts/no-date.md", Some("---\ntitle: Of no day\n---\nPower. #AI\n")),
    ("content/posts/no-date.md", Some("---\ntitle: Of no day\n---\n## Desk\n\n[Next](2025-10-01-cuts.md#what-next)\n")),
    ("content/posts/no-date.md", None),
    ("content/contact.md", Some("---\ntitle: Contact\naliases: [/contact.html]\n---\n[Team](team/index.md)\n")),
    ("authors.yaml", None),
    ("tags.yaml", None),
    ("translations/en.yaml", Some("byline: Words by {names}\ndate: \"{day} {month} {year}\"\nalert_note: Mind\n")),
    ("translations/en.yaml", Some("stories: {one: One story, other: \"{count} stories\"}\n")),
    ("translations/en.yaml", None),
    ("translations/de.yaml", Some("topics: Stichworte\nback_to_text: Nach oben\n")),
    ("translations/de.yaml", None),
    ("translations/notes/read.me", Some("No words, and nobody looks.\n")),
    ("translations/notes/read.me", None),
];

/// The same, wrong.
pub(super) const WRONG_FILES: &[Choice] = &[
    ("content/posts/images/chair.svg", None),
    ("content/posts/images/halls.jpg", None),
    ("static/images/logo.svg", None),
    ("static/css/theme.css", Some("@import \"theme.css\";\n")),
    ("translations/en.yaml", Some("stories: {one: 1, few: 2}\n")),
    ("content/index.md", Some("---\ntitle: Front\n---\nIn the way.\n")),
    ("content/posts/2025-11-21-bad.md", Some("---\ntitle: [\n---\n")),
    ("tags.yaml", Some("- AI\n")),
    ("site.yaml", Some("title: The Wire\n")),
];

/// The site's own templates.
pub(super) const TEMPLATES: &[(&str, Template)] = &[
    ("base.html", Like("<main ", "<!-- ours --><main ")),
    ("base.html", Like("</body>", "<p>{{ now }}</p></body>")),
    ("base.html", Like("</body>", "{% for p in recent_posts %}<p>{{ p.title }}</p>{% endfor %}</body>")),
    (
        "base.html",
        Like("</body>", "<p>{{ asset(path='images/logo.svg') }} {{ integrity(path='css/theme.css') }}</p></body>"),
    ),
    ("base.html", Like("</body>", "<p>{{ asset(path='css/' ~ 'syntax.css') }}</p></body>")),
    ("base.html", Gone),
    ("post.html", Like("<h1>", "<h1 class=\"{{ page.extra?.rating or 0 }}\">")),
    ("post.html", Like("{{ page.content | safe }}", "{{ page.content | strip_tags }}")),
    ("post.html", Like("{{ page.content | safe }}", "")),
    ("post.html", Like("<h1>", "<h1 class=\"{{ asset(path='css/feed.css') }}\">")),
    (
        "post.html",
        Like(
            "<h1>",
            "{% set line = page.title | fit(width=900, height=90, sizes=[40]) %}<h1 class=\"{{ line.path }}\">",
        ),
    ),
    ("post.html", Gone),
    ("page.html", Like("<h1>", "<h1>{% set all = config %}{{ all.extra?.motto or \"\" }} ")),
    ("page.html", Gone),
    ("tag.html", Like("<h1>", "<h1>{{ top_tags[0].name }} ")),
    ("tag.html", Gone),
    ("tags.html", Like("<h1>", "<h1>{{ archives | length }} ")),
    ("tags.html", Gone),
    ("index.html", Like("{% block main -%}", "{% block main -%}{{ page | json }}")),
    ("index.html", Gone),
    (
        "404.html",
        Own("{% extends \"base.html\" %}{% block main %}{{ page | json }}{{ sections | json }}{% endblock main %}"),
    ),
    ("404.html", Gone),
    ("redirect.html", Own("<p>{{ redirect.permalink }} {{ page.path }}</p>\n")),
    ("redirect.html", Gone),
    ("head_extra.html", Own("<meta name=\"a\" content=\"{{ page.title }}\">")),
    ("head_extra.html", Own("{% include \"bits/note.html\" %}")),
    ("head_extra.html", Gone),
    ("footer_extra.html", Own("{% for t in top_tags %}{{ <hashtag tag={t} /> }}{% endfor %}{{ config.extra | json }}")),
    ("footer_extra.html", Own("{% if page.kind == 'tag' %}{{ tag.count }}{% include 'bits/note.html' %}{% endif %}")),
    ("footer_extra.html", Gone),
    ("bits/note.html", Own("<meta name=\"note\" content=\"{{ page.path }}\">")),
    ("bits/note.html", Own("<meta name=\"note\" content=\"{{ now | date(format=\"%Y-%m-%d\") }}\">")),
    (
        "special.html",
        Own("{% extends \"post.html\" %}{% block title %}{{ recent_posts[0].title }}{% endblock title %}"),
    ),
    ("special.html", Own("{{ page.content }}{% for y in archives %}{{ y.year }}: {{ y.count }}{% endfor %}\n")),
    ("components.html", Own("{% component day(date, lang = '') %}<i>{{ date }} {{ lang }}</i>{% endcomponent day %}")),
    (
        "components.html",
        Own("{% component day(date, lang = '', @now) %}<i>{{ date }} {{ now }}</i>{% endcomponent day %}"),
    ),
    (
        "components.html",
        Own(
            "{% component hashtag(tag) %}{% include \"bits/note.html\" %}<b>{{ tag.name }}</b>{% endcomponent hashtag %}",
        ),
    ),
    ("components.html", Gone),
    ("nobody/includes/this.html", Own("{{ now }}")),
    ("nobody/includes/this.html", Gone),
];

/// The same, wrong.
pub(super) const WRONG_TEMPLATES: &[(&str, Template)] = &[
    ("tag.html", Own("{% if %}")),
    ("post.html", Own("{{ nothing.at.all }}")),
    ("post.html", Like("<h1>", "{% if page.word_count > 12 %}{{ page.nothing }}{% endif %}<h1>")),
    ("head_extra.html", Own("{{ page.tags[0].name }}")),
    ("footer_extra.html", Own("{% include \"missing.html\" %}")),
    ("special.html", Gone),
    ("bits/note.html", Gone),
];

/// Where posts and pages are moved to.
pub(super) const NAMES: &[&str] = &[
    "content/posts/2025-10-03-moved.md",
    "content/posts/2025-11-02-cuts.md",
    "content/posts/2025-10-01-cuts/index.md",
    "content/moved/again.md",
    "content/other/2025-10-12-power.md",
];

/// Instants to build for: before all of November, as at first, behind a scheduled post, behind one that expired, and much
/// later.
pub(super) const MOMENTS: &[&str] = &[
    "2025-10-31T00:00:00Z",
    "2025-11-23T12:00:00Z",
    "2025-11-23T12:00:01Z",
    "2025-12-02",
    "2025-12-11",
    "2026-02-01T06:30:00Z",
];

/// Further arguments, each there or not.
pub(super) const FLAGS: &[&[&str]] =
    &[&["--drafts"], &["--future"], &["--base-url", "https://other.example/p/"], &["--jobs", "1"], &["--strict"]];
