//! Lines that were parsed before. Code repeats itself: `}`, blank lines, `import`s. What a grammar makes of a line follows
//! from the line and from the state in front of it, so it is worked out once for each pair. States of Oniguruma cannot pass
//! from thread to thread: each thread has a memory of its own.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use syntect::parsing::{ParseState, ScopeStackOp, SyntaxReference, SyntaxSet};

/// What a line does to the stack of scopes, by byte.
pub(super) type Ops = Rc<[(usize, ScopeStackOp)]>;

/// A state is found by comparing it with all that are known. Few grammars have more; a here-document with a name of its own
/// makes one each.
const MOST_STATES: usize = 128;

/// More lines than these are not kept of a grammar.
const MOST_LINES: usize = 16_384;

/// Lines of one grammar.
#[derive(Default)]
pub(super) struct Lines(RefCell<Known>);

#[derive(Default)]
struct Known {
    states: Vec<State>,
    lines: usize,
}

struct State {
    state: ParseState,
    /// By text, with its line feed.
    lines: HashMap<Box<str>, Line>,
}

struct Line {
    ops: Ops,
    /// The place of the state behind it.
    next: usize,
}

/// A state between two lines.
enum Place {
    /// One of those that are known.
    Known(usize),
    /// There are too many to know this one.
    Own(Box<ParseState>),
}

/// A block of code that is parsed line by line.
pub(super) struct Reading<'l> {
    lines: &'l Lines,
    syntaxes: &'l SyntaxSet,
    place: Place,
}

impl Lines {
    /// Begins with a block.
    pub(super) fn read<'l>(&'l self, syntax: &SyntaxReference, syntaxes: &'l SyntaxSet) -> Reading<'l> {
        let place = self.0.borrow_mut().place(ParseState::new(syntax));
        Reading { lines: self, syntaxes, place }
    }
}

impl Reading<'_> {
    /// What the next line does, which ends in a line feed; none if the grammar fails on it.
    pub(super) fn next(&mut self, line: &str) -> Option<Ops> {
        let mut state = match &self.place {
            Place::Own(state) => ParseState::clone(state),
            Place::Known(at) => {
                let known = self.lines.0.borrow();
                let state = known.states.get(*at)?;
                if let Some(Line { ops, next }) = state.lines.get(line) {
                    self.place = Place::Known(*next);
                    return Some(ops.clone());
                }
                state.state.clone()
            }
        };
        // A grammar may panic here, while nothing is borrowed.
        let ops: Ops = state.parse_line(line, self.syntaxes).ok()?.into();
        let mut known = self.lines.0.borrow_mut();
        let next = known.place(state);
        if let (Place::Known(at), Place::Known(next)) = (&self.place, &next) {
            known.keep(*at, line, Line { ops: ops.clone(), next: *next });
        }
        self.place = next;
        Some(ops)
    }
}

impl Known {
    fn place(&mut self, state: ParseState) -> Place {
        if let Some(at) = self.states.iter().position(|known| known.state == state) {
            return Place::Known(at);
        }
        if self.states.len() >= MOST_STATES {
            return Place::Own(Box::new(state));
        }
        self.states.push(State { state, lines: HashMap::new() });
        Place::Known(self.states.len() - 1)
    }

    fn keep(&mut self, at: usize, text: &str, line: Line) {
        if self.lines >= MOST_LINES {
            return;
        }
        if let Some(state) = self.states.get_mut(at) {
            self.lines += 1;
            state.lines.insert(text.into(), line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a parser without a memory makes of the same lines.
    fn afresh(code: &str, syntax: &SyntaxReference, syntaxes: &SyntaxSet) -> Vec<Vec<(usize, ScopeStackOp)>> {
        let mut state = ParseState::new(syntax);
        code.split_inclusive('\n').map(|line| state.parse_line(line, syntaxes).unwrap()).collect()
    }

    #[test]
    fn a_line_means_what_it_means_where_it_stands() {
        let syntaxes = two_face::syntax::extra_newlines();
        let lines = Lines::default();
        let rust = syntaxes.find_syntax_by_token("rs").unwrap();
        for code in ["let a = 1;\n/*\nlet a = 1;\n*/\nlet a = 1;\n", "let a = 1;\n\"\nlet a = 1;\n\";\nlet a = 1;\n"] {
            for _ in 0..2 {
                let mut reading = lines.read(rust, &syntaxes);
                let read: Vec<_> =
                    code.split_inclusive('\n').map(|line| reading.next(line).unwrap().to_vec()).collect();
                assert_eq!(read, afresh(code, rust, &syntaxes));
            }
        }
        // Of the ten, one stands where it stood before.
        assert_eq!(lines.0.borrow().lines, 9);
    }

    #[test]
    fn states_without_number_are_not_kept() {
        let syntaxes = two_face::syntax::extra_newlines();
        let lines = Lines::default();
        let shell = syntaxes.find_syntax_by_token("sh").unwrap();
        for number in 0..MOST_STATES * 2 {
            let code = format!("cat <<END{number}\nif [ a ]; then\nEND{number}\necho if\n");
            let mut reading = lines.read(shell, &syntaxes);
            let read: Vec<_> = code.split_inclusive('\n').map(|line| reading.next(line).unwrap().to_vec()).collect();
            assert_eq!(read, afresh(&code, shell, &syntaxes), "{number}");
        }
        assert_eq!(lines.0.borrow().states.len(), MOST_STATES);
    }
}
