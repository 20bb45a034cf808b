//! Tables of what was measured, in Markdown.

use crate::files::Extent;
use crate::measure::Figures;

/// What one tool took, each time, for one kind of build.
pub struct Row {
    name: String,
    runs: Vec<Figures>,
    /// What it made.
    pub extent: Extent,
}

impl Row {
    /// Of a tool that has not run yet.
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), runs: Vec::new(), extent: Extent::default() }
    }

    /// Adds a run.
    pub fn push(&mut self, run: Figures) {
        self.runs.push(run);
    }

    /// Median of the seconds on the clock.
    pub fn wall(&self) -> f64 {
        median(&self.sorted(|run| run.wall))
    }

    /// The most bytes in memory of all runs.
    pub fn peak(&self) -> Option<u64> {
        self.runs.iter().filter_map(|run| run.peak).max()
    }

    fn sorted(&self, of: impl Fn(&Figures) -> f64) -> Vec<f64> {
        let mut values: Vec<f64> = self.runs.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values
    }
}

fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    if sorted.is_empty() {
        f64::NAN
    } else if sorted.len().is_multiple_of(2) {
        f64::midpoint(sorted[middle - 1], sorted[middle])
    } else {
        sorted[middle]
    }
}

/// Medians, and their ratios to those of the rows that are named in `bases`.
pub fn of(rows: &[&Row], bases: &[&Row]) -> String {
    let mut text = "| | wall s | min–max | user + sys s | peak MB | files | MB |".to_owned();
    for base in bases {
        text.push_str(&format!(" ÷ {} |", base.name));
    }
    text.push_str("\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    text.push_str(&" ---: |".repeat(bases.len()));
    text.push('\n');
    for row in rows {
        let walls = row.sorted(|run| run.wall);
        let (least, most) = (walls.first().copied().unwrap_or(f64::NAN), walls.last().copied().unwrap_or(f64::NAN));
        let cpu = median(&row.sorted(|run| run.cpu));
        let peak = row.peak().map_or_else(|| "–".to_owned(), megabytes);
        let Extent { files, bytes } = row.extent;
        let (name, wall) = (&row.name, seconds(row.wall()));
        let range = format!("{}–{}", seconds(least), seconds(most));
        text.push_str(&format!("| {name} | {wall} | {range} | {cpu:.2} | {peak} | {files} | {} |", megabytes(bytes)));
        for base in bases {
            text.push_str(&format!(" {:.2} |", row.wall() / base.wall()));
        }
        text.push('\n');
    }
    text
}

/// Rows of sites of several sizes, each with its number of posts.
pub fn of_growth(rows: &[(u32, Row)]) -> String {
    let mut text = "| posts | wall s | ms a post | peak MB | KB a post | files | MB |\n".to_owned();
    text.push_str("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    for (posts, row) in rows {
        let milliseconds = row.wall() * 1000.0 / f64::from(*posts);
        let peak = row.peak().unwrap_or_default();
        let each = peak / u64::from(*posts) / 100;
        let Extent { files, bytes } = row.extent;
        text.push_str(&format!(
            "| {posts} | {} | {milliseconds:.3} | {} | {}.{} | {files} | {} |\n",
            seconds(row.wall()),
            megabytes(peak),
            each / 10,
            each % 10,
            megabytes(bytes)
        ));
    }
    text
}

/// Three places tell short builds apart; of long ones the third is noise.
fn seconds(value: f64) -> String {
    if value < 10.0 { format!("{value:.3}") } else { format!("{value:.1}") }
}

/// A tenth of a megabyte is enough.
fn megabytes(bytes: u64) -> String {
    format!("{}.{}", bytes / 1_000_000, bytes % 1_000_000 / 100_000)
}
