//! `slugline completions` and `slugline man`: what the program tells of its own arguments, for shells and for `man`.

use std::io;

use clap::{Command, CommandFactory as _};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::diagnostic::Diagnostic;
use crate::diagnostic::report::Style;

use super::arguments::{Arguments, CompletionsArguments};
use super::{print_bytes, print_problems};

pub(super) fn completions(arguments: &CompletionsArguments) {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "slugline", &mut script);
    print_bytes(&script);
}

pub(super) fn page() -> Result<(), ()> {
    let mut page = Vec::new();
    match render(&mut page) {
        Ok(()) => {
            print_bytes(&page);
            Ok(())
        }
        Err(error) => {
            let problem = Diagnostic::error(format!("cannot write the manual page: {error}"));
            print_problems(&problem.into(), Style::default());
            Err(())
        }
    }
}

/// One page for the program and all its commands.
fn render(page: &mut Vec<u8>) -> io::Result<()> {
    let mut program = Arguments::command();
    program.build();
    let manual = Man::new(program.clone());
    manual.render_title(page)?;
    manual.render_name_section(page)?;
    manual.render_synopsis_section(page)?;
    manual.render_description_section(page)?;
    Roff::new().control("SH", ["COMMANDS"]).to_writer(page)?;
    for command in program.get_subcommands() {
        render_command(command, page)?;
    }
    render_closing(page)
}

/// A command with its arguments, and then those within it.
fn render_command(command: &Command, page: &mut Vec<u8>) -> io::Result<()> {
    // Every command can print its own help, and so can each of `help`'s.
    if command.get_name() == "help" {
        return Ok(());
    }
    let mut roff = Roff::new();
    let usage = command.clone().render_usage().to_string();
    let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage).split_whitespace().collect::<Vec<_>>().join(" ");
    roff.control("SS", [usage.as_str()]);
    if let Some(about) = command.get_long_about().or(command.get_about()) {
        for paragraph in about.to_string().split("\n\n") {
            roff.control("PP", []).text([roman(paragraph)]);
        }
    }
    for argument in command.get_arguments().filter(|argument| !matches!(argument.get_id().as_str(), "help" | "version"))
    {
        roff.control("TP", []).text([bold(name(argument))]);
        let mut help = argument.get_help().map(ToString::to_string).unwrap_or_default();
        let words: Vec<String> = possible_words(argument);
        if !words.is_empty() {
            help = format!("{help}: {}", words.join(", "));
        }
        let defaults: Vec<_> = argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
        if !defaults.is_empty() && argument.get_action().takes_values() {
            help = format!("{help} [default: {}]", defaults.join(" "));
        }
        roff.text([roman(help)]);
    }
    roff.to_writer(page)?;
    command.get_subcommands().try_for_each(|inner| render_command(inner, page))
}

/// An argument as it is typed: `-q, --quiet`, `--root <DIR>`, `<TITLE>`.
fn name(argument: &clap::Arg) -> String {
    let short = argument.get_short().map(|short| format!("-{short}, ")).unwrap_or_default();
    let values = argument.get_value_names().unwrap_or_default();
    let values: Vec<String> = values.iter().map(|value| format!("<{value}>")).collect();
    let values = if argument.get_action().takes_values() { values.join(" ") } else { String::new() };
    let long = argument.get_long().map(|long| format!("{short}--{long} ")).unwrap_or_default();
    format!("{long}{values}").trim_end().to_owned()
}

fn possible_words(argument: &clap::Arg) -> Vec<String> {
    if !argument.get_action().takes_values() {
        return Vec::new();
    }
    let words = argument.get_possible_values();
    words.iter().filter(|word| !word.is_hide_set()).map(|word| word.get_name().to_owned()).collect()
}

/// What holds for all commands.
fn render_closing(page: &mut Vec<u8>) -> io::Result<()> {
    Roff::new()
        .control("SH", ["EXIT STATUS"])
        .text([roman(
            "0 if all is well; 1 if something is wrong with the site; 2 if something is wrong with the arguments.",
        )])
        .text([roman("Of `slugline due`, 0 if a build is due, and 1 if not.")])
        .control("SH", ["FILES"])
        .text([bold("site.yaml"), roman(", tags.yaml, authors.yaml, content/, templates/, static/: the site.")])
        .text([
            bold("public/"),
            roman(": what a build makes. "),
            bold(".slugline/"),
            roman(": what it keeps for the next."),
        ])
        .control("SH", ["ENVIRONMENT"])
        .text([bold("NO_COLOR"), roman(": reports without colours.")])
        .text([
            bold("VISUAL"),
            roman(", "),
            bold("EDITOR"),
            roman(": what `slugline new` opens a post with, and what the links of `slugline serve` are for."),
        ])
        .text([bold("HTTPS_PROXY"), roman(": through what `slugline check --external` asks.")])
        .to_writer(page)
}
