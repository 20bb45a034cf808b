//! `slugline schema`: the JSON Schema of what people write, for their editors.

use crate::config;
use crate::content::front_matter;
use crate::yaml::schema::of_document;

use super::arguments::{SchemaArguments, SchemaOf};
use super::print_line;

pub(super) fn run(arguments: &SchemaArguments) {
    let (title, description, kind) = match arguments.of {
        SchemaOf::FrontMatter => ("front matter", "What a writer says of a post or page", front_matter::FRONT_MATTER),
        SchemaOf::Site => (config::SITE_FILE, "What a site says of itself", config::SITE),
        SchemaOf::Tags => (config::TAGS_FILE, "What a site knows of its hashtags, by tag", config::TAGS),
        SchemaOf::Authors => ("authors.yaml", "Who writes, by key", config::AUTHORS),
    };
    let schema = of_document(&format!("Slugline: {title}"), description, kind);
    print_line(&format!("{schema:#}"));
}
