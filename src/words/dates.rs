//! Days as a language writes them out: `October 28, 2025`, `28. Oktober 2025`, `2025年10月28日`. The built-in forms are those of
//! the Unicode CLDR (its long dates), or what newspapers write.

use jiff::civil::Date;

use super::Phrases;

/// How much of a day is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateForm {
    /// Day, month and year.
    Day,
    /// The same with the day of the week, standing alone.
    Weekday,
    /// Month and year, standing alone.
    Month,
    /// The name of the month, standing alone.
    MonthName,
}

impl DateForm {
    /// All, as templates name them.
    pub const ALL: [(&str, Self); 4] =
        [("day", Self::Day), ("weekday", Self::Weekday), ("month", Self::Month), ("month_name", Self::MonthName)];
}

impl Phrases {
    /// A day in words. What stands alone begins with a capital letter, where there are such.
    #[must_use]
    pub fn date(&self, date: Date, form: DateForm) -> String {
        let nth = |key, number: i8| self.entry(key, usize::try_from(number).unwrap_or_default().saturating_sub(1));
        let alone = || nth("months_alone", date.month()).unwrap_or_default();
        let key = match form {
            DateForm::Day => "date",
            DateForm::Weekday => "weekday_date",
            DateForm::Month => "month_year",
            DateForm::MonthName => return capitalized(alone()),
        };
        let month = if form == DateForm::Month { alone() } else { nth("months", date.month()).unwrap_or_default() };
        let weekday = nth("weekdays", date.weekday().to_monday_one_offset()).unwrap_or_default();
        let day = if date.day() == 1 { self.text("first_of_month") } else { date.day().to_string() };
        let year = date.year().to_string();
        // A form need not have all of them.
        let all = [("day", day.as_str()), ("month", month), ("weekday", weekday), ("year", &year)];
        let text = self.pattern(key, None).map(|pattern| pattern.plain(&all)).unwrap_or_default();
        if form == DateForm::Day { text } else { capitalized(&text) }
    }

    /// Whether the words are in this language, or in one that it is a kind of.
    #[must_use]
    pub fn is_in(&self, language: &str) -> bool {
        self.language.eq_ignore_ascii_case(language)
    }
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::Words;
    use super::*;

    fn written(language: &str, day: Date, form: DateForm) -> String {
        Words::default().of(language).date(day, form)
    }

    #[test]
    fn a_day_is_written_as_its_language_has_it() {
        for (language, expected) in [
            ("ar", "28 أكتوبر 2025"),
            ("de", "28. Oktober 2025"),
            ("de-AT", "28. Oktober 2025"),
            ("en", "October 28, 2025"),
            ("es-419", "28 de octubre de 2025"),
            ("fr", "28 octobre 2025"),
            ("he", "28 באוקטובר 2025"),
            ("it", "28 ottobre 2025"),
            ("JA", "2025年10月28日"),
            ("ko", "2025년 10월 28일"),
            ("nl", "28 oktober 2025"),
            ("pl", "28 października 2025"),
            ("pt-BR", "28 de outubro de 2025"),
            ("ru", "28 октября 2025 г."),
            ("zh-Hant", "2025年10月28日"),
            // The site's language stands in.
            ("sv", "October 28, 2025"),
        ] {
            assert_eq!(written(language, date(2025, 10, 28), DateForm::Day), expected, "{language}");
        }
        assert_eq!(written("fr", date(2025, 1, 1), DateForm::Day), "1er janvier 2025");
        assert_eq!(written("nl", date(2025, 12, 1), DateForm::Day), "1 december 2025");
    }

    #[test]
    fn what_stands_alone_begins_with_a_capital_letter() {
        for (language, weekday, month, name) in [
            ("en", "Tuesday, October 28, 2025", "October 2025", "October"),
            ("de", "Dienstag, 28. Oktober 2025", "Oktober 2025", "Oktober"),
            ("fr", "Mardi 28 octobre 2025", "Octobre 2025", "Octobre"),
            ("es", "Martes, 28 de octubre de 2025", "Octubre de 2025", "Octubre"),
            ("pl", "Wtorek, 28 października 2025", "Październik 2025", "Październik"),
            ("ru", "Вторник, 28 октября 2025 г.", "Октябрь 2025 г.", "Октябрь"),
            ("ja", "2025年10月28日（火）", "2025年10月", "10月"),
            ("ko", "2025년 10월 28일 화요일", "2025년 10월", "10월"),
            ("ar", "الثلاثاء، 28 أكتوبر 2025", "أكتوبر 2025", "أكتوبر"),
            ("he", "יום שלישי, 28 באוקטובר 2025", "אוקטובר 2025", "אוקטובר"),
        ] {
            let day = date(2025, 10, 28);
            assert_eq!(written(language, day, DateForm::Weekday), weekday);
            assert_eq!(written(language, day, DateForm::Month), month);
            assert_eq!(written(language, day, DateForm::MonthName), name);
        }
    }
}
