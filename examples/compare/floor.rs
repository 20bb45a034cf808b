//! The least that any generator must do: read the sources, make the folders, write the output.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use std::{fs, hint, panic, thread};

use crate::failure::Failure;
use crate::files;
use crate::measure::Figures;

/// Reads the sources in `root`, and writes to `output`, which is not there yet, what Slugline made of them. What it
/// writes is in memory before the clock starts.
pub fn run(root: &Path, output: &Path) -> Result<Figures, Failure> {
    let sources = files::list(&root.join("content"))?;
    let made = held(&root.join("public"), output)?;
    let folders: BTreeSet<&Path> = made.iter().filter_map(|(path, _)| path.parent()).collect();
    let cpu = cpu_time()?;
    let start = Instant::now();
    for_each(&sources, |path| fs::read(path).map(|bytes| drop(hint::black_box(bytes))).map_err(Failure::at(path)))?;
    for folder in folders {
        fs::create_dir_all(folder).map_err(Failure::at(folder))?;
    }
    for_each(&made, |(path, bytes)| fs::write(path, bytes).map_err(Failure::at(path)))?;
    let wall = start.elapsed().as_secs_f64();
    Ok(Figures { wall, cpu: cpu_time()? - cpu, peak: None })
}

/// The files of `from`, as they are to be in `to`.
fn held(from: &Path, to: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>, Failure> {
    let held = files::list(from)?.into_iter().map(|path| {
        let bytes = fs::read(&path).map_err(Failure::at(&path))?;
        let own = path.strip_prefix(from).map_or_else(|_| path.clone(), |path| to.join(path));
        Ok((own, bytes))
    });
    held.collect()
}

/// Each thread takes the next item; there are as many threads as Slugline takes.
fn for_each<T: Sync>(items: &[T], work: impl Fn(&T) -> Result<(), Failure> + Sync) -> Result<(), Failure> {
    let next = AtomicUsize::new(0);
    let take = || {
        while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
            work(item)?;
        }
        Ok(())
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(take)).collect();
        let join = |worker: thread::ScopedJoinHandle<Result<(), Failure>>| worker.join();
        workers.into_iter().try_for_each(|worker| join(worker).unwrap_or_else(|panic| panic::resume_unwind(panic)))
    })
}

/// Seconds that this process has taken of all cores so far: fields 14 and 15 of `stat`, in hundredths.
fn cpu_time() -> Result<f64, Failure> {
    let text = files::read(Path::new("/proc/self/stat"))?;
    // The program's name, in parentheses, may hold anything.
    let fields = text.rsplit(')').next().unwrap_or_default();
    let ticks: u32 = fields.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u32>().ok()).sum();
    Ok(f64::from(ticks) / 100.0)
}
