//! Building again in one process that stays, as a server does: from the notice that something changed to the files written.

use std::path::Path;
use std::time::Instant;

use slugline::pipeline::{BuildOptions, Edition, Unbuilt, Unwatched, rebuild};
use slugline::site::Visibility;

use crate::edit::Edit;
use crate::failure::Failure;

/// So many edits are measured: each takes little.
const EDITS: u32 = 11;

/// A line on how long it takes until an edited body is on its page.
pub fn measure(site: &Path) -> Result<String, Failure> {
    let options = BuildOptions {
        root: site.to_owned(),
        out: site.join("public"),
        base_url: None,
        visibility: Visibility::default(),
        now: jiff::Timestamp::now(),
        strict: false,
        cache: true,
        is_preview: false,
    };
    let edit = Edit::new(site)?;
    let mut edition = built(rebuild(None, &options, &Unwatched))?;
    let mut times = Vec::new();
    for round in 0..=EDITS {
        edit.apply(round)?;
        let start = Instant::now();
        edition = built(rebuild(edition, &options, &Unwatched))?;
        // The first one meets memory that was not touched yet.
        if round > 0 {
            times.push(start.elapsed().as_secs_f64() * 1000.0);
        }
        eprintln!("Slugline in one process, one body edited: {:.1} ms", start.elapsed().as_secs_f64() * 1000.0);
    }
    edit.undo()?;
    if let Some(mut edition) = edition {
        edition.keep(&options).map_err(|problem| Failure(problem.headline))?;
    }
    times.sort_by(f64::total_cmp);
    let (least, middle, most) = (times[0], times[times.len() / 2], times[times.len() - 1]);
    Ok(format!(
        "In one process that stays, Slugline takes {middle:.1} ms ({least:.1}–{most:.1}) from the notice that one body was \
         edited to the files written.\n"
    ))
}

fn built(result: (Result<slugline::pipeline::Report, Unbuilt>, Option<Edition>)) -> Result<Option<Edition>, Failure> {
    let (report, edition) = result;
    report.map(|_| edition).map_err(|unbuilt| match unbuilt {
        Unbuilt::Problems(problems) => Failure(format!("the site has problems: {:?}", problems.counts())),
        Unbuilt::GivenUp => Failure("the build was given up".to_owned()),
    })
}
