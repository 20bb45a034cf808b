//! From the plan to bytes: each output on its own, in parallel, each handed on as soon as it is made.

mod pages;
mod redirects;

use std::collections::{BTreeMap, HashSet};

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::plan::{Output, OutputKind, Plan};
use crate::site::Site;
use crate::source;
use crate::template::{Templates, Views};

/// What an output is made with.
#[derive(Clone, Copy)]
pub struct Renderer<'r> {
    site: &'r Site,
    plan: &'r Plan,
    templates: &'r Templates,
    views: &'r Views<'r>,
}

impl<'r> Renderer<'r> {
    /// A renderer of the outputs of one plan.
    #[must_use]
    pub fn new(site: &'r Site, plan: &'r Plan, templates: &'r Templates, views: &'r Views<'r>) -> Self {
        Self { site, plan, templates, views }
    }

    /// The bytes of one output.
    ///
    /// # Errors
    /// If its template fails, or the file that it copies cannot be read.
    fn bytes(&self, output: &Output) -> Result<Vec<u8>, Box<Diagnostic>> {
        match &output.kind {
            OutputKind::Copy(from) => source::read_bytes(from).map_err(Box::new),
            OutputKind::Theme(bytes) => Ok(bytes.to_vec()),
            OutputKind::RedirectList(redirects) => Ok(redirects::list(&self.site.config, redirects).into_bytes()),
            _ => self.page(output).map(String::into_bytes),
        }
    }

    /// Makes every output and hands it to `put`. Goes on after a failure, to report all there are.
    ///
    /// # Errors
    /// Everything that failed; one cause in a template is reported once, with the first page and the number of pages.
    pub fn all(&self, put: impl Fn(&Output, Vec<u8>) -> Result<(), Diagnostic> + Sync) -> Result<(), Diagnostics> {
        let failures: Vec<Diagnostic> = self
            .plan
            .outputs
            .par_iter()
            .filter_map(|output| {
                let made = self.bytes(output);
                made.map_err(|problem| *problem).and_then(|bytes| put(output, bytes)).err()
            })
            .collect();
        if failures.is_empty() { Ok(()) } else { Err(once_each(failures)) }
    }

    /// Makes the first output of each template and throws it away: what is wrong with templates is so found even when
    /// nothing will be published.
    #[must_use]
    pub fn rehearse(&self) -> Diagnostics {
        let mut seen = HashSet::new();
        let failures = self
            .plan
            .outputs
            .iter()
            .filter(|output| {
                self.template(&output.kind).is_some_and(|name| self.templates.contains(name) && seen.insert(name))
            })
            .filter_map(|output| self.page(output).err())
            .map(|problem| *problem);
        once_each(failures.collect())
    }
}

/// Puts failures of one cause together.
fn once_each(failures: Vec<Diagnostic>) -> Diagnostics {
    let mut causes: BTreeMap<(String, Option<Span>, String), (Diagnostic, usize)> = BTreeMap::new();
    for failure in failures {
        let label = failure.label();
        let key = (
            failure.path().to_owned(),
            label.map(|label| label.span),
            format!("{} {}", failure.headline, label.map_or("", |label| &label.text)),
        );
        causes.entry(key).and_modify(|(_, count)| *count += 1).or_insert((failure, 1));
    }
    let mut problems = Diagnostics::new();
    for (failure, count) in causes.into_values() {
        problems.push(match count {
            1 => failure,
            more => failure.note(format!("and {} more pages", more - 1)),
        });
    }
    problems
}
