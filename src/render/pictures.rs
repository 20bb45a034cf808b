//! Variants of pictures: what was made of a picture when it was met first.

use crate::config::ImagesConfig;
use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::image::{HEAD, Order};
use crate::site::PictureFile;
use crate::source;

/// The bytes of a variant. Had somebody meddled with what is kept of it, it is made again.
pub(super) fn bytes(picture: &PictureFile, config: &ImagesConfig) -> Result<Vec<u8>, Box<Diagnostic>> {
    let wanted = picture.kept.digest()?;
    if let Ok(bytes) = source::read_bytes(&picture.kept.absolute)
        && Digest::of(&bytes) == wanted
    {
        return Ok(bytes);
    }
    again(picture, config)?.ok_or_else(|| {
        let file = picture.from.absolute.display();
        let problem = Diagnostic::error(format!("`{file}` was changed while the site was built"));
        Box::new(problem.help("build again"))
    })
}

fn again(picture: &PictureFile, config: &ImagesConfig) -> Result<Option<Vec<u8>>, Diagnostic> {
    let wanted = picture.kept.digest()?;
    let bytes = source::read_bytes(&picture.from.absolute)?;
    let head = bytes.get(..usize::try_from(HEAD).unwrap_or(0)).unwrap_or(&bytes);
    let order = Order::of(head, picture.from.image_facts(), config, picture.focus);
    let variants = order.and_then(|order| order.make(&bytes).ok()).unwrap_or_default().variants;
    Ok(variants.into_iter().map(|variant| variant.bytes).find(|bytes| Digest::of(bytes) == wanted))
}
