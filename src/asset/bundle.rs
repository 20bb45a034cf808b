//! Style sheets in one: what is imported stands where it is imported (CSS Cascading and Inheritance, 2), and all is written as
//! short as it can be without a change of meaning.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError, RwLock};

use lightningcss::error::{Error, ParserError, SelectorError};
use lightningcss::rules::import::ImportRule;
use lightningcss::rules::layer::LayerBlockRule;
use lightningcss::rules::media::MediaRule;
use lightningcss::rules::supports::SupportsRule;
use lightningcss::rules::{CssRule, CssRuleList};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions, StyleSheet};
use lightningcss::targets::{Browsers, Features, Targets};

use crate::diagnostic::{Diagnostic, Span};
use crate::source::Source;

use super::addresses::Readdressed;

/// Puts the style sheet `whole` together from its parts: paths, with the texts as they are written, and with other addresses.
/// `resolve` gives the path of what a part imports. None if it has to stay in several files.
///
/// # Errors
/// What cannot be read. The style sheet is to stay as it is then: nobody knows what a browser makes of it.
pub(super) fn bundle<'a>(
    whole: &str,
    parts: impl Iterator<Item = (&'a str, &'a Source, &'a Readdressed<'a>)>,
    resolve: &dyn Fn(&str, &str) -> Option<String>,
) -> Result<Option<String>, Vec<Diagnostic>> {
    let mut sheets = BTreeMap::new();
    let mut problems = Vec::new();
    for (path, source, text) in parts {
        match parse(source, text) {
            Ok(sheet) => {
                sheets.insert(path, sheet);
            }
            Err(found) => problems.extend(found),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let has_layers = sheets.values().any(|sheet| contains(&sheet.rules.0, &names_layers));
    let mut bundler = Bundler { sheets: &sheets, resolve, has_layers, left: MOST_RULES, taken: BTreeSet::new() };
    let Some(rules) = bundler.rules(whole, true) else { return Ok(None) };
    if !can_be_one(&rules, sheets.len() > 1) {
        return Ok(None);
    }
    let mut sheet = StyleSheet::new(Vec::new(), CssRuleList(rules), ParserOptions::default());
    sheet.license_comments = sheets.values().flat_map(|sheet| sheet.license_comments.iter().cloned()).collect();
    let targets = targets();
    if sheet.minify(MinifyOptions { targets, ..MinifyOptions::default() }).is_err() {
        return Ok(None);
    }
    let printed = sheet.to_css(PrinterOptions { minify: true, targets, ..PrinterOptions::default() });
    Ok(printed.ok().map(|printed| printed.code))
}

/// What may be made of a style sheet: nothing that a browser of these years would not read as it reads what was written. Media
/// queries stay in the form that all of them know.
fn targets() -> Targets {
    let browsers =
        Browsers { chrome: Some(90 << 16), firefox: Some(90 << 16), safari: Some(14 << 16), ..Browsers::default() };
    Targets {
        browsers: Some(browsers),
        include: Features::MediaRangeSyntax,
        exclude: Features::all() & !Features::MediaRangeSyntax,
    }
}

/// Reads one style sheet.
fn parse<'t>(source: &Source, text: &'t Readdressed<'_>) -> Result<StyleSheet<'t>, Vec<Diagnostic>> {
    let warnings = Arc::new(RwLock::new(Vec::new()));
    let options = ParserOptions { error_recovery: true, warnings: Some(warnings.clone()), ..ParserOptions::default() };
    let parsed = StyleSheet::parse(&text.css, options);
    let warnings = warnings.read().unwrap_or_else(PoisonError::into_inner);
    let found: Vec<Diagnostic> = match &parsed {
        Ok(_) => {
            warnings.iter().filter(|warning| loses_something(&warning.kind)).map(|w| report(source, text, w)).collect()
        }
        Err(error) => vec![report(source, text, error)],
    };
    match parsed {
        Ok(sheet) if found.is_empty() => Ok(sheet),
        _ => Err(found),
    }
}

/// Whether what cannot be read is left out. What is only not known is kept.
fn loses_something(kind: &ParserError<'_>) -> bool {
    !matches!(
        kind,
        ParserError::AtRuleInvalid(_)
            | ParserError::SelectorError(
                SelectorError::UnsupportedPseudoClass(_) | SelectorError::UnsupportedPseudoElement(_)
            )
    )
}

fn report(source: &Source, text: &Readdressed<'_>, error: &Error<ParserError<'_>>) -> Diagnostic {
    let at = error.loc.as_ref().map_or(0, |place| offset(&text.css, place.line, place.column));
    let span = word_at(&source.text, text.origin(at));
    Diagnostic::warning("a part of the style sheet cannot be read")
        .at(source, span, in_words(&error.kind))
        .help("browsers pass over it as well: correct it; until then the file is published as it is written")
}

fn in_words(kind: &ParserError<'_>) -> &'static str {
    match kind {
        ParserError::EndOfInput => "something is missing before this",
        ParserError::InvalidDeclaration | ParserError::InvalidValue => "this is no declaration",
        ParserError::InvalidMediaQuery | ParserError::EmptyBracketInCondition => "this is no condition",
        ParserError::SelectorError(_) | ParserError::InvalidPageSelector => "this is no selector",
        ParserError::UnexpectedImportRule => "`@import` has to stand before all other rules",
        ParserError::UnexpectedNamespaceRule => "`@namespace` has to stand before all other rules",
        ParserError::MaximumNestingDepth => "blocks stand too deep in each other here",
        ParserError::AtRuleBodyInvalid | ParserError::AtRulePreludeInvalid | ParserError::AtRuleInvalid(_) => {
            "this rule has another form"
        }
        _ => "not expected here",
    }
}

/// The byte of a line (from 0) and a column (from 1, in UTF-16).
fn offset(text: &str, line: u32, column: u32) -> usize {
    let mut start = 0;
    for _ in 0..line {
        let rest = text.get(start..).unwrap_or_default();
        // A line ends in `\n`, `\r`, `\r\n` or a form feed (CSS Syntax, 3.3).
        let Some(end) = rest.find(['\n', '\r', '\u{c}']) else { break };
        start += end + if rest.get(end..).is_some_and(|rest| rest.starts_with("\r\n")) { 2 } else { 1 };
    }
    let mut units = column.saturating_sub(1) as usize;
    let rest = text.get(start..).unwrap_or_default();
    for (at, c) in rest.char_indices() {
        if units == 0 {
            return start + at;
        }
        units = units.saturating_sub(c.len_utf16());
    }
    text.len()
}

/// The word that begins at a place, or ends there; the character there, if it is none, or the last one before, if nothing is
/// there.
fn word_at(text: &str, at: usize) -> Span {
    let rest = text.get(at..).unwrap_or_default();
    let is_of_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '@' | ':' | '.' | '#');
    let end = rest.find(|c| !is_of_word(c)).unwrap_or(rest.len());
    if end > 0 {
        return Span::new(at, at + end);
    }
    let before = text.get(..at).unwrap_or(text);
    let start = before.trim_end_matches(is_of_word).len();
    if start < at {
        return Span::new(start, before.len());
    }
    if let Some(c) = rest.chars().next().filter(|c| !c.is_whitespace()) {
        return Span::new(at, at + c.len_utf8());
    }
    let before = before.trim_end();
    let last = before.chars().next_back().map_or(0, char::len_utf8);
    Span::new(before.len() - last, before.len())
}

/// A bundle of more rules than this is none: what is imported many times over stays where it is.
const MOST_RULES: usize = 100_000;

struct Bundler<'b, 't> {
    sheets: &'b BTreeMap<&'b str, StyleSheet<'t>>,
    resolve: &'b dyn Fn(&str, &str) -> Option<String>,
    /// Whether the order of layers follows from these style sheets: the first mention of a layer counts.
    has_layers: bool,
    /// So many rules more may be taken in.
    left: usize,
    /// What was taken in without conditions.
    taken: BTreeSet<String>,
}

impl<'t> Bundler<'_, 't> {
    /// The rules of a style sheet, with those that it imports in place of the import; `is_plain` if it is under no conditions
    /// itself. None if there are too many.
    ///
    /// Of what is imported again and again without conditions, the last counts, and only that is taken in. It is read from its
    /// end for this.
    fn rules(&mut self, path: &str, is_plain: bool) -> Option<Vec<CssRule<'t>>> {
        let Some(sheet) = self.sheets.get(path) else { return Some(Vec::new()) };
        self.left = self.left.checked_sub(sheet.rules.0.len() + 1)?;
        let mut backwards: Vec<CssRule<'t>> = Vec::with_capacity(sheet.rules.0.len());
        for rule in sheet.rules.0.iter().rev() {
            let imported = match rule {
                CssRule::Import(import) => (self.resolve)(path, &import.url)
                    .filter(|path| self.sheets.contains_key(path.as_str()))
                    .map(|path| (import, path)),
                _ => None,
            };
            let Some((import, imported)) = imported else {
                backwards.push(rule.clone());
                continue;
            };
            let is_plain = is_plain
                && import.layer.is_none()
                && import.supports.is_none()
                && import.media.media_queries.is_empty();
            if is_plain && !self.has_layers && !self.taken.insert(imported.clone()) {
                continue;
            }
            backwards.extend(under(import, self.rules(&imported, is_plain)?).into_iter().rev());
        }
        backwards.reverse();
        Some(backwards)
    }
}

/// Whether there is such a rule among these, or in a block of them.
fn contains(rules: &[CssRule<'_>], is_such: &dyn Fn(&CssRule<'_>) -> bool) -> bool {
    rules.iter().any(|rule| {
        is_such(rule)
            || match rule {
                CssRule::Media(MediaRule { rules, .. })
                | CssRule::Supports(SupportsRule { rules, .. })
                | CssRule::LayerBlock(LayerBlockRule { rules, .. }) => contains(&rules.0, is_such),
                _ => false,
            }
    })
}

fn names_layers(rule: &CssRule<'_>) -> bool {
    matches!(rule, CssRule::LayerBlock(_) | CssRule::LayerStatement(_))
        || matches!(rule, CssRule::Import(import) if import.layer.is_some())
}

/// Rules under the conditions of an import.
fn under<'t>(import: &ImportRule<'t>, mut rules: Vec<CssRule<'t>>) -> Vec<CssRule<'t>> {
    let loc = import.loc;
    if let Some(name) = &import.layer {
        rules = vec![CssRule::LayerBlock(LayerBlockRule { name: name.clone(), rules: CssRuleList(rules), loc })];
    }
    if let Some(condition) = &import.supports {
        let condition = condition.clone();
        rules = vec![CssRule::Supports(SupportsRule { condition, rules: CssRuleList(rules), loc })];
    }
    if !import.media.media_queries.is_empty() {
        rules = vec![CssRule::Media(MediaRule { query: import.media.clone(), rules: CssRuleList(rules), loc })];
    }
    rules
}

/// What may stand at the beginning of a file alone.
fn stands_first(rule: &CssRule<'_>) -> bool {
    matches!(rule, CssRule::Import(_) | CssRule::Namespace(_))
}

/// Whether rules mean the same in one style sheet: what is imported from elsewhere stands before all else, and names of
/// namespaces, which are those of one file, are in no other.
fn can_be_one(rules: &[CssRule<'_>], has_parts: bool) -> bool {
    let mut is_behind = false;
    for rule in rules {
        match rule {
            CssRule::Import(_) if is_behind => return false,
            CssRule::Namespace(_) if has_parts => return false,
            CssRule::Import(_) | CssRule::LayerStatement(_) | CssRule::Namespace(_) | CssRule::Ignored => {}
            block if has_parts && contains(std::slice::from_ref(block), &stands_first) => return false,
            _ => is_behind = true,
        }
    }
    true
}
