//! From an SVG document to the bytes of a PNG.

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Error, ImageHrefResolver, Options, TextRendering, Tree};

use super::fonts::Fonts;
use super::{HEIGHT, WIDTH, png};

/// Why a document is no card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undrawable {
    /// In lower case, without a period.
    pub reason: String,
    /// The line of the document where it shows, if there is one.
    pub line: Option<String>,
}

/// Draws a card. The document sees nothing of the machine: no fonts but those of the program and the site, no files.
///
/// # Errors
/// If the text is no SVG document, or has another size than a card, or a font of the site is damaged.
pub fn draw(svg: &str, fonts: &Fonts) -> Result<Vec<u8>, Undrawable> {
    fonts.guarded(|| drawn(svg, fonts)).unwrap_or_else(|damaged| Err(failed(damaged.to_string())))
}

fn drawn(svg: &str, fonts: &Fonts) -> Result<Vec<u8>, Undrawable> {
    let options = Options {
        text_rendering: TextRendering::GeometricPrecision,
        font_family: "Noto Sans".to_owned(),
        fontdb: fonts.database(),
        image_href_resolver: ImageHrefResolver {
            resolve_data: ImageHrefResolver::default_data_resolver(),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(|error| unreadable(svg, &error))?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let mut pixmap = Pixmap::new(WIDTH, HEIGHT).ok_or_else(|| failed("there is no room for its pixels"))?;
    #[expect(clippy::cast_precision_loss, clippy::float_cmp, reason = "both are small whole numbers")]
    if width != WIDTH as f32 || height != HEIGHT as f32 {
        return Err(failed(format!("it is {width} × {height} pixels, and a card {WIDTH} × {HEIGHT}")));
    }
    pixmap.fill(Color::WHITE);
    resvg::render(&tree, Transform::identity(), &mut pixmap.as_mut());
    png::pack(WIDTH, HEIGHT, pixmap.data()).map_err(|error| failed(error.to_string()))
}

fn failed(reason: impl Into<String>) -> Undrawable {
    Undrawable { reason: reason.into(), line: None }
}

fn unreadable(svg: &str, error: &Error) -> Undrawable {
    let reason = format!("this is no SVG document: {error}");
    let line = match error {
        Error::ParsingFailed(error) => svg.lines().nth((error.pos().row as usize).saturating_sub(1)).map(str::to_owned),
        _ => None,
    };
    Undrawable { reason, line }
}
