//! The list of hashtags: how many posts have each, and when it was last used.

use serde_json::json;

use crate::cli::arguments::{ListArguments, ListFormat, TagOrder};
use crate::cli::print_text;
use crate::content::document::Document;
use crate::content::hashtag::identity;
use crate::content::post::Content;
use crate::diagnostic::Diagnostics;
use crate::pipeline;
use crate::site;

use super::{newest_first, post};

/// A line of the list.
struct Line {
    name: String,
    posts: usize,
    /// The day of its newest post.
    last: Option<String>,
    aliases: Vec<String>,
    path: Option<String>,
}

pub(super) fn run(arguments: &ListArguments) -> Result<(), Diagnostics> {
    let mut lines = lines(arguments)?;
    // By name already; sorting keeps that order among equals.
    match arguments.sort {
        TagOrder::Name => {}
        TagOrder::Count => lines.sort_by_key(|line| std::cmp::Reverse(line.posts)),
        TagOrder::Last => lines.sort_by(|a, b| b.last.cmp(&a.last)),
    }
    let text = match arguments.format {
        ListFormat::Text => table(&lines),
        ListFormat::Json => lines.iter().map(|line| in_json(line) + "\n").collect::<Vec<_>>().concat(),
    };
    print_text(&text);
    Ok(())
}

/// All tags that a build shows, and those of `tags.yaml` that no post has, by name.
fn lines(arguments: &ListArguments) -> Result<Vec<Line>, Diagnostics> {
    let mut problems = Diagnostics::new();
    let (config, contents) = pipeline::sources(&arguments.site.root, &mut problems);
    let (visibility, now) = (arguments.site.visibility(), arguments.site.now());
    let shown = contents.into_iter().filter(|content| visibility.shows_content(content, now)).collect();
    let posts = newest_first(shown);
    let documents: Vec<&Document> = posts.iter().map(Content::document).collect();
    let tags = site::tags(&config, &documents, &mut problems);
    problems.sort();
    problems.into_result()?;
    let day = |at: &usize| Some(post(posts.get(*at)?)?.date.date().to_string());
    let mut lines: Vec<Line> = tags
        .all
        .iter()
        .map(|tag| Line {
            name: tag.name.clone(),
            posts: tag.posts.len(),
            last: tag.posts.first().and_then(day),
            aliases: tag.aliases.iter().map(|alias| alias.name.clone()).collect(),
            path: Some(format!("/{}", tag.site_path)),
        })
        .collect();
    let unused = config.tags.iter().filter(|info| !info.hidden && tags.find(&info.name.value).is_none());
    lines.extend(unused.map(|info| Line {
        name: info.name.value.clone(),
        posts: 0,
        last: None,
        aliases: info.aliases.iter().map(|alias| alias.value.clone()).collect(),
        path: None,
    }));
    lines.sort_by_cached_key(|line| (line.name.to_lowercase(), identity(&line.name)));
    Ok(lines)
}

fn table(lines: &[Line]) -> String {
    let count = lines.iter().map(|line| line.posts.to_string().len()).max().unwrap_or(0);
    let row = |line: &Line| {
        let last = line.last.as_deref().unwrap_or("never     ");
        let aliases = match line.aliases.as_slice() {
            [] => String::new(),
            aliases => format!("  (also {})", aliases.join(", ")),
        };
        format!("{:>count$}  {last}  {}{aliases}\n", line.posts, line.name)
    };
    lines.iter().map(row).collect::<Vec<_>>().concat()
}

fn in_json(line: &Line) -> String {
    json!({
        "name": line.name,
        "posts": line.posts,
        "last": line.last,
        "aliases": line.aliases,
        "path": line.path,
    })
    .to_string()
}
