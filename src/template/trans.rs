//! `trans(key=…)`: words of Slugline's in the language of a text, and `words_lang(lang=…)`: the attribute that says so where they
//! are in another. `plural_forms(key=…)` has all forms of words, for scripts. Keys that are written out are looked up when templates are loaded, so that one that is none is told at its place.

use std::collections::BTreeSet;
use std::sync::Arc;

use tera::value::Key;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::assets::{arguments, is_in_comment, literal};
use super::data::{map, safe};
use crate::diagnostic::Diagnostic;
use crate::source::Source;
use crate::words::{self, Blank, Phrases, Words, direction};

/// Names of the functions.
pub(super) const TRANS: &str = "trans";
pub(super) const WORDS_LANG: &str = "words_lang";
pub(super) const PLURAL_FORMS: &str = "plural_forms";

/// The keys in a template that are none, each with its report.
pub(super) fn unknown(source: &Source) -> Vec<(String, Diagnostic)> {
    arguments(&source.text, [TRANS, PLURAL_FORMS])
        .filter(|(_, _, start)| !is_in_comment(&source.text, *start))
        .filter_map(|(_, argument, start)| {
            let (key, within) = literal(argument, "key")?;
            let problem = words::unknown(key)?.at(source, within.shifted(start), "asked for here");
            Some((key.to_owned(), problem))
        })
        .collect()
}

/// Makes the functions known. Of keys that are `told` to be none nothing more is said.
pub(super) fn register(tera: &mut Tera, words: Arc<Words>, told: BTreeSet<String>) {
    let told = Arc::new(told);
    let (of_trans, of_forms, told_forms) = (words.clone(), words.clone(), told.clone());
    tera.register_function(TRANS, move |arguments: Kwargs, _: &State<'_>| {
        let key: &str = arguments.must_get("key")?;
        if told.contains(key) {
            return Ok(Value::from(""));
        }
        trans(&*phrases(&of_trans, &arguments)?, key, &arguments)
    });
    tera.register_function(PLURAL_FORMS, move |arguments: Kwargs, _: &State<'_>| {
        let key: &str = arguments.must_get("key")?;
        let forms = match phrases(&of_forms, &arguments)?.forms(key) {
            Err(_) if told_forms.contains(key) => Vec::new(),
            forms => forms.map_err(Error::message)?,
        };
        let forms = forms.into_iter().map(|(name, text)| (Key::Str(name), Value::from(text.as_str())));
        TeraResult::Ok(map(forms.collect()))
    });
    tera.register_function(WORDS_LANG, move |arguments: Kwargs, _: &State<'_>| {
        let lang: Option<&str> = language(&arguments)?;
        let phrases = phrases(&words, &arguments)?;
        let Some(lang) = lang.filter(|lang| !phrases.is_in(lang)) else { return Ok(Value::from("")) };
        let (dir, of_words) = (direction(lang), phrases.language());
        // A language tag has no letter that would have to be escaped.
        TeraResult::Ok(safe(&match direction(of_words) {
            same if same == dir => format!(" lang=\"{of_words}\""),
            other => format!(" lang=\"{of_words}\" dir=\"{other}\""),
        }))
    });
}

/// The words in the language that a call names, or in the site's.
pub(super) fn phrases(words: &Words, arguments: &Kwargs) -> TeraResult<Arc<Phrases>> {
    Ok(language(arguments)?.map_or_else(|| words.of_site(), |lang| words.of(lang)))
}

/// The language that a call names; none and an empty text name none.
fn language(arguments: &Kwargs) -> TeraResult<Option<&str>> {
    let given = arguments.get::<&Value>("lang")?.filter(|value| !value.is_none());
    match given.map(|value| value.as_str().ok_or_else(|| Error::message("`lang` must be a language tag"))) {
        Some(lang) => Ok(Some(lang?).filter(|lang| !lang.is_empty())),
        None => Ok(None),
    }
}

fn trans(phrases: &Phrases, key: &str, arguments: &Kwargs) -> TeraResult<Value> {
    let count: Option<u64> = arguments.get("count")?;
    let mut texts = Vec::new();
    for (name, value) in arguments.iter() {
        let name = name.as_str().unwrap_or_default();
        if !matches!(name, "key" | "lang") {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            texts.push((name, text, value));
        }
    }
    let blanks: Vec<(&str, Blank<'_>)> = texts
        .iter()
        .map(|(name, text, value)| {
            let blank = match value {
                value if value.is_number() => Blank::Number(text),
                value if value.is_string() && value.is_safe() => Blank::Html(text),
                _ => Blank::Text(text),
            };
            (*name, blank)
        })
        .collect();
    let filled = phrases.fill(key, count, &blanks).map_err(Error::message)?;
    Ok(if filled.is_html { Value::safe_string(&filled.text) } else { Value::from(filled.text.as_str()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(template: &str) -> Result<String, tera::Error> {
        let mut tera = Tera::default();
        register(&mut tera, Arc::default(), BTreeSet::new());
        tera.autoescape_on(vec![""]);
        tera.add_raw_template("t", template)?;
        let mut context = tera::Context::new();
        context.insert_value("none", Value::none());
        context.insert("hostile", "<Ada>");
        tera.render("t", &context)
    }

    fn said(template: &str) -> String {
        rendered(template).unwrap()
    }

    #[test]
    fn words_are_in_the_language_that_is_named_or_the_sites() {
        assert_eq!(said("{{ trans(key='topics') }} {{ trans(key='topics', lang='de') }}"), "Topics Themen");
        assert_eq!(said("{{ trans(key='topics', lang='') }} {{ trans(key='topics', lang=none) }}"), "Topics Topics");
        assert_eq!(said("{{ trans(key='stories', count=2, lang='pl') }}"), "2 artykuły");
        assert_eq!(said("{{ trans(key='part_of', number=2, total=5) }}"), "Part 2 of 5");
    }

    #[test]
    fn scripts_can_have_all_forms() {
        let said =
            said("{% for name, text in plural_forms(key='stories', lang='pl') %}{{ name }}: {{ text }}; {% endfor %}");
        assert!(said.starts_with("one: {count} artykuł; few: {count} artykuły; "), "{said}");
        // A blank may be filled with itself.
        assert_eq!(
            rendered("{{ trans(key='search_none', query='{query}') }}").unwrap(),
            "No stories found for {query}"
        );
    }

    #[test]
    fn what_is_put_in_is_escaped_unless_it_is_html() {
        assert_eq!(said("{{ trans(key='byline', names=hostile) }}"), "By &lt;Ada&gt;");
        assert_eq!(said("{{ trans(key='byline', names=hostile|safe) }}"), "By <Ada>");
    }

    #[test]
    fn words_in_another_language_than_the_text_are_known_as_such() {
        assert_eq!(said("<p{{ words_lang(lang='de') }}><p{{ words_lang(lang='') }}>"), "<p><p>");
        assert_eq!(said("<p{{ words_lang(lang='sv') }}>"), "<p lang=\"en\">");
        assert_eq!(said("<p{{ words_lang(lang='fa') }}>"), "<p lang=\"en\" dir=\"ltr\">");
    }

    #[test]
    fn what_is_asked_for_in_a_wrong_way_is_an_error() {
        for (template, expected) in [
            ("{{ trans(key='lastest') }}", "did you mean `latest`?"),
            ("{{ trans(key='stories') }}", "add `count=…`"),
            ("{{ trans(key='byline', name='x') }}", "it has `{names}`"),
            ("{{ trans(key='topics', lang=3) }}", "`lang` must be a language tag"),
        ] {
            let error = rendered(template).unwrap_err();
            let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
            assert!(format!("{error} {cause}").contains(expected), "{error} {cause}");
        }
    }
}
