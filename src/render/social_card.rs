//! Social cards: the template makes an SVG document of a post, and that is drawn, unless the same card was kept.

use tera::Context;

use super::Renderer;
use crate::diagnostic::Diagnostic;
use crate::social_card::{draw, key};
use crate::template::theme;

impl Renderer<'_> {
    /// The bytes of a card.
    ///
    /// # Errors
    /// If its template fails, or makes something else than a card.
    pub(super) fn social_card(&self, context: &Context, path: &str) -> Result<Vec<u8>, Box<Diagnostic>> {
        let document = self.templates.render(theme::SOCIAL_CARD, context, path)?;
        let key = key(&document, self.templates.fonts());
        if let Some(png) = self.kept_cards.and_then(|kept| kept.find(path, key)) {
            return Ok(png);
        }
        let png = draw(&document, self.templates.fonts())
            .map_err(|undrawable| Box::new(self.templates.undrawable(theme::SOCIAL_CARD, &undrawable, path)))?;
        if let Some(kept) = self.kept_cards {
            kept.keep(key, &png);
        }
        Ok(png)
    }
}
