//! `slugline publish`.

use std::io::IsTerminal;
use std::time::Duration;

use dialoguer::Confirm;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::config::{Config, PublishTarget};
use crate::diagnostic::report::Style;
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::pipeline;
use crate::publish::{self, Changes, Edition, News, Outcome, Sending, Told};

use super::arguments::PublishArguments;
use super::progress::follow;
use super::{count, print_line, print_problems, thread_pool};

pub(super) fn run(arguments: &PublishArguments) -> Result<(), ()> {
    let style = Style { format: arguments.format.into(), ..Style::default() };
    publish(arguments, style).map_err(|problems| print_problems(&problems, style))
}

fn publish(arguments: &PublishArguments, style: Style) -> Result<(), Diagnostics> {
    let root = &arguments.target.site.root;
    Config::find(root)?;
    let mut problems = Diagnostics::new();
    let options = arguments.target.build_options(arguments.strict, true);
    let config = Config::load(root, options.base_url.as_deref(), &mut problems);
    if problems.has_errors() {
        return Err(problems);
    }
    let target = chosen(&config, arguments.name.as_deref())?;
    let say = |line: &str| {
        if !arguments.quiet {
            print_line(line);
        }
    };
    let name = &target.name.value;
    if arguments.rollback {
        let subject = publish::roll_back(root, target, options.now)?;
        say(&format!("{name}: returned to `{subject}`"));
        return Ok(());
    }
    publish::check_announcements(&target.announce, &config)?;
    let pool = thread_pool(arguments.jobs)?;
    let built = follow(arguments.quiet, style.format, |progress| pool.install(|| pipeline::build(&options, progress)))?;
    if !built.warnings.is_empty() {
        print_problems(&built.warnings, style);
    }
    let edition = Edition::built(root, &options.out)?;
    let sending = Asking { arguments, target, bar: ProgressBar::hidden() };
    let outcome = publish::publish(root, &edition, target, options.now, &sending);
    sending.bar.finish_and_clear();
    match outcome? {
        Outcome::Published(changes) => {
            say(&format!("{name}: {}", summary(&changes)));
            if !target.announce.is_empty() {
                let news = News::of(name, &changes, &edition, &config);
                let told = news.map(|news| publish::announce(&target.announce, &news, &config));
                let Told { of, problems } = told.unwrap_or_else(|problem| Told::nobody(&problem));
                if !of.is_empty() {
                    say(&format!("{name}: told {}", of.join("; ")));
                }
                if !problems.is_empty() {
                    print_problems(&problems, style);
                }
            }
        }
        Outcome::Same(changes) => {
            say(&format!("{name}: nothing to publish, {} unchanged", count(changes.unchanged, "file")));
        }
        Outcome::Declined if arguments.dry_run => {}
        Outcome::Declined => say(&format!("{name}: nothing was published")),
    }
    Ok(())
}

/// The target of a name, or the only one.
fn chosen<'c>(config: &'c Config, name: Option<&str>) -> Result<&'c PublishTarget, Diagnostic> {
    let targets = &config.publish;
    let names = || targets.iter().map(|target| target.name.value.as_str());
    match (name, targets.as_slice()) {
        (_, []) => Err(Diagnostic::error("`site.yaml` has no place to publish to")
            .help("add for example `publish: {live: {git: git@github.com:me/news.git, branch: gh-pages}}`")),
        (None, [only]) => Ok(only),
        (None, _) => Err(Diagnostic::error("there are several places to publish to").help(format!(
            "name one: {}",
            names().map(|name| format!("`slugline publish {name}`")).collect::<Vec<_>>().join(", ")
        ))),
        (Some(name), _) => targets.iter().find(|target| target.name.value == name).ok_or_else(|| {
            let problem = Diagnostic::error(format!("`site.yaml` has no place `{name}` to publish to"));
            match nearest(name, names()) {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem.help(format!("there is {}", names().collect::<Vec<_>>().join(", "))),
            }
        }),
    }
}

/// `3 added, 5 changed, 1 deleted, 106 unchanged; 45.2 kB sent`.
fn summary(changes: &Changes) -> String {
    format!(
        "{} added, {} changed, {} deleted, {} unchanged; {} sent",
        changes.added.len(),
        changes.changed.len(),
        changes.deleted.len(),
        changes.unchanged,
        amount(changes.bytes)
    )
}

/// A number of bytes for people.
fn amount(bytes: u64) -> String {
    match bytes {
        0..1000 => format!("{bytes} bytes"),
        1000..1_000_000 => format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// Asks before anything is sent, and draws a bar.
struct Asking<'a> {
    arguments: &'a PublishArguments,
    target: &'a PublishTarget,
    bar: ProgressBar,
}

impl Sending for Asking<'_> {
    fn begin(&self, changes: &Changes) -> bool {
        let name = &self.target.name.value;
        if self.arguments.dry_run {
            for (sign, paths) in [("+", &changes.added), ("~", &changes.changed), ("-", &changes.deleted)] {
                for path in paths {
                    print_line(&format!("{sign} {path}"));
                }
            }
            print_line(&format!("{name}: {}, if it were done", summary(changes)));
            return false;
        }
        let is_asked = !self.arguments.yes && std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        if is_asked {
            let question = format!("Publish to `{name}`: {}?", summary(changes));
            if !Confirm::new().with_prompt(question).default(true).interact().unwrap_or(false) {
                return false;
            }
        }
        if !self.arguments.quiet {
            self.bar.set_length(changes.count() as u64);
            if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} files sent, {eta} left") {
                self.bar.set_style(style);
            }
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            self.bar.enable_steady_tick(Duration::from_millis(200));
        }
        true
    }

    fn advance(&self) {
        self.bar.inc(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_for_people() {
        for (bytes, text) in [(0, "0 bytes"), (999, "999 bytes"), (45_249, "45.2 kB"), (1_250_000, "1.2 MB")] {
            assert_eq!(amount(bytes), text);
        }
    }
}
