//! Links that open a file at a line in the writer's editor.

use std::path::Path;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What a path in such a link keeps as it is.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The URL scheme of each editor, by the name of its program.
const EDITORS: [(&str, &str); 12] = [
    ("code", "vscode://file{path}:{line}:{column}"),
    ("code-insiders", "vscode-insiders://file{path}:{line}:{column}"),
    ("codium", "vscodium://file{path}:{line}:{column}"),
    ("cursor", "cursor://file{path}:{line}:{column}"),
    ("windsurf", "windsurf://file{path}:{line}:{column}"),
    ("zed", "zed://file{path}:{line}:{column}"),
    ("subl", "subl://open?url=file://{path}&line={line}&column={column}"),
    ("mate", "txmt://open?url=file://{path}&line={line}&column={column}"),
    ("bbedit", "x-bbedit://open?url=file://{path}&line={line}"),
    ("idea", "idea://open?file={path}&line={line}&column={column}"),
    ("webstorm", "webstorm://open?file={path}&line={line}&column={column}"),
    ("rustrover", "rustrover://open?file={path}&line={line}&column={column}"),
];

/// A URL with `{path}`, `{line}` and `{column}` in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditorLink(String);

impl EditorLink {
    /// A link of one's own.
    ///
    /// # Errors
    /// If it says nothing of the file, or would run in the page.
    pub fn parse(url: &str) -> Result<Self, &'static str> {
        let (scheme, _) = url.split_once(':').ok_or("a link begins with the scheme of the editor, as in `vscode:`")?;
        if !scheme.starts_with(char::is_alphabetic)
            || !scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
        {
            return Err("a link begins with the scheme of the editor, as in `vscode:`");
        }
        if matches!(scheme.to_ascii_lowercase().as_str(), "javascript" | "data" | "vbscript") {
            return Err("such a link would open no editor");
        }
        if !url.contains("{path}") {
            return Err("`{path}` stands for the file, `{line}` and `{column}` for the place");
        }
        Ok(Self(url.to_owned()))
    }

    /// The link of an editor, by the command that starts it (`code --wait`); none if it has none.
    #[must_use]
    pub fn of_command(command: &str) -> Option<Self> {
        let program = command.split_whitespace().next()?;
        let name = Path::new(program).file_stem()?.to_str()?;
        EDITORS.iter().find(|(editor, _)| *editor == name).map(|(_, url)| Self((*url).to_owned()))
    }

    /// To a place in a file.
    #[must_use]
    pub fn to(&self, file: &Path, line: usize, column: usize) -> String {
        let path = file.to_string_lossy().replace('\\', "/");
        let path = if path.starts_with('/') { path } else { format!("/{path}") };
        self.0
            .replace("{path}", &utf8_percent_encode(&path, PATH).to_string())
            .replace("{line}", &line.to_string())
            .replace("{column}", &column.to_string())
    }
}

impl Default for EditorLink {
    /// Visual Studio Code, the one most in use.
    fn default() -> Self {
        Self("vscode://file{path}:{line}:{column}".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_the_place() {
        let link = EditorLink::of_command("/usr/bin/subl --wait").unwrap();
        let url = link.to(Path::new("/home/ann/my site/content/a&b.md"), 3, 7);
        assert_eq!(url, "subl://open?url=file:///home/ann/my%20site/content/a%26b.md&line=3&column=7");
        assert_eq!(EditorLink::default().to(Path::new("/a.md"), 1, 1), "vscode://file/a.md:1:1");
        assert_eq!(EditorLink::of_command("vim"), None);
        assert_eq!(EditorLink::of_command(""), None);
    }

    #[test]
    fn a_link_of_ones_own_names_the_file_and_runs_nothing() {
        assert!(EditorLink::parse("emacs://open?{path}").is_ok());
        for wrong in ["emacs://open", "{path}", "javascript:alert('{path}')", "JavaScript:{path}", ":{path}"] {
            assert!(EditorLink::parse(wrong).is_err(), "{wrong}");
        }
    }
}
