//! What breaks a rule, counted as the site wants it.

use crate::config::{Config, Level, Rule};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::edit::Edit;

/// Something that breaks a rule.
pub(super) struct Finding {
    /// What is told of it.
    pub(super) diagnostic: Diagnostic,
    /// An edit of its file that most likely puts it right.
    pub(super) edit: Option<Edit>,
}

/// What was found so far.
pub(super) struct Findings<'c> {
    config: &'c Config,
    found: Vec<Finding>,
}

impl<'c> Findings<'c> {
    pub(super) fn new(config: &'c Config) -> Self {
        Self { config, found: Vec::new() }
    }

    /// How things are configured.
    pub(super) fn config(&self) -> &'c Config {
        self.config
    }

    /// Whether anybody wants to know of a rule.
    pub(super) fn wants(&self, rule: Rule) -> bool {
        self.config.level(rule) != Level::Off
    }

    /// Adds what breaks a rule, unless the rule is off.
    pub(super) fn push(&mut self, rule: Rule, diagnostic: Diagnostic) {
        self.push_with(rule, diagnostic, None);
    }

    /// The same, with the edit that would put it right if there is one.
    pub(super) fn push_with(&mut self, rule: Rule, mut diagnostic: Diagnostic, edit: Option<Edit>) {
        diagnostic.severity = match self.config.level(rule) {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Off => return,
        };
        self.found.push(Finding { diagnostic: diagnostic.rule(rule.name()), edit });
    }

    pub(super) fn append(&mut self, other: Self) {
        self.found.extend(other.found);
    }

    pub(super) fn all(&self) -> &[Finding] {
        &self.found
    }

    pub(super) fn into_diagnostics(self) -> Diagnostics {
        let mut all = Diagnostics::new();
        all.extend(self.found.into_iter().map(|finding| finding.diagnostic));
        all
    }
}
