//! The font files that `social_cards.fonts` names, among the static files.

use std::sync::Arc;

use crate::config::Config;
use crate::content::link::Destination;
use crate::diagnostic::{Diagnostic, Diagnostics, Spanned, nearest};
use crate::social_card::{FontFile, Fonts, Unusable};
use crate::source::{RawFile, RawFiles};

/// The faces of social cards, with those of the site; `statics` are its own static files. What is wrong is reported.
pub fn card_fonts(config: &Config, statics: &RawFiles, problems: &mut Diagnostics) -> Fonts {
    let mut usable = Vec::new();
    for written in &config.social_cards.fonts {
        let found = find(written, config, statics).and_then(|(path, file)| {
            let font = FontFile::new(file);
            font.check().map_err(|unusable| report(&unusable, path, written, config)).map(|()| font)
        });
        match found {
            Ok(font) => usable.push(font),
            Err(problem) => problems.push(problem),
        }
    }
    Fonts::with(usable)
}

/// The same as the build before found them, so that there is nothing to report: a file is read when a letter is first looked for
/// in it.
#[must_use]
pub fn known_card_fonts(config: &Config, statics: &RawFiles) -> Fonts {
    let found = config.social_cards.fonts.iter().filter_map(|written| find(written, config, statics).ok());
    Fonts::with(found.map(|(_, file)| FontFile::new(file)).collect())
}

/// A file, with its path below `static/`.
fn find<'w>(
    written: &'w Spanned<String>,
    config: &Config,
    statics: &RawFiles,
) -> Result<(&'w str, Arc<RawFile>), Diagnostic> {
    let source = &config.site_source;
    if let Destination::External { .. } = Destination::of(&written.value, "") {
        return Err(Diagnostic::error("a font cannot live on another host")
            .at(source, written.span, "a build asks no other host for anything")
            .help("put the file below `static/`, and name it from there"));
    }
    let path = written.value.trim_start_matches('/');
    if let Some(file) = statics.get(path) {
        return Ok((path, file.clone()));
    }
    let help = match nearest(path, statics.keys().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("put the file at `static/{path}`"),
    };
    Err(Diagnostic::error(format!("there is no file `static/{path}`"))
        .at(source, written.span, "no such font")
        .help(help))
}

fn report(unusable: &Unusable, path: &str, written: &Spanned<String>, config: &Config) -> Diagnostic {
    let of = |headline: String, label: &str| Diagnostic::error(headline).at(&config.site_source, written.span, label);
    match unusable {
        Unusable::Unreadable(problem) => {
            of(problem.headline.clone(), "this font").help("make the file readable, or take it out of `fonts`")
        }
        Unusable::NoFont(what) => of(format!("`static/{path}` is no font that text can be drawn with"), what)
            .help("name a TrueType or OpenType file: `.ttf`, `.otf` or `.ttc`"),
        Unusable::Changed => {
            of(format!("`static/{path}` was changed while the site was built"), "this font").help("build again")
        }
    }
}
