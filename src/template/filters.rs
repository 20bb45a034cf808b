//! Filters beside Tera's own. All are pure: what they give follows from what they are given.

use jiff::civil::Date;
use jiff::fmt::strtime;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::config::SlugLetters;
use crate::content::slug::slugify as slug;

/// Names of all filters: ours, and Tera's.
pub(super) const NAMES: &[&str] = &[
    "abs",
    "capitalize",
    "date",
    "default",
    "escape",
    "escape_html",
    "escape_xml",
    "first",
    "fit",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "json",
    "keys",
    "last",
    "length",
    "long_date",
    "lower",
    "newlines_to_br",
    "nth",
    "pairs",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "safe",
    "slugify",
    "sort",
    "split",
    "str",
    "strip_tags",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "values",
    "wordcount",
];

/// Makes them known.
pub(super) fn register(tera: &mut Tera) {
    tera.register_filter("date", date);
    tera.register_filter("json", json);
    tera.register_filter("slugify", slugify);
    tera.register_filter("strip_tags", strip_tags);
}

/// An RFC 3339 date, or a plain one, by strftime's letters.
#[expect(clippy::needless_pass_by_value, reason = "the signature of filters is Tera's")]
fn date(value: &str, arguments: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let format: Option<&str> = arguments.get("format")?;
    let format = format.unwrap_or("%B %-d, %Y");
    let text = match parse(value) {
        Some(Parsed::Moment(moment)) => strtime::format(format, &*moment),
        Some(Parsed::Day(day)) => strtime::format(format, day),
        None => return Err(Error::message(format!("`{value}` is no date"))),
    };
    text.map_err(|error| Error::message(format!("`{format}` is no date format: {error}")))
}

enum Parsed {
    Moment(Box<Zoned>),
    Day(Date),
}

/// The day of an RFC 3339 date, in its own zone, or of a plain one.
pub(super) fn day(text: &str) -> Option<Date> {
    Some(match parse(text)? {
        Parsed::Moment(moment) => moment.date(),
        Parsed::Day(day) => day,
    })
}

/// A moment keeps the offset that it is written with.
fn parse(text: &str) -> Option<Parsed> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        let sign_at = text.len().checked_sub(6)?;
        let offset = text.get(sign_at..).and_then(offset).unwrap_or(Offset::UTC);
        return Some(Parsed::Moment(Box::new(moment.to_zoned(TimeZone::fixed(offset)))));
    }
    text.parse().ok().map(Parsed::Day)
}

fn offset(text: &str) -> Option<Offset> {
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let seconds = (hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?) * 60;
    let sign = match text.get(..1)? {
        "-" => -1,
        "+" => 1,
        _ => return None,
    };
    Offset::from_seconds(sign * seconds).ok()
}

/// JSON that can stand inside of `<script>` (and in HTML): no `<`, no `>`, no `&`, no line separators.
fn json(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let json = serde_json::to_string(value).map_err(Error::message)?;
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            _ => safe.push(c),
        }
    }
    Ok(Value::safe_string(&safe))
}

/// A slug, as Slugline makes them of tags.
fn slugify(value: &str, _: Kwargs, _: &State<'_>) -> String {
    slug(value, SlugLetters::Unicode)
}

/// The text of an HTML fragment. What looks like a tag and is none goes too.
fn strip_tags(value: &str, _: Kwargs, _: &State<'_>) -> String {
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(template: &str) -> String {
        let mut tera = Tera::default();
        register(&mut tera);
        tera.add_raw_template("t", template).unwrap();
        let mut context = tera::Context::new();
        context.insert("hostile", "</script>&\u{2028}");
        tera.render("t", &context).unwrap()
    }

    #[test]
    fn dates_keep_their_own_day() {
        assert_eq!(rendered("{{ '2025-10-28T23:30:00-04:00' | date }}"), "October 28, 2025");
        assert_eq!(rendered("{{ '2025-10-28' | date(format='%d.%m.%Y') }}"), "28.10.2025");
        assert_eq!(rendered("{{ '2025-10-28T23:30:00-04:00' | date(format='%H:%M %:z') }}"), "23:30 -04:00");
    }

    #[test]
    fn json_is_inert_in_a_script() {
        assert_eq!(rendered("{{ hostile | json }}"), "\"\\u003c/script\\u003e\\u0026\\u2028\"");
    }

    #[test]
    fn tags_are_stripped() {
        assert_eq!(rendered("{{ '<b>a</b> &lt; b <br' | strip_tags | safe }}"), "a < b ");
    }
}
