//! What a page depends on, told from its template alone: which sources make the template up, and which variables it can
//! read. Tera names the variables through parents, blocks and includes. Components are not among them, so a template that
//! defines one counts for all.

use std::collections::{BTreeMap, BTreeSet};

use tera::Tera;

use super::assets::{self, Asked, Calls};
use super::fitting::FIT;
use super::long_date::LONG_DATE;
use super::trans::{PLURAL_FORMS, TRANS, WORDS_LANG};
use super::views::VARIABLES;

use crate::asset::Assets;
use crate::digest::{Digest, Parts};
use crate::source::Source;

/// What a template is made of, and what it reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reads {
    /// Of all sources that take part.
    pub sources: Digest,
    /// Names of top-level variables, sorted; none of them may be missed.
    pub variables: Variables,
    /// Of all that it can learn of static files; none if it asks for none.
    pub assets: Option<Digest>,
    /// Whether it may set text in the faces of social cards.
    pub fits: bool,
    /// Whether it may say words of Slugline's, or write dates in words.
    pub speaks: bool,
}

/// Names of variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Variables {
    /// Whatever there is.
    All,
    /// These.
    Named(BTreeSet<String>),
}

impl Variables {
    /// Whether the value of this name can make a difference.
    #[must_use]
    pub fn include(&self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Named(names) => names.contains(name),
        }
    }
}

/// Looks at every template.
pub(super) fn of_all(
    tera: &Tera,
    sources: &BTreeMap<String, Source>,
    calls: &BTreeMap<&str, Calls>,
    assets: &Assets,
) -> BTreeMap<String, Reads> {
    let named: BTreeMap<&str, Vec<&str>> =
        sources.iter().map(|(name, source)| (name.as_str(), quoted(&source.text, sources))).collect();
    let with_components: Vec<&str> = sources
        .iter()
        .filter(|(_, source)| source.text.contains("endcomponent"))
        .map(|(name, _)| name.as_str())
        .collect();
    let implicit = implicit_arguments(tera);
    sources
        .keys()
        .map(|name| {
            let mut taking_part = BTreeSet::new();
            let mut open: Vec<&str> = with_components.clone();
            open.push(name);
            while let Some(next) = open.pop() {
                if taking_part.insert(next) {
                    open.extend(named.get(next).into_iter().flatten());
                }
            }
            let mut parts = Parts::new();
            let mut given = BTreeSet::new();
            let (mut fits, mut speaks) = (false, false);
            let (mut asked, mut integrity) = (Asked::default(), Asked::default());
            for calls in taking_part.iter().filter_map(|part| calls.get(part)) {
                asked.and(&calls.assets);
                integrity.and(&calls.integrity);
            }
            for (part, source) in taking_part.iter().filter_map(|part| Some((part, sources.get(*part)?))) {
                parts.text(part).digest(source.digest);
                fits = fits || words(&source.text).any(|word| word == FIT);
                speaks = speaks
                    || words(&source.text).any(|word| [TRANS, WORDS_LANG, PLURAL_FORMS, LONG_DATE].contains(&word));
                given.extend(given_names(&source.text).filter(|name| VARIABLES.contains(name)).map(str::to_owned));
            }
            let variables = match tera.get_template_variables(name) {
                Ok(variables) => {
                    let variables = variables.into_iter().map(str::to_owned);
                    Variables::Named(variables.chain(implicit.iter().cloned()).chain(given).collect())
                }
                Err(_) => Variables::All,
            };
            (
                name.clone(),
                Reads {
                    sources: parts.finish(),
                    variables,
                    assets: assets::digest(assets, &asked, &integrity),
                    fits,
                    speaks,
                },
            )
        })
        .collect()
}

/// The templates whose names stand in quotes in a source: `extends` and `include` take nothing else.
fn quoted<'s>(text: &str, sources: &'s BTreeMap<String, Source>) -> Vec<&'s str> {
    // A quote in a name is written with a backslash before it.
    let text = text.replace('\\', "");
    let stands = |name: &str| ['"', '\'', '`'].iter().any(|quote| text.contains(&format!("{quote}{name}{quote}")));
    sources.keys().map(String::as_str).filter(|name| stands(&name.replace('\\', ""))).collect()
}

/// Names that a template gives values of its own, by `set`, `set_global` or `for`. Tera takes such a name for the template's
/// own from then on, also where the value was given in a branch that is not taken.
fn given_names(text: &str) -> impl Iterator<Item = &str> {
    let mut before = ["", ""];
    words(text).filter(move |word| {
        let is_given = matches!(before[1], "set" | "set_global" | "for") || before[0] == "for" && *word != "in";
        before = [before[1], word];
        is_given
    })
}

/// Names, numbers and other words.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// Arguments of components that come from wherever the component is called.
pub(super) fn implicit_arguments(tera: &Tera) -> BTreeSet<String> {
    let components = tera.get_component_names().filter_map(|name| tera.get_component_definition(name));
    components
        .flat_map(|component| {
            let implicit = component.args().iter().filter(|argument| argument.is_implicit());
            implicit.map(|argument| argument.name().to_owned()).collect::<Vec<_>>()
        })
        .collect()
}

#[cfg(test)]
#[expect(clippy::indexing_slicing, reason = "a missing template fails the test")]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::diagnostic::Diagnostics;
    use crate::source::{RawFiles, SourceFile};

    fn reads(templates: &[(&str, &str)]) -> BTreeMap<String, Reads> {
        let sources: BTreeMap<String, Source> =
            templates.iter().map(|(name, text)| ((*name).to_owned(), SourceFile::new(*name, *text))).collect();
        let mut tera = Tera::default();
        tera.add_raw_templates(templates.iter().copied()).unwrap();
        let config = Config::default();
        let files = Assets::read(&RawFiles::new(), &config, false, None, &mut Diagnostics::new());
        let calls = sources.iter().map(|(name, source)| (name.as_str(), Calls::of(&source.text))).collect();
        of_all(&tera, &sources, &calls, &files)
    }

    fn variables(templates: &[(&str, &str)]) -> Vec<String> {
        match &reads(templates)["t"].variables {
            Variables::Named(names) => names.iter().cloned().collect(),
            Variables::All => vec!["everything".to_owned()],
        }
    }

    #[test]
    fn what_sets_text_is_known() {
        let fits = |text: &str| {
            let sources = BTreeMap::from([("t".to_owned(), SourceFile::new("t", text))]);
            let files = Assets::read(&RawFiles::new(), &Config::default(), false, None, &mut Diagnostics::new());
            of_all(&Tera::default(), &sources, &BTreeMap::new(), &files)["t"].fits
        };
        assert!(fits("{{ page.title|fit(width=9) }}"));
        assert!(!fits("{{ page.benefit }}"));
    }

    // One construct of Tera each: were its analysis to miss one, pages would not be made again.

    #[test]
    fn variables_are_seen_in_every_construct() {
        assert_eq!(variables(&[("t", "{{ a.b }} {{ c | default(value=d) }} {{ e[f] }}")]), ["a", "c", "d", "e", "f"]);
        assert_eq!(
            variables(&[("t", "{% for x in xs %}{{ x }}{{ y }}{% else %}{{ z }}{% endfor %}")]),
            ["xs", "y", "z"]
        );
        assert_eq!(
            variables(&[("t", "{% if a and not b or c in d %}{% elif e is defined %}{% endif %}")]),
            ["a", "b", "c", "d", "e"]
        );
        assert_eq!(variables(&[("t", "{% set x = a %}{{ x }}{% filter upper %}{{ b }}{% endfilter %}")]), ["a", "b"]);
        assert_eq!(
            variables(&[("t", "{{ a if b else c }} {{ [d, e] }} {{ f ~ g }} {{ range(end=h) }}")]),
            ["a", "b", "c", "d", "e", "f", "g", "h"]
        );
        assert_eq!(
            variables(&[("t", "{{ a[b:c] }} {{ (d + e) * f }} {{ {\"k\": g} }} {{ h?.i }}")]),
            ["a", "b", "c", "d", "e", "f", "g", "h"]
        );
    }

    #[test]
    fn variables_are_seen_through_parents_blocks_and_includes() {
        let base = ("base", "{{ a }}{% block one %}{{ b }}{% endblock %}{% block two %}{{ c }}{% endblock %}");
        let middle = ("middle", "{% extends \"base\" %}{% block one %}{{ super() }}{{ d }}{% endblock %}");
        let included = ("included", "{{ e }}{% include \"deeper\" %}");
        let deeper = ("deeper", "{{ f }}");
        let t = ("t", "{% extends \"middle\" %}{% block two %}{% include \"included\" %}{{ g }}{% endblock %}");
        assert_eq!(variables(&[base, middle, included, deeper, t]), ["a", "b", "c", "d", "e", "f", "g"]);
    }

    #[test]
    fn variables_are_seen_in_the_arguments_and_bodies_of_components() {
        let components = (
            "components",
            "{% component card(x, @now) %}{{ x }}{{ body }}{{ now }}{% endcomponent card %}\
             {% component by_default(x = 1) %}{{ x }}{% endcomponent by_default %}",
        );
        assert_eq!(variables(&[components, ("t", "{{ <card x={a} /> }}")]), ["a", "now"]);
        assert_eq!(variables(&[components, ("t", "{% <card x={a}> %}{{ b }}{% </card> %}")]), ["a", "b", "now"]);
        // Every template may use it, whether it does or not.
        assert_eq!(variables(&[components, ("t", "{{ c }}")]), ["c", "now"]);
    }

    #[test]
    fn a_name_that_is_given_a_value_somewhere_can_be_read_where_it_is_not() {
        assert_eq!(variables(&[("t", "{% if a %}{% set now = 1 %}{% endif %}{{ now }}")]), ["a", "now"]);
        assert_eq!(variables(&[("t", "{% for x in a %}{%- set_global now=x %}{% endfor %}{{ now }}")]), ["a", "now"]);
        assert_eq!(variables(&[("t", "{% if a %}{% set now %}1{% endset %}{% endif %}{{ now }}")]), ["a", "now"]);
        assert_eq!(variables(&[("t", "{% for now in a %}{% endfor %}{{ now }}")]), ["a", "now"]);
        assert_eq!(variables(&[("t", "{% for x, now in a %}{% endfor %}{{ now }}")]), ["a", "now"]);
        let base = ("base", "{% block one %}{% set now = 1 %}{% endblock %}{{ now }}");
        assert_eq!(variables(&[base, ("t", "{% extends 'base' %}{% block one %}{% endblock %}")]), ["now"]);
    }

    #[test]
    fn a_template_whose_name_needs_a_backslash_takes_part() {
        let with = |text| reads(&[("it's", text), ("t", "{% include 'it\\'s' %}")])["t"].sources;
        assert_ne!(with("1"), with("2"));
    }

    #[test]
    fn a_template_depends_on_all_that_it_is_made_of_and_on_nothing_else() {
        let templates = |base: &'static str, included, components, other| {
            let t = "{% extends 'base' %}{% block one %}{% include \"included\" %}{% endblock %}";
            let all = [("base", base), ("included", included), ("components", components), ("other", other), ("t", t)];
            reads(&all)["t"].sources
        };
        let base = "{% block one %}{% endblock %}";
        let component = "{% component c() %}1{% endcomponent c %}";
        let before = templates(base, "a", component, "b");
        assert_eq!(templates(base, "a", component, "c"), before);
        assert_ne!(templates("{% block one %}!{% endblock %}", "a", component, "b"), before);
        assert_ne!(templates(base, "b", component, "b"), before);
        assert_ne!(templates(base, "a", "{% component c() %}2{% endcomponent c %}", "b"), before);
    }

    #[test]
    fn what_a_component_includes_takes_part() {
        let component = ("components", "{% component c() %}{% include \"inner\" %}{% endcomponent c %}");
        let with = |inner| reads(&[component, ("inner", inner), ("t", "{{ <c /> }}")])["t"].sources;
        assert_ne!(with("1"), with("2"));
    }
}
