//! A face: the letters of a font file, to be shaped and drawn.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use harfrust::{ShaperData, ShaperInstance};
use skrifa::charmap::MappingIndex;
use skrifa::instance::Location;
use skrifa::{FontRef, MetadataProvider as _};

/// The bytes of a font file, as all that read it share them.
pub(super) type Bytes = Arc<Cow<'static, [u8]>>;

/// Where a face comes in several weights, it is set as bold as those of the program are.
const WEIGHT: (&str, f32) = ("wght", 700.0);

/// A face, read.
pub(super) struct Face {
    bytes: Bytes,
    characters: MappingIndex,
    pub(super) shaper: ShaperData,
    /// Of a variable font, which instance is shaped; it is the one that `location` draws.
    pub(super) instance: Option<ShaperInstance>,
    pub(super) location: Location,
    /// Of its own measure in an em.
    pub(super) units: f64,
}

impl Face {
    /// The face in a font file; of a collection, the first.
    ///
    /// # Errors
    /// What the file is instead, if no text can be drawn with it.
    pub(super) fn read(bytes: Bytes) -> Result<Self, &'static str> {
        if bytes.starts_with(b"wOFF") || bytes.starts_with(b"wOF2") {
            return Err("this is WOFF, which is for browsers alone");
        }
        let font = FontRef::from_index(&bytes, 0).map_err(|_| "this is neither TrueType nor OpenType")?;
        let ends = font.table_directory().table_records().iter().map(|table| {
            let start = usize::try_from(table.offset()).unwrap_or(usize::MAX);
            start.saturating_add(usize::try_from(table.length()).unwrap_or(usize::MAX))
        });
        if ends.max().is_none_or(|end| end > bytes.len()) {
            return Err("the end of this file is missing");
        }
        let characters = MappingIndex::new(&font);
        let shaper = ShaperData::new(&font);
        let units = f64::from(shaper.shaper(&font).build().units_per_em());
        if !characters.charmap(&font).has_map() {
            return Err("there is no table of Unicode's letters in it");
        }
        if font.outline_glyphs().format().is_none() || units <= 0.0 {
            return Err("there are no outlines of letters in it");
        }
        let instance = (!font.axes().is_empty()).then(|| ShaperInstance::from_variations(&font, [WEIGHT]));
        let location = font.axes().location([WEIGHT]);
        Ok(Self { bytes, characters, shaper, instance, location, units })
    }

    /// Its tables; always there, since they were when it was read.
    pub(super) fn font(&self) -> Option<FontRef<'_>> {
        FontRef::from_index(&self.bytes, 0).ok()
    }

    /// Its file.
    pub(super) fn bytes(&self) -> Bytes {
        self.bytes.clone()
    }

    /// Whether it has a character. A damaged table has none.
    pub(super) fn has(&self, character: char) -> bool {
        let has = || self.font().is_some_and(|font| self.characters.charmap(&font).map(character).is_some());
        catch_unwind(AssertUnwindSafe(has)).unwrap_or_default()
    }
}
