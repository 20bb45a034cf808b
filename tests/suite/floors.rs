//! The floors of the crate: a module imports from its own folder and from lower floors only.

use std::fs;
use std::path::{Path, PathBuf};

/// Lowest first. A module stands on one of them.
const FLOORS: [&[&str]; 11] = [
    &["config", "source", "diagnostic", "digest", "yaml", "edit", "words", "http"],
    &["image", "store"],
    &["content", "search", "social_card"],
    &["asset", "site"],
    &["template"],
    &["plan"],
    &["cache", "render", "write"],
    &["lint"],
    &["pipeline"],
    &["serve", "publish"],
    &["cli"],
];

fn floor_of(module: &str) -> Option<usize> {
    FLOORS.iter().position(|modules| modules.contains(&module))
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The modules of the crate that a source text names by `crate::…`.
fn named_modules(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("crate::").filter_map(|(at, found)| {
        let rest = &text[at + found.len()..];
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        Some(&rest[..end]).filter(|name| !name.is_empty())
    })
}

#[test]
fn imports_go_down_the_floors_only() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    let mut wrong = Vec::new();
    for file in files {
        let relative = file.strip_prefix(&src).unwrap();
        let module = relative.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs");
        if matches!(module, "main" | "lib") {
            continue;
        }
        let own = floor_of(module).unwrap_or_else(|| panic!("`{module}` stands on no floor"));
        let text = fs::read_to_string(&file).unwrap();
        for name in named_modules(&text) {
            if name == module {
                continue;
            }
            match floor_of(name) {
                Some(floor) if floor < own || (floor == own && own == 0) => {}
                _ => wrong.push(format!("{} names crate::{name}", relative.display())),
            }
        }
    }
    assert!(wrong.is_empty(), "imports that go up:\n{}", wrong.join("\n"));
}

#[test]
fn every_module_is_declared_and_stands_on_one_floor() {
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let declared: Vec<&str> = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let mut known: Vec<&str> = FLOORS.iter().flat_map(|modules| modules.iter().copied()).collect();
    known.sort_unstable();
    assert_eq!(declared, known);
}
