//! A site in a folder, built after every step warm and cold, and compared.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use super::edits::{Arguments, Cache, Edit, Output, Step};
use super::sources::{Manner, Sources};
use crate::site_test::{Counts, Run, SiteTest, difference, tree};

type Tree = BTreeMap<String, Vec<u8>>;

/// Longer than the clocks of file systems stand still.
const A_WHILE: Duration = Duration::from_millis(30);

/// What files are called that no build made.
const FOREIGN: &str = "mine-";

/// A site with all that was before it.
pub(super) struct Newsroom {
    site: SiteTest,
    sources: Sources,
    arguments: Arguments,
    /// Of the last build that went well.
    last_good: (Sources, Arguments),
    has_failed: bool,
    /// The cache and the output folder after each build.
    former: Vec<(Tree, Tree)>,
}

impl Newsroom {
    /// The site before the first edit, never built.
    pub(super) fn open() -> Self {
        let site = SiteTest::nothing();
        let sources = Sources::begin();
        sources.save(&Sources::none(), &site, Manner::Over);
        let arguments = Arguments::begin();
        let last_good = (sources.clone(), arguments.clone());
        Self { site, sources, arguments, last_good, has_failed: false, former: Vec::new() }
    }

    /// Lets a step happen.
    pub(super) fn apply(&mut self, step: &Step) {
        if step.is_slow {
            sleep(A_WHILE);
        }
        let former = self.sources.clone();
        if self.has_failed && step.is_mended {
            (self.sources, self.arguments) = self.last_good.clone();
        }
        for edit in &step.edits {
            edit.apply(&mut self.sources, &mut self.arguments);
        }
        self.sources.save(&former, &self.site, step.manner);
        for edit in &step.edits {
            match *edit {
                Edit::Output(output) => self.meddle(output),
                Edit::Cache(cache) => self.damage(cache),
                Edit::AllTimes => self.reset_times(),
                _ => {}
            }
        }
        if step.is_slow {
            sleep(A_WHILE);
        }
    }

    /// Builds warm, and once more if asked for, and cold, and compares. What differs is told.
    pub(super) fn build(&mut self, twice: bool) -> Result<(), String> {
        let before = self.site.tree();
        let warm = self.warm();
        let after = self.site.tree();
        let cold = self.cold();
        let result = self.compare(&before, &warm, &after, &cold);
        if result.is_ok() && twice && warm.status == 0 {
            let again = self.warm();
            let counts = Counts::of(&again);
            if (again.status, &again.stderr) != (0, &warm.stderr) || (counts.written, counts.removed) != (0, 0) {
                return Err(format!("a second build is not idle:\n{}{}", again.stdout, again.stderr));
            }
            if let Some(difference) = difference(&after, &self.site.tree()) {
                return Err(format!("a second build changes the output:\n{difference}"));
            }
        }
        self.has_failed = warm.status != 0;
        if !self.has_failed {
            self.last_good = (self.sources.clone(), self.arguments.clone());
        }
        self.former.push((tree(&self.site.cache()), self.site.tree()));
        result
    }

    fn warm(&self) -> Run {
        let mut arguments = self.arguments.words();
        arguments.extend(["--explain", "--format", "json"]);
        self.site.build_with(&arguments)
    }

    fn cold(&self) -> Run {
        let folder = self.site.parent().join("cold");
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        let mut arguments = self.arguments.words();
        arguments.extend(["--no-cache", "--out", "../cold", "--format", "json"]);
        self.site.build_with(&arguments)
    }

    fn compare(&self, before: &Tree, warm: &Run, after: &Tree, cold: &Run) -> Result<(), String> {
        let runs = || format!("warm:\n{}{}cold:\n{}{}", warm.stdout, warm.stderr, cold.stdout, cold.stderr);
        let (lost, told) = of_the_past(&warm.stderr);
        // A strict build fails because of what is lost, which a cold one cannot know of.
        let is_stopped = lost.iter().any(|line| line.contains(r#""severity":"error""#));
        if !is_stopped && (warm.status, told.concat()) != (cold.status, cold.stderr.clone()) {
            return Err(format!("status {} in place of {}, or other messages\n{}", warm.status, cold.status, runs()));
        }
        if warm.status != 0 {
            let difference = difference(before, after);
            return difference.map_or(Ok(()), |found| Err(format!("a failed build changed the output:\n{found}")));
        }
        let (foreign_before, before) = parted(before);
        let (foreign_after, after) = parted(after);
        if let Some(difference) = difference(&foreign_before, &foreign_after) {
            return Err(format!("files of others were changed:\n{difference}"));
        }
        if let Some(difference) = difference(&tree(&self.site.parent().join("cold")), &after) {
            return Err(format!("a cold build's output (-) is not a warm one's (+):\n{difference}\n{}", runs()));
        }
        let (told, cold) = (Counts::of(warm), Counts::of(cold));
        if (&told.site, &told.left_out) != (&cold.site, &cold.left_out) {
            return Err(format!("the closing lines tell of different sites\n{}", runs()));
        }
        told_truly(&told, warm, &before, &after)
    }

    fn meddle(&self, output: Output) {
        let out = self.site.root().join("public");
        let mine: Vec<String> = self.site.outputs().into_iter().filter(|path| !path.contains(FOREIGN)).collect();
        let pick = |number: u16| mine.get(usize::from(number) % mine.len().max(1)).map(|path| out.join(path));
        match output {
            Output::FileDeleted(number) => {
                let _ = pick(number).map(fs::remove_file);
            }
            Output::FolderDeleted(number) => {
                let folder = pick(number).and_then(|file| file.parent().map(Path::to_owned));
                let _ = folder.filter(|folder| *folder != out).map(fs::remove_dir_all);
            }
            Output::Altered(number) => {
                let _ = pick(number).map(|file| flip(&file, 50));
            }
            Output::Truncated(number) => {
                let _ = pick(number).map(|file| truncate(&file, 50));
            }
            Output::ForeignFileAdded if out.exists() => {
                self.site.write(&format!("public/{FOREIGN}{}.txt", self.former.len()), "mine");
            }
            Output::ForeignFileAdded => {}
            Output::AllDeleted => {
                let _ = fs::remove_dir_all(&out);
            }
            Output::Restored(builds) => {
                if let Some((_, output)) = self.ago(builds) {
                    replace(&out, output);
                }
            }
        }
    }

    fn damage(&self, cache: Cache) {
        let folder = self.site.cache();
        let files: Vec<String> = tree(&folder).into_keys().collect();
        let pick = |number: u16| files.get(usize::from(number) % files.len().max(1));
        match cache {
            Cache::Flipped(number, at) => {
                let _ = pick(number).map(|file| flip(&folder.join(file), at));
            }
            Cache::Truncated(number, at) => {
                let _ = pick(number).map(|file| truncate(&folder.join(file), at));
            }
            Cache::FileDeleted(number) => {
                let _ = pick(number).map(|file| fs::remove_file(folder.join(file)));
            }
            Cache::AllDeleted => {
                let _ = fs::remove_dir_all(&folder);
            }
            Cache::FileRestored(number, builds) => {
                let former = self.ago(builds).zip(pick(number));
                if let Some((file, bytes)) = former.and_then(|((cache, _), file)| Some((file, cache.get(file)?))) {
                    fs::write(folder.join(file), bytes).unwrap();
                }
            }
            Cache::Restored(builds) => {
                if let Some((cache, _)) = self.ago(builds) {
                    replace(&folder, cache);
                }
            }
        }
    }

    /// The cache and the output folder as they were so many builds before the last.
    fn ago(&self, builds: u8) -> Option<&(Tree, Tree)> {
        self.former.len().checked_sub(1 + usize::from(builds)).and_then(|at| self.former.get(at))
    }

    /// As a copy or a checkout has it: all files are of one moment, long ago.
    fn reset_times(&self) {
        for path in tree(&self.site.root()).keys() {
            set_modified(&self.site.root().join(path), SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000));
        }
    }
}

/// The lines of a report that tell of lost permalinks, and all others.
fn of_the_past(report: &str) -> (Vec<&str>, Vec<&str>) {
    report.split_inclusive('\n').partition(|line| line.contains(" no longer there\""))
}

/// The files of others, and those of builds.
fn parted(output: &Tree) -> (Tree, Tree) {
    output.clone().into_iter().partition(|(path, _)| path.contains(FOREIGN))
}

/// Whether the closing line and the explanation tell what happened in the output folder.
fn told_truly(told: &Counts, warm: &Run, before: &Tree, after: &Tree) -> Result<(), String> {
    let list = ".slugline-output";
    let written: Vec<&String> = after
        .iter()
        .filter(|(path, bytes)| *path != list && before.get(*path) != Some(bytes))
        .map(|(path, _)| path)
        .collect();
    let removed: Vec<&String> = before.keys().filter(|path| *path != list && !after.contains_key(*path)).collect();
    let unchanged = after.keys().filter(|path| *path != list).count() - written.len();
    if (told.written, told.unchanged, told.removed) != (written.len(), unchanged, removed.len()) {
        return Err(format!(
            "the closing line does not tell the truth: written were {written:?}, removed {removed:?}, {unchanged} unchanged\n{}",
            warm.stdout
        ));
    }
    let explained = warm.explained();
    if explained.iter().any(|line| line.starts_with("everything is made anew")) {
        return Ok(());
    }
    let is_explained = |path: &&&String| explained.iter().any(|line| line.starts_with(&format!("{path}: ")));
    let unexplained: Vec<_> = written.iter().chain(&removed).filter(|path| !is_explained(path)).collect();
    if unexplained.is_empty() && explained.is_sorted() {
        return Ok(());
    }
    Err(format!("no word of {unexplained:?}, or out of order:\n{}", warm.stdout))
}

/// Changes one byte, and nothing that is seen without reading it.
fn flip(file: &Path, percent: u8) {
    let (mut bytes, time) = (fs::read(file).unwrap(), fs::metadata(file).unwrap().modified().unwrap());
    let at = bytes.len() * usize::from(percent) / 100;
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 0x20;
    }
    fs::write(file, bytes).unwrap();
    set_modified(file, time);
}

fn truncate(file: &Path, percent: u8) {
    let bytes = fs::read(file).unwrap();
    fs::write(file, &bytes[..bytes.len() * usize::from(percent) / 100]).unwrap();
}

fn set_modified(file: &Path, time: SystemTime) {
    fs::File::options().write(true).open(file).unwrap().set_modified(time).unwrap();
}

/// Puts files in place of all that a folder holds.
fn replace(folder: &Path, files: &Tree) {
    let _ = fs::remove_dir_all(folder);
    for (path, bytes) in files {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
}
