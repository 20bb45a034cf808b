//! The manual page and the completions name what the program takes.

use crate::site_test::SiteTest;

/// The lines of a command's help that begin with one of its long options, and the options.
fn long_options(help: &str) -> Vec<String> {
    let options =
        help.lines().filter_map(|line| line.trim_start().split("--").nth(1).filter(|_| line.starts_with("  ")));
    let words = options.map(|rest| rest.split([' ', ',']).next().unwrap_or_default().to_owned());
    words.filter(|word| !word.is_empty() && !["help", "version"].contains(&word.as_str())).collect()
}

const COMMANDS: [&[&str]; 9] = [
    &["build"],
    &["due"],
    &["new"],
    &["init"],
    &["tags"],
    &["tags", "merge"],
    &["tags", "rename"],
    &["schema"],
    &["completions"],
];

#[test]
fn the_manual_has_every_command_and_option() {
    let site = SiteTest::nothing();
    let run = site.run(&["man"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let page = run.stdout.replace("\\-", "-");
    assert!(page.contains(".TH slugline 1"), "{page}");
    for command in COMMANDS {
        let words = command.join(" ");
        let start = page.find(&format!(".SS \"slugline {words} ")).unwrap_or_else(|| panic!("{words} in {page}"));
        let section = page[start + 1..].split(".SS").next().unwrap();
        let help = site.run(&[command, &["-h"]].concat()).stdout;
        for option in long_options(&help) {
            assert!(section.contains(&format!("--{option}")), "--{option} of {words} in {section}");
        }
    }
}

#[test]
fn completions_know_every_command_and_option() {
    let site = SiteTest::nothing();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = site.run(&["completions", shell]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{shell}");
        for command in COMMANDS {
            let help = site.run(&[command, &["-h"]].concat()).stdout;
            let options = long_options(&help);
            for word in command.iter().copied().chain(options.iter().map(String::as_str)) {
                assert!(run.stdout.contains(word), "{word} of {command:?} in {shell}");
            }
        }
    }
    assert_eq!(site.run(&["completions", "csh"]).status, 2);
}
