//! The files around the posts.

use std::fmt::Write as _;

use crate::date::{Month, TIMEZONE};
use crate::story::SECTIONS;
use crate::{images, tags, yaml};

/// Key, name and biography of each author.
pub const AUTHORS: [(&str, &str, &str); 12] = [
    ("anneke-vos", "Anneke Vos", "Anneke Vos reports on chips and the factories that make them."),
    ("bashir-amari", "Bashir Amari", "Bashir Amari covers networks, from undersea cables to home routers."),
    ("clara-oyelaran", "Clara Oyelaran", "Clara Oyelaran edits the science pages & reads the footnotes."),
    ("dai-nakamura", "Dai Nakamura", "Dai Nakamura writes about programming languages and text."),
    ("elspeth-muir", "Elspeth Muir", "Elspeth Muir follows technology law: what it says, and what it does."),
    ("felix-aguilar", "Felix Aguilar", "Felix Aguilar is the paper's correspondent for energy and climate."),
    ("gwen-tallis", "Gwen Tallis", "Gwen Tallis covers security. She prefers letters that are encrypted."),
    ("hugo-lindgren", "Hugo Lindgren", "Hugo Lindgren has run data centers and now writes about them."),
    ("imani-brooks", "Imani Brooks", "Imani Brooks reports on work, wages and the tools of both."),
    ("jun-park", "Jun Park", "Jun Park tests hardware until it breaks, and then explains why."),
    ("kasia-wrona", "Kasia Wrona", "Kasia Wrona writes about open source and those who maintain it."),
    ("liam-o-dowd", "Liam O'Dowd", "Liam O'Dowd covers business, mergers and the price of \"free\" things."),
];

const DESCRIPTIONS: [(&str, &str); 8] = [
    ("AI", "Models, the machines they run on, and the companies & people they change."),
    ("OpenSource", "Software developed in the open, and the people who look after it."),
    ("TechNews", "Reports from across the industry."),
    ("SupplyChain", "Packages, registries, and the trust between them."),
    ("C++", "The language, its standard and its libraries."),
    ("C#", "The language that Microsoft designed for .NET."),
    (".NET", "Microsoft's open-source runtime and class libraries."),
    ("日本語", "Articles in Japanese, and articles about Japanese text."),
];

const ABOUT: &str = "---
title: About This Corpus
description: What this site is made of, and what for.
---

No article on this site is true. A program wrote all of them, for tests and measurements of Slugline, and it writes
the same ones each time. The companies, people and figures in them do not exist.
";

/// Path and text of each file that does not depend on the posts.
pub fn fixed_files() -> [(&'static str, String); 4] {
    [
        ("site.yaml", site_yaml()),
        ("tags.yaml", tags_yaml()),
        ("authors.yaml", authors_yaml()),
        ("content/about.md", ABOUT.to_owned()),
    ]
}

/// Path and text of a month's pictures.
pub fn month_files(seed: u64, month: Month) -> Vec<(String, String)> {
    let path = |name| format!("content/posts/{month}/images/{name}");
    let images = images::of_month(seed, month).into_iter();
    images.map(|image| (path(image.0), images::svg(seed, month, image))).collect()
}

fn site_yaml() -> String {
    let mut text = format!(
        "title: The Corpus Courier
base_url: https://corpus.example/
description: News that never happened, by the thousand.
language: en
timezone: {TIMEZONE}
permalink: /:year/:month/:slug/
paginate_by: 10
publisher: {{name: The Corpus Courier}}
navigation:
"
    );
    for (section, _) in SECTIONS {
        let slug = section.to_lowercase().replace(' ', "-");
        let _ = writeln!(text, "  - {{title: {section}, url: /sections/{slug}/}}");
    }
    text + "  - {title: Tags, url: /tags/}
  - {title: About, url: /about/}
tags: {min_posts: 2}
markdown: {html: allow}
"
}

fn tags_yaml() -> String {
    let alias_of = |tag| tags::ALIASES.iter().find(|(name, _)| *name == tag);
    let described = DESCRIPTIONS.iter().map(|(tag, description)| (*tag, Some(*description)));
    let not_described = |(tag, _): &&(&str, &str)| DESCRIPTIONS.iter().all(|(other, _)| other != tag);
    let others = tags::ALIASES.iter().filter(not_described).map(|(tag, _)| (*tag, None));

    let mut text = String::new();
    for (tag, description) in described.chain(others) {
        let _ = writeln!(text, "{}:", yaml::scalar(tag));
        if let Some(description) = description {
            let _ = writeln!(text, "  description: {}", yaml::scalar(description));
        }
        if let Some((_, alias)) = alias_of(tag) {
            let _ = writeln!(text, "  aliases: [{alias}]");
        }
    }
    text
}

fn authors_yaml() -> String {
    let mut text = String::new();
    for (key, name, bio) in AUTHORS {
        let (name, bio) = (yaml::scalar(name), yaml::scalar(bio));
        let _ = writeln!(text, "{key}:\n  name: {name}\n  bio: {bio}\n  url: https://{key}.example/");
    }
    text
}
