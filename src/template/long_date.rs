//! Days as they are written out in a language: `October 28, 2025`, `28. Oktober 2025`, `2025年10月28日`. The forms are those of
//! the Unicode CLDR (its long dates).

use jiff::civil::Date;

/// Names of months from January on, where the form has them.
type Months = [&'static str; 12];

/// By language: the form, in which `y`, `M` and `d` in braces stand for year, month and day, and the names of months; without
/// names, months are numbers.
const FORMS: [(&str, &str, Option<Months>); 10] = [
    (
        "de",
        "{d}. {M} {y}",
        Some([
            "Januar",
            "Februar",
            "März",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "August",
            "September",
            "Oktober",
            "November",
            "Dezember",
        ]),
    ),
    (
        "en",
        "{M} {d}, {y}",
        Some([
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ]),
    ),
    (
        "es",
        "{d} de {M} de {y}",
        Some([
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ]),
    ),
    (
        "fr",
        "{d} {M} {y}",
        Some([
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ]),
    ),
    (
        "it",
        "{d} {M} {y}",
        Some([
            "gennaio",
            "febbraio",
            "marzo",
            "aprile",
            "maggio",
            "giugno",
            "luglio",
            "agosto",
            "settembre",
            "ottobre",
            "novembre",
            "dicembre",
        ]),
    ),
    ("ja", "{y}年{M}月{d}日", None),
    ("ko", "{y}년 {M}월 {d}일", None),
    (
        "nl",
        "{d} {M} {y}",
        Some([
            "januari",
            "februari",
            "maart",
            "april",
            "mei",
            "juni",
            "juli",
            "augustus",
            "september",
            "oktober",
            "november",
            "december",
        ]),
    ),
    (
        "pt",
        "{d} de {M} de {y}",
        Some([
            "janeiro",
            "fevereiro",
            "março",
            "abril",
            "maio",
            "junho",
            "julho",
            "agosto",
            "setembro",
            "outubro",
            "novembro",
            "dezembro",
        ]),
    ),
    ("zh", "{y}年{M}月{d}日", None),
];

/// A day, written out in a language (BCP 47); none in a language of which the form is not known.
pub(super) fn long_date(day: Date, language: &str) -> Option<String> {
    let primary = language.split('-').next().unwrap_or_default();
    let (language, form, months) = FORMS.iter().find(|(language, ..)| language.eq_ignore_ascii_case(primary))?;
    let month = match months {
        Some(names) => (*names.get(usize::try_from(day.month()).ok()?.checked_sub(1)?)?).to_owned(),
        None => day.month().to_string(),
    };
    // In French, the first alone is counted.
    let number = if *language == "fr" && day.day() == 1 { "1er".to_owned() } else { day.day().to_string() };
    Some(form.replace("{y}", &day.year().to_string()).replace("{M}", &month).replace("{d}", &number))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::long_date;

    #[test]
    fn a_day_is_written_as_its_language_has_it() {
        for (language, expected) in [
            ("de", Some("28. Oktober 2025")),
            ("de-AT", Some("28. Oktober 2025")),
            ("en", Some("October 28, 2025")),
            ("es-419", Some("28 de octubre de 2025")),
            ("fr", Some("28 octobre 2025")),
            ("it", Some("28 ottobre 2025")),
            ("JA", Some("2025年10月28日")),
            ("ko", Some("2025년 10월 28일")),
            ("nl", Some("28 oktober 2025")),
            ("pt-BR", Some("28 de outubro de 2025")),
            ("zh-Hant", Some("2025年10月28日")),
            ("sv", None),
            ("", None),
        ] {
            assert_eq!(long_date(date(2025, 10, 28), language).as_deref(), expected, "{language}");
        }
        assert_eq!(long_date(date(2025, 1, 1), "fr").as_deref(), Some("1er janvier 2025"));
        assert_eq!(long_date(date(2025, 12, 1), "nl").as_deref(), Some("1 december 2025"));
    }
}
