//! `long_date`: days in words, in any language.

use std::sync::Arc;

use tera::{Error, Kwargs, State, Tera, TeraResult};

use super::filters;
use super::trans::phrases;
use crate::diagnostic::nearest;
use crate::words::{DateForm, Words};

/// The filter.
pub(super) const LONG_DATE: &str = "long_date";

/// Makes the filter known.
pub(super) fn register(tera: &mut Tera, words: &Arc<Words>) {
    let words = words.clone();
    tera.register_filter(LONG_DATE, move |text: &str, arguments: Kwargs, _: &State<'_>| {
        written(&words, text, &arguments)
    });
}

fn written(words: &Words, text: &str, arguments: &Kwargs) -> TeraResult<String> {
    let Some(day) = filters::day(text) else { return Err(Error::message(format!("`{text}` is no date"))) };
    let name: &str = arguments.get("form")?.unwrap_or("day");
    let Some((_, form)) = DateForm::ALL.into_iter().find(|(known, _)| *known == name) else {
        let names = DateForm::ALL.map(|(known, _)| known);
        let help = match nearest(name, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are `{}`", names.join("`, `")),
        };
        return Err(Error::message(format!("`{name}` is no form of a date: {help}")));
    };
    Ok(phrases(words, arguments)?.date(day, form))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(template: &str) -> Result<String, tera::Error> {
        let mut tera = Tera::default();
        register(&mut tera, &Arc::default());
        tera.add_raw_template("t", template)?;
        tera.render("t", &tera::Context::new())
    }

    #[test]
    fn a_day_is_that_of_its_own_zone() {
        assert_eq!(rendered("{{ '2025-10-28T23:30:00-04:00' | long_date }}").unwrap(), "October 28, 2025");
        assert_eq!(rendered("{{ '2025-10-28' | long_date(lang='de') }}").unwrap(), "28. Oktober 2025");
        assert_eq!(rendered("{{ '2025-10-28' | long_date(lang='fr', form='month') }}").unwrap(), "Octobre 2025");
    }

    #[test]
    fn a_form_that_is_none_is_told_with_the_nearest() {
        let error = rendered("{{ '2025-10-28' | long_date(form='weekdy') }}").unwrap_err();
        let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
        assert!(format!("{error} {cause}").contains("did you mean `weekday`?"), "{error} {cause}");
    }
}
