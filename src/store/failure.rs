//! What a store says when it says no, in the words of a report.

use object_store::Error;

use super::open::who;
use crate::config::StoreKind;
use crate::diagnostic::Diagnostic;

/// Why something was not done.
#[derive(Debug)]
pub struct Failure(Error);

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl Failure {
    /// Whether somebody else was first: the condition of a change did not hold.
    #[must_use]
    pub fn is_late(&self) -> bool {
        matches!(self.0, Error::AlreadyExists { .. } | Error::Precondition { .. })
    }

    /// Whether the store knows no conditions at all.
    #[must_use]
    pub fn is_unknown_to_the_store(&self) -> bool {
        matches!(self.0, Error::NotImplemented { .. } | Error::NotSupported { .. })
            || self.text().contains("NotImplemented")
    }

    /// Whether it may be otherwise in a moment.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self.0, Error::Generic { .. }) && !self.text().contains("403 Forbidden")
    }

    /// A report of it.
    #[must_use]
    pub fn problem(&self, doing: &str, address: &str, kind: StoreKind) -> Diagnostic {
        let text = self.text();
        let is_refused = matches!(self.0, Error::PermissionDenied { .. } | Error::Unauthenticated { .. })
            || ["403 Forbidden", "401 Unauthorized"].iter().any(|status| text.contains(status));
        // Some say by the same status that there is no room.
        if is_refused && !text.contains("Quota") {
            let problem = Diagnostic::error(format!("cannot {doing} `{address}`: it is not allowed to who asks"));
            let problem = said(&text).into_iter().fold(problem, Diagnostic::note);
            let help = format!("{}; the key must be allowed to read, write, list and delete there", who(kind));
            return problem.help(help);
        }
        if text.contains("NoSuchBucket") || text.contains("ContainerNotFound") {
            return Diagnostic::error(format!("cannot {doing} `{address}`: there is no such bucket"))
                .help("make it, or write its name as it is");
        }
        let said = said(&text).unwrap_or_else(|| self.innermost());
        Diagnostic::error(format!("cannot {doing} `{address}`: {said}"))
    }

    fn text(&self) -> String {
        self.0.to_string()
    }

    fn innermost(&self) -> String {
        let mut error: &dyn std::error::Error = &self.0;
        while let Some(source) = error.source() {
            error = source;
        }
        let said = error.to_string();
        let first = said.lines().next().unwrap_or_default();
        // As the client of HTTP begins what the system says.
        first.strip_prefix("io: ").unwrap_or(first).to_owned()
    }
}

/// What the answer's XML says to people, if there is one.
fn said(text: &str) -> Option<String> {
    let between = |name: &str| {
        let (_, rest) = text.split_once(&format!("<{name}>"))?;
        rest.split_once(&format!("</{name}>"))
            .map(|(said, _)| said.trim().lines().next().unwrap_or_default().to_owned())
    };
    match (between("Code"), between("Message")) {
        (Some(code), Some(message)) => Some(format!("{message} ({code})")),
        (Some(one), None) | (None, Some(one)) => Some(one),
        (None, None) => None,
    }
}
