//! How time and memory grow with the number of posts.

use crate::failure::Failure;
use crate::files;
use crate::rounds::timed;
use crate::sites::{self, Programs};
use crate::table::{self, Row};
use crate::tool::{Tool, ToolName};
use crate::workspace::Workspace;

/// A table with a row for each size. One site at a time is there.
pub fn measure(programs: &Programs, sizes: &[u32], runs: u32, workspace: &Workspace) -> Result<String, Failure> {
    let mut rows = Vec::new();
    for posts in sizes {
        let root = sites::corpus(workspace);
        files::remove(&root)?;
        sites::write_corpus(*posts, &root)?;
        let tool = Tool::generator(ToolName::Slugline, &root, &programs.slugline);
        let mut row = Row::new(tool.name.shown());
        for round in 0..=runs {
            tool.clean()?;
            let figures = timed(&tool, &format!(", {posts} posts"), round)?;
            if round > 0 {
                row.push(figures);
            }
        }
        row.extent = files::extent(&tool.output)?;
        rows.push((*posts, row));
    }
    Ok(table::of_growth(&rows))
}
