//! What webhooks are sent: JSON, with templates in its texts.

use serde_json::{Map, Value as Json, json};
use tera::{Context, Tera};

use super::news::{News, Page};
use crate::config::{Config, Webhook};
use crate::diagnostic::{Diagnostic, Span};
use crate::yaml::{Node, Value};

/// Where a webhook is sent.
///
/// # Errors
/// If it stands in a variable that is not set.
pub(super) fn address(webhook: &Webhook) -> Result<String, Diagnostic> {
    let Some(name) = webhook.url.value.strip_prefix('$') else { return Ok(webhook.url.value.clone()) };
    std::env::var(name).ok().filter(|url| !url.is_empty()).ok_or_else(|| {
        Diagnostic::warning(format!("the webhook `${name}` could not be told: the environment has no `{name}`"))
            .help(format!("set `{name}` to the address; the edition is published"))
    })
}

/// What a webhook is sent.
///
/// # Errors
/// If a template is wrong.
pub(super) fn body(webhook: &Webhook, news: &News, config: &Config) -> Result<Json, Diagnostic> {
    let known = known(news, config);
    let Some(body) = &webhook.body else { return Ok(known) };
    let context = Context::from_serialize(&known)
        .map_err(|error| Diagnostic::warning(format!("nobody can be told of this edition: {error}")))?;
    filled(body, &Tera::default(), &context, config)
}

/// All that is known of an edition.
fn known(news: &News, config: &Config) -> Json {
    let articles = |is_new: bool| -> Vec<&Page> {
        news.pages.iter().filter(|page| page.is_article && page.is_new == is_new).collect()
    };
    json!({
        "site": {"title": config.title, "url": config.base_url.as_str()},
        "target": news.target,
        "new": articles(true),
        "changed": articles(false),
        "pages": news.pages,
        "deleted": news.deleted,
        "feeds": news.feeds,
    })
}

/// A value of `site.yaml` as JSON, with its texts filled in.
fn filled(node: &Node, tera: &Tera, context: &Context, config: &Config) -> Result<Json, Diagnostic> {
    Ok(match &node.value {
        Value::Null => Json::Null,
        Value::Bool(flag) => (*flag).into(),
        Value::Int(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::Text(text) => {
            let filled = tera.render_str(text, context, false);
            Json::String(filled.map_err(|error| wrong(&error, node.span, config))?)
        }
        Value::List(items) => {
            items.iter().map(|item| filled(item, tera, context, config)).collect::<Result<Vec<_>, _>>()?.into()
        }
        Value::Map(entries) => {
            let mut map = Map::new();
            for (key, value) in entries {
                map.insert(key.value.clone(), filled(value, tera, context, config)?);
            }
            Json::Object(map)
        }
    })
}

fn wrong(error: &tera::Error, span: Span, config: &Config) -> Diagnostic {
    // The first line is that of a frame around the template, which stands in the report already.
    let said = error.to_string();
    let said = said.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default().to_owned();
    Diagnostic::error("a webhook's body cannot be put together")
        .at(&config.site_source, span, said)
        .help("it is a template, which knows `site`, `target`, `new`, `changed`, `pages`, `deleted` and `feeds`")
}
