//! Tera's errors as diagnostics.

use std::collections::BTreeMap;
use std::error::Error as _;

use tera::{Error, ErrorKind, ReportError, Tera};

use super::{components, filters};
use crate::diagnostic::{Diagnostic, Diagnostics, Span, nearest};
use crate::social_card::Undrawable;
use crate::source::Source;

/// Where to look; Tera's messages say what is wrong.
const SYNTAX_HELP: &str = "compare with the theme's template, or with `docs/templates.md`";

/// Tera's name for all variables at once, which come in another order on each page.
const DUMP: &str = "__tera_context";

type Sources = BTreeMap<String, Source>;

/// A template that shows what is another on each run.
pub(super) fn of_dump(source: &Source) -> Option<Diagnostic> {
    let at = source.text.find(DUMP)?;
    let span = Span::new(at, at + DUMP.len());
    let problem = Diagnostic::error(format!("`{DUMP}` would show variables in another order in each build"));
    Some(problem.at(source, span, "not the same twice").help("show one variable, for example `{{ page | json }}`"))
}

/// What is wrong with templates that could not be loaded together: every syntax error of every file; if there is none, what
/// does not fit together.
pub(super) fn of_loading(error: &Error, sources: &Sources) -> Diagnostics {
    let mut problems = Diagnostics::new();
    for (name, source) in sources {
        let alone = Tera::default().add_raw_template(name, &source.text);
        if let Err(error) = alone
            && let ErrorKind::SyntaxError(report) = error.kind()
        {
            problems.push(at_report(report, sources, "this is not a valid template"));
        }
    }
    if problems.is_empty() {
        problems.extend(of_references(error, sources));
    }
    problems
}

/// Names that mean nothing: filters, tests, functions, components, included and extended templates.
fn of_references(error: &Error, sources: &Sources) -> Vec<Diagnostic> {
    match error.kind() {
        ErrorKind::MissingParent { current, parent } => {
            let headline = format!("there is no template `{parent}`");
            let help = match nearest(parent, sources.keys().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("put it at `templates/{parent}`"),
            };
            vec![at_text(headline, parent, "extended here", sources.get(current)).help(help)]
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            vec![circle("extends itself", tpl, inheritance_chain, sources)]
        }
        ErrorKind::CircularInclude { tpl, include_chain } => {
            vec![circle("includes itself", tpl, include_chain, sources)]
        }
        ErrorKind::SyntaxError(report) => {
            vec![at_report(report, sources, "this is not a valid template")]
        }
        _ => error.to_string().split("\n\n").map(|report| of_text(report, sources)).collect(),
    }
}

fn circle(what: &str, template: &str, chain: &[String], sources: &Sources) -> Diagnostic {
    let headline = format!("the template `{template}` {what}");
    let next = chain.get(1).or(chain.first()).map_or(template, String::as_str);
    let diagnostic = at_text(headline, next, "", sources.get(template));
    diagnostic.note(format!("by way of {}", chain.join(", ")))
}

fn at_text(headline: String, text: &str, label: &str, source: Option<&Source>) -> Diagnostic {
    let diagnostic = Diagnostic::error(headline);
    let Some(source) = source else { return diagnostic };
    let at = source.text.find(text).map_or(Span::new(0, 0), |at| Span::new(at, at + text.len()));
    diagnostic.at(source, at, label)
}

/// Tera gives some errors as text alone: `error: message`, then ` --> file:line:column` and the underlined line.
fn of_text(report: &str, sources: &Sources) -> Diagnostic {
    let mut lines = report.lines();
    let message = lines.next().unwrap_or_default();
    let message = lower_first(message.strip_prefix("error: ").unwrap_or(message));
    let place = lines.next().and_then(|line| place(line, sources));
    let width = report.lines().last().map_or(1, |line| line.matches('^').count()).max(1);
    match place {
        Some((source, start)) => {
            let rest = source.text.get(start..).unwrap_or_default();
            let length = rest.char_indices().nth(width).map_or(rest.len(), |(at, _)| at);
            let span = Span::new(start, start + length);
            let help = names_help(&message, sources);
            Diagnostic::error(message).at(source, span, "nothing has this name").help(help)
        }
        None => Diagnostic::error(message),
    }
}

/// What could have been meant by a name that means nothing: ``unknown filter `uper` ``.
fn names_help(message: &str, sources: &Sources) -> String {
    let name = message.split('`').nth(1).unwrap_or_default();
    let near = if message.starts_with("unknown filter") {
        nearest(name, filters::NAMES.iter().copied())
    } else if message.starts_with("unknown template") {
        nearest(name, sources.keys().map(String::as_str))
    } else if message.starts_with("unknown component") {
        nearest(name, sources.values().flat_map(|source| components::names(&source.text)))
    } else {
        None
    };
    match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "see the list of names in the documentation of templates, or define it".to_owned(),
    }
}

/// Reads ` --> file:line:column`.
fn place<'s>(line: &str, sources: &'s Sources) -> Option<(&'s Source, usize)> {
    let line = line.trim_start().strip_prefix("--> ")?;
    let mut parts = line.rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let number: usize = parts.next()?.parse().ok()?;
    let source = sources.get(parts.next()?)?;
    let start: usize = source.text.split_inclusive('\n').take(number.checked_sub(1)?).map(str::len).sum();
    let rest = source.text.get(start..)?;
    let within = rest.char_indices().nth(column.checked_sub(1)?).map_or(rest.len(), |(at, _)| at);
    Some((source, start + within))
}

fn at_report(report: &ReportError, sources: &Sources, headline: &str) -> Diagnostic {
    let message = lower_first(report.message());
    match sources.get(report.filename()) {
        Some(source) => {
            let range = report.span().range.clone();
            let span = Span::new(range.start.min(source.text.len()), range.end.min(source.text.len()));
            Diagnostic::error(headline).at(source, span, message).help(SYNTAX_HELP)
        }
        None => Diagnostic::error(format!("{headline}: {message}")),
    }
}

/// A template that failed on a page.
pub(super) fn of_rendering(error: &Error, sources: &Sources, template: &str, page: &str) -> Diagnostic {
    let error = innermost(error);
    let mut diagnostic = match error.kind() {
        ErrorKind::RenderingError(report) | ErrorKind::SyntaxError(report) => {
            at_report(report, sources, "the template cannot be rendered")
        }
        _ => Diagnostic::error(format!("the template `{template}` cannot be rendered: {error}")),
    };
    let mut cause = error.source();
    while let Some(error) = cause {
        diagnostic = diagnostic.note(error.to_string());
        cause = error.source();
    }
    diagnostic.note(format!("while rendering `{page}`"))
}

/// A template that made no social card. The place is known where the line was taken from the template as it stands there.
pub(super) fn of_drawing(undrawable: &Undrawable, source: Option<&Source>, page: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error("the social card cannot be drawn");
    let diagnostic = match source {
        Some(source) => {
            let line = undrawable.line.as_deref().map(str::trim).filter(|line| !line.is_empty());
            let found = line.and_then(|line| Some((source.text.find(line)?, line.len())));
            let (start, length) = found.unwrap_or((0, source.text.find('\n').unwrap_or(source.text.len())));
            diagnostic.at(source, Span::new(start, start + length), &undrawable.reason)
        }
        None => diagnostic.note(&undrawable.reason),
    };
    diagnostic.note(format!("while rendering `{page}`")).help(SYNTAX_HELP)
}

/// The error at the place where things went wrong: a card is rendered within a page.
fn innermost(error: &Error) -> &Error {
    let has_place = |error: &Error| matches!(error.kind(), ErrorKind::RenderingError(_) | ErrorKind::SyntaxError(_));
    let mut innermost = error;
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(within) = error.downcast_ref::<Error>().filter(|error| has_place(error)) {
            innermost = within;
        }
        cause = error.source();
    }
    innermost
}

fn lower_first(text: &str) -> String {
    let mut chars = text.trim_end_matches('.').chars();
    let Some(first) = chars.next() else { return String::new() };
    let rest = chars.as_str();
    // An acronym or a name in backquotes stays.
    if rest.starts_with(char::is_uppercase) {
        format!("{first}{rest}")
    } else {
        format!("{}{rest}", first.to_lowercase())
    }
}

#[cfg(test)]
#[expect(clippy::indexing_slicing, reason = "a wrong index fails the test")]
mod tests {
    use super::*;
    use std::sync::Arc;

    use crate::asset::Assets;
    use crate::config::Config;
    use crate::diagnostic::{Label, Position};
    use crate::source::{RawFiles, SourceFile};
    use crate::template::Templates;

    fn position(diagnostic: &Diagnostic) -> Option<Position> {
        diagnostic.label().map(Label::position)
    }

    fn load(templates: &[(&str, &str)]) -> Vec<(String, String, Position)> {
        let site = templates
            .iter()
            .map(|(name, text)| ((*name).to_owned(), SourceFile::new(format!("templates/{name}"), *text)))
            .collect();
        let mut problems = Diagnostics::new();
        let files = Assets::read(&RawFiles::new(), &Config::default(), false, None, &mut problems);
        let _ = Templates::load(site, Arc::new(files), Arc::default(), Arc::default(), &mut problems);
        problems
            .iter()
            .map(|problem| (problem.path().to_owned(), problem.headline.clone(), position(problem).unwrap()))
            .collect()
    }

    #[test]
    fn every_broken_template_is_reported_at_its_place() {
        let found = load(&[("a.html", "x\n{% if %}"), ("b.html", "{{ page.title")]);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].2.line, 2);
        assert_eq!(found[1].0, "templates/b.html");
    }

    #[test]
    fn a_dump_of_everything_is_refused() {
        let found = load(&[("a.html", "x {{ __tera_context }}")]);
        assert_eq!((found.len(), found[0].2), (1, Position { line: 1, column: 6 }));
    }

    #[test]
    fn unknown_names_are_reported_at_their_places() {
        let found = load(&[("a.html", "{{ page.title | shout }}\n{% include \"nope.html\" %}")]);
        assert_eq!(found[0].2, Position { line: 1, column: 17 });
        let found = load(&[("a.html", "{% extends \"bass.html\" %}")]);
        assert_eq!(found[0].1, "there is no template `bass.html`");
        assert_eq!(found[0].2, Position { line: 1, column: 13 });
    }
}
