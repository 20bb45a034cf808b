//! `fit`: text as the outline of lines that have room in a frame, for social cards.

use std::sync::Arc;

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::data::{object, safe};
use crate::social_card::{Fonts, Frame, Style, fit};

/// The filter.
pub(super) const FIT: &str = "fit";

/// Makes the filter known.
pub(super) fn register(tera: &mut Tera, fonts: &Arc<Fonts>) {
    let fonts = fonts.clone();
    tera.register_filter(FIT, move |text: &str, arguments: Kwargs, _: &State<'_>| fitted(&fonts, text, &arguments));
}

fn fitted(fonts: &Fonts, text: &str, arguments: &Kwargs) -> TeraResult<Value> {
    let word = |name: &str, default, words: [&'static str; 2]| match arguments.get::<&str>(name)? {
        None => Ok(default),
        Some(given) if given == words[0] => Ok(false),
        Some(given) if given == words[1] => Ok(true),
        Some(given) => {
            let [one, other] = words;
            Err(Error::message(format!("`{name}` cannot be `{given}`: it is `{one}` or `{other}`")))
        }
    };
    let is_right_to_left = word("dir", false, ["ltr", "rtl"])?;
    let is_at_end = word("align", false, ["start", "end"])?;
    let sizes: Vec<f64> = arguments.must_get("sizes")?;
    let language: Option<&str> = arguments.get("lang")?;
    let frame = Frame {
        width: length(arguments, "width")?,
        height: length(arguments, "height")?,
        line_height: arguments.get("line_height")?.unwrap_or(LINE_HEIGHT),
        style: if word("font", false, ["serif", "sans"])? { Style::Sans } else { Style::Serif },
        language: language.map(str::to_owned),
        is_right_to_left,
        is_at_right: is_right_to_left != is_at_end,
        sizes,
    };
    if frame.sizes.is_empty() || frame.sizes.iter().chain([&frame.line_height]).any(|size| !is_length(*size)) {
        return Err(Error::message("`sizes` is a list of lengths in pixels, and `line_height` a number; all above 0"));
    }
    let fitted = fit(fonts, text, &frame).map_err(Error::message)?;
    Ok(object! {
        "size": fitted.size,
        "lines": fitted.lines,
        "width": fitted.width,
        "height": fitted.height,
        "path": safe(&fitted.path),
    })
}

/// From line to line, in em, unless a template says something else.
const LINE_HEIGHT: f64 = 1.2;

fn length(arguments: &Kwargs, name: &str) -> TeraResult<f64> {
    let length: f64 = arguments.must_get(name)?;
    if is_length(length) {
        Ok(length)
    } else {
        Err(Error::message(format!("`{name}` must be a length in pixels above 0")))
    }
}

/// Whether something is a length that makes sense on a card.
fn is_length(number: f64) -> bool {
    number > 0.0 && number <= 10_000.0
}
