//! Archetypes: templates of the Markdown files that `slugline new` begins.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::{Context, Error, Kwargs, State, Tera, TeraResult, Value};

use crate::diagnostic::Diagnostics;
use crate::edit::scalar;
use crate::source::Source;

use super::{filters, problems};

/// Folder of the archetypes among a site's templates.
pub const FOLDER: &str = "archetypes";

/// What is known of a post that is begun.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Beginning {
    /// The headline.
    pub title: String,
    /// Date and time in the site's zone, as front matter has it.
    pub date: String,
    /// Last part of its address.
    pub slug: String,
    /// The section; may be empty.
    pub section: String,
    /// Names of hashtags, without `#`.
    pub tags: Vec<String>,
    /// Keys or names of authors.
    pub authors: Vec<String>,
    /// The standfirst; may be empty.
    pub description: String,
    /// Whether it is marked as a draft.
    pub draft: bool,
}

/// The file that an archetype makes. Nothing is escaped; the filter `yaml` writes a text or a list as YAML takes it.
///
/// # Errors
/// What is wrong in the archetype, at its place.
pub fn render(archetype: &Source, beginning: &Beginning) -> Result<String, Diagnostics> {
    let name = archetype.path.as_str();
    let sources = BTreeMap::from([(name.to_owned(), archetype.clone())]);
    let mut tera = Tera::default();
    filters::register(&mut tera);
    tera.register_filter("yaml", yaml);
    tera.autoescape_on(Vec::<&str>::new());
    tera.add_raw_template(name, &archetype.text).map_err(|error| problems::of_loading(&error, &sources))?;
    let context = Context::from_serialize(beginning);
    context
        .and_then(|context| tera.render(name, &context))
        .map_err(|error| problems::of_rendering(&error, &sources, name, "the new post").into())
}

/// A text as a scalar, a list of texts in brackets.
fn yaml(value: &Value, _: Kwargs, _: &State) -> TeraResult<String> {
    if value.is_undefined() {
        return Err(Error::message("there is no such variable"));
    }
    let written = serde_json::to_value(value).map_err(|error| Error::message(error.to_string()))?;
    Ok(match written {
        serde_json::Value::Array(items) => {
            let items: Vec<String> = items.iter().map(one).collect();
            format!("[{}]", items.join(", "))
        }
        other => one(&other),
    })
}

fn one(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => scalar::write(text),
        other => other.to_string(),
    }
}
