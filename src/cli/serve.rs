//! `slugline serve`.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::config::{Config, is_html};
use crate::diagnostic::report::{Format, Style};
use crate::diagnostic::{Diagnostic, Diagnostics, report};
use crate::pipeline::{BuildOptions, Report};
use crate::plan::Reason;
use crate::serve::{self, EditorLink, Event, ServeOptions, Teller};

use super::arguments::{ServeArguments, clock};
use super::progress::Bar;
use super::{count, print_line, print_notice, print_problems, print_timings};

/// Where the site is built for the server: apart from what is published, since it may hold drafts.
const OUT: &str = ".slugline/serve";

pub(super) fn run(arguments: &ServeArguments) -> Result<(), ()> {
    let style = Style { format: arguments.format.into(), all: arguments.verbose, ..Style::default() };
    Config::find(&arguments.site.root).map_err(|problem| print_problems(&problem.into(), style))?;
    let given = arguments.site.given_now();
    let clock = move || given.unwrap_or_else(clock);
    let options = ServeOptions {
        build: BuildOptions {
            root: arguments.site.root.clone(),
            out: arguments.site.root.join(OUT),
            base_url: arguments.base_url.clone(),
            visibility: arguments.site.visibility(),
            now: clock(),
            strict: false,
            cache: true,
            is_preview: true,
        },
        clock: Box::new(clock),
        bind: arguments.bind,
        port: arguments.port,
        editor: arguments.editor_link.clone().or_else(editor).unwrap_or_default(),
    };
    let bar = Arc::new(Bar::new(style.format));
    let console = Console { style, open: arguments.open, bar: bar.clone(), said: Mutex::default() };
    let tell: Teller = Arc::new(move |event| console.tell(&event));
    serve::serve(options, bar, &tell).map_err(|problem| print_problems(&problem.into(), style))
}

/// The link of the editor that the environment names.
fn editor() -> Option<EditorLink> {
    let mut commands = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
    commands.find_map(|command| EditorLink::of_command(&command))
}

/// What a writer sees in the terminal.
struct Console {
    style: Style,
    open: bool,
    bar: Arc<Bar>,
    /// The warnings that were printed last: they are not printed again with every build.
    said: Mutex<String>,
}

impl Console {
    fn tell(&self, event: &Event<'_>) {
        match event {
            Event::Listening { url, in_use } => self.listening(url, *in_use),
            Event::Built { report, time, is_start } => self.built(report, *time, *is_start),
            Event::Failed { problems, is_shown } => {
                self.bar.clear();
                self.forget();
                print_problems(problems, self.style);
                print_notice(match is_shown {
                    true => "The page as it was before is shown until this is mended",
                    false => "There is nothing to show until this is mended",
                });
            }
            Event::Notice(problem) => print_problems(&Diagnostics::from((*problem).clone()), self.style),
        }
    }

    fn listening(&self, url: &str, in_use: Option<u16>) {
        if let Some(port) = in_use {
            print_notice(&format!("Port {port} is in use; this is the next one that is free"));
        }
        print_line(&format!("Serving at {url}; stop with Ctrl-C"));
        if self.open
            && let Err(error) = open::that_detached(url)
        {
            let problem = Diagnostic::warning(format!("cannot open a browser: {error}"));
            print_problems(&problem.help(format!("open {url} yourself")).into(), self.style);
        }
    }

    fn built(&self, report: &Report, time: Duration, is_start: bool) {
        self.bar.clear();
        let warnings = report::draw(&report.warnings, Style { format: Format::Short, ..self.style });
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        if *said != warnings {
            print_problems(&report.warnings, self.style);
            *said = warnings;
        }
        if self.style.all {
            print_timings(&report.timings);
        }
        let what = if is_start { whole(report) } else { changes(report) };
        print_line(&format!("{what} in {:.2} s", time.as_secs_f64()));
    }

    /// After a failure everything is worth being said again.
    fn forget(&self) {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// `Built 12 posts, 34 pages, 56 tags`.
fn whole(report: &Report) -> String {
    let tally = report.tally;
    format!("Built {}, {}, {}", count(tally.posts, "post"), count(tally.pages, "page"), count(tally.tags, "tag"))
}

/// `Made 2025/10/tides/index.html and 3 more`.
fn changes(report: &Report) -> String {
    let made = report.made.len();
    let is_there = |(_, reason): &&(String, Reason)| *reason != Reason::Removed;
    let done = if report.made.iter().any(|one| is_there(&one)) { "Made" } else { "Removed" };
    let named = report.made.iter().filter(|one| is_there(one) || done == "Removed").map(|(path, _)| path);
    match named.clone().find(|path| is_html(path)).or_else(|| named.clone().next()) {
        Some(path) if made > 1 => format!("{done} {path} and {} more", made - 1),
        Some(path) => format!("{done} {path}"),
        None => whole(report),
    }
}
