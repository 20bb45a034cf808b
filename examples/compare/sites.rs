//! The site of the corpus, and the same for the other generators.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::body::Dialect;
use crate::failure::Failure;
use crate::source::Site;
use crate::tool::{Tool, ToolName};
use crate::workspace::Workspace;
use crate::{files, hugo, zola};

/// The tools that there are.
pub struct Programs {
    /// This checkout's.
    pub slugline: PathBuf,
    /// If it is there.
    pub hugo: Option<PathBuf>,
    /// Whether that finds related posts itself.
    pub hugo_related: bool,
    /// If it is there.
    pub zola: Option<PathBuf>,
}

/// Where the corpus is, as Slugline reads it.
pub fn corpus(workspace: &Workspace) -> PathBuf {
    workspace.join("slugline")
}

/// Writes the sites, and tells with what each is built.
///
/// Slugline comes first, whether it is asked for or not: all else is compared with it.
pub fn write(programs: &Programs, names: &[ToolName], workspace: &Workspace) -> Result<Vec<Tool>, Failure> {
    let site = corpus(workspace);
    let mut tools = vec![Tool::generator(ToolName::Slugline, &site, &programs.slugline)];
    for name in [ToolName::Hugo, ToolName::Zola, ToolName::Floor].into_iter().filter(|name| names.contains(name)) {
        let (program, root) = match name {
            ToolName::Floor => {
                tools.push(Tool::floor(&site, &workspace.join("floor")));
                continue;
            }
            ToolName::Zola => (&programs.zola, workspace.join("zola")),
            ToolName::Hugo | ToolName::Slugline => (&programs.hugo, workspace.join("hugo")),
        };
        let Some(program) = program else {
            eprintln!("{} is not there, left out", name.shown());
            continue;
        };
        if name == ToolName::Zola {
            zola::write(&Site::read(&site, Dialect::Zola)?, &root)?;
        } else {
            hugo::write(&Site::read(&site, Dialect::Hugo)?, &root, programs.hugo_related)?;
        }
        tools.push(Tool::generator(name, &root, program));
    }
    Ok(tools)
}

/// What a comparison adds to `site.yaml`: the same names of static files as the others make, and no search, which they have not.
const SETTINGS: &str = "assets: {fingerprint: false}\nsearch: false\n";

/// Writes a corpus with the example of that name.
pub fn write_corpus(posts: u32, root: &Path) -> Result<(), Failure> {
    let program = beside("corpus")?;
    let mut command = Command::new(&program);
    command.arg("--posts").arg(posts.to_string()).arg(root).stdout(Stdio::null());
    let status = command.status().map_err(Failure::at(&program))?;
    if !status.success() {
        return Err(Failure(format!("`{}` failed", program.display())));
    }
    let configuration = root.join("site.yaml");
    let text = files::read(&configuration)?;
    files::write(&configuration, text + SETTINGS)
}

/// A program that was built with this one.
pub fn beside(path: &str) -> Result<PathBuf, Failure> {
    let own = std::env::current_exe().map_err(Failure::at(Path::new("this program")))?;
    Ok(own.with_file_name(path))
}
