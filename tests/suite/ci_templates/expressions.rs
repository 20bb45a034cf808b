//! The expressions of workflows, as far as ours use them: `${{ a.b == 'c' && startsWith(d, 'e') }}`.

/// What an expression is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Flag(bool),
    Text(String),
}

impl Value {
    fn is_true(&self) -> bool {
        match self {
            Self::Flag(flag) => *flag,
            Self::Text(text) => !text.is_empty(),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Flag(flag) => flag.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

/// What names stand for, by their whole path.
pub(super) type Names<'n> = &'n dyn Fn(&str) -> String;

/// A text with its expressions worked out.
pub(super) fn filled(text: &str, names: Names<'_>) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("${{") {
        let (expression, after) = behind.split_once("}}").unwrap();
        shown += before;
        shown += &value(expression, names).text();
        rest = after;
    }
    shown + rest
}

/// Whether a condition holds.
pub(super) fn holds(condition: &str, names: Names<'_>) -> bool {
    let bare = condition.trim().trim_start_matches("${{").trim_end_matches("}}");
    value(bare, names).is_true()
}

fn value(expression: &str, names: Names<'_>) -> Value {
    let tokens = tokens(expression);
    let mut parser = Parser { tokens: &tokens, names };
    let value = parser.either();
    assert!(parser.tokens.is_empty(), "{expression}: {:?} is left", parser.tokens);
    value
}

fn tokens(expression: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = expression.trim_start();
    while let Some(first) = rest.chars().next() {
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
        let length = match first {
            '\'' => rest[1..].find('\'').unwrap() + 2,
            '(' | ')' | ',' => 1,
            _ if is_name(first) => rest.find(|c| !is_name(c)).unwrap_or(rest.len()),
            _ => 2,
        };
        tokens.push(rest[..length].to_owned());
        rest = rest[length..].trim_start();
    }
    tokens
}

struct Parser<'p> {
    tokens: &'p [String],
    names: Names<'p>,
}

impl Parser<'_> {
    fn takes(&mut self, token: &str) -> bool {
        let is_next = self.tokens.first().is_some_and(|next| next == token);
        if is_next {
            self.tokens = &self.tokens[1..];
        }
        is_next
    }

    fn either(&mut self) -> Value {
        let mut value = self.both();
        while self.takes("||") {
            let other = self.both();
            value = if value.is_true() { value } else { other };
        }
        value
    }

    fn both(&mut self) -> Value {
        let mut value = self.equal();
        while self.takes("&&") {
            let other = self.equal();
            value = if value.is_true() { other } else { value };
        }
        value
    }

    fn equal(&mut self) -> Value {
        let value = self.single();
        if self.takes("==") {
            return Value::Flag(value.text() == self.single().text());
        }
        if self.takes("!=") {
            return Value::Flag(value.text() != self.single().text());
        }
        value
    }

    fn single(&mut self) -> Value {
        if self.takes("(") {
            let value = self.either();
            assert!(self.takes(")"));
            return value;
        }
        let (token, rest) = self.tokens.split_first().unwrap();
        self.tokens = rest;
        if let Some(text) = token.strip_prefix('\'') {
            return Value::Text(text.trim_end_matches('\'').to_owned());
        }
        if self.takes("(") {
            assert_eq!(token, "startsWith", "no other function is known here");
            let text = self.either().text();
            assert!(self.takes(","));
            let start = self.either().text();
            assert!(self.takes(")"));
            return Value::Flag(text.starts_with(&start));
        }
        Value::Text((self.names)(token))
    }
}

#[test]
fn expressions_mean_what_they_mean_in_workflows() {
    let names = |name: &str| if name == "github.ref" { "main".to_owned() } else { String::new() };
    assert_eq!(filled("on ${{ github.ref }}, ${{ inputs.none || 'x' }}", &names), "on main, x");
    assert!(holds("github.ref == 'main' && (github.x != 'y' || github.ref == 'z')", &names));
    assert!(!holds("${{ startsWith(github.ref, 'ma') && inputs.none }}", &names));
}
