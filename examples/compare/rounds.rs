//! The tools take turns.

use std::path::Path;
use std::process::Command;

use crate::edit::Edit;
use crate::failure::Failure;
use crate::files;
use crate::measure::Figures;
use crate::paths;
use crate::table::{self, Row};
use crate::tool::{Tool, ToolName};

/// What is measured of a site.
pub struct Rounds<'t> {
    tools: &'t [Tool],
    /// A row for each tool.
    cold: Vec<Row>,
    /// Slugline over what it made before.
    unchanged: Row,
    edited: Row,
}

impl<'t> Rounds<'t> {
    /// Runs each tool `runs` times, after one time that is not counted.
    pub fn run(tools: &'t [Tool], site: &Path, runs: u32) -> Result<Self, Failure> {
        let mut rounds = Self {
            tools,
            cold: tools.iter().map(|tool| Row::new(tool.name.shown())).collect(),
            unchanged: Row::new("Slugline again, nothing changed"),
            edited: Row::new("Slugline again, one body edited"),
        };
        let edit = Edit::new(site)?;
        for round in 0..=runs {
            for at in 0..tools.len() {
                rounds.turn(at, &edit, round)?;
            }
        }
        Ok(rounds)
    }

    /// One tool's turn.
    fn turn(&mut self, at: usize, edit: &Edit, round: u32) -> Result<(), Failure> {
        let tool = &self.tools[at];
        tool.clean()?;
        let row = &mut self.cold[at];
        let figures = timed(tool, "", round)?;
        if round > 0 {
            row.push(figures);
        } else {
            row.extent = files::extent(&tool.output)?;
            if row.extent.files == 0 {
                return Err(Failure(format!("{} made nothing", tool.name.shown())));
            }
        }
        if tool.name == ToolName::Slugline { self.again(tool, edit, round) } else { Ok(()) }
    }

    /// Second builds, over the output and the caches of the first.
    fn again(&mut self, tool: &Tool, edit: &Edit, round: u32) -> Result<(), Failure> {
        let unchanged = timed(tool, ", nothing changed", round)?;
        edit.apply(round)?;
        let edited = timed(tool, ", one body edited", round)?;
        edit.undo()?;
        if round > 0 {
            self.unchanged.push(unchanged);
            self.edited.push(edited);
        } else {
            let extent = files::extent(&tool.output)?;
            self.unchanged.extent = extent;
            self.edited.extent = extent;
        }
        Ok(())
    }

    /// All rows, in Markdown, with the ratios to Slugline's first build and to the floor.
    pub fn table(&self) -> String {
        let mut rows = Vec::new();
        let mut bases = Vec::new();
        for (tool, row) in self.tools.iter().zip(&self.cold) {
            rows.push(row);
            match tool.name {
                ToolName::Slugline => {
                    bases.push(row);
                    rows.extend([&self.unchanged, &self.edited]);
                }
                ToolName::Floor => bases.push(row),
                ToolName::Hugo | ToolName::Zola => {}
            }
        }
        table::of(&rows, &bases)
    }

    /// A line for each other generator: what it made that Slugline did not, and the other way round.
    pub fn differences(&self) -> Result<String, Failure> {
        let Some(first) = self.tools.iter().find(|tool| tool.name == ToolName::Slugline) else {
            return Ok(String::new());
        };
        let own = paths::of(first)?;
        let mut text = String::new();
        for tool in self.tools.iter().filter(|tool| tool.name != ToolName::Slugline) {
            text.push_str(&paths::compared(first.name.shown(), &own, tool.name.shown(), &paths::of(tool)?));
        }
        Ok(text)
    }
}

/// Builds once, and says so.
pub fn timed(tool: &Tool, what: &str, round: u32) -> Result<Figures, Failure> {
    // What the last run left to be written to a disk is not this one's; where there is no `sync`, it is.
    if let Some(folder) = tool.output.parent() {
        let _ = Command::new("sync").arg("--file-system").arg(folder).status();
    }
    let figures = tool.run()?;
    let counted = if round == 0 { " (not counted)" } else { "" };
    eprintln!("{}{what}, run {round}{counted}: {:.3} s", tool.name.shown(), figures.wall);
    Ok(figures)
}
