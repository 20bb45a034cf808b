//! Code blocks as HTML: text with a span around each run of one token kind.
//!
//! The grammars are Sublime Text's, run by syntect. Their scopes, hundreds per language, are reduced to the few token
//! kinds of [`RULES`], each a class of one letter or two, which `static/css/syntax.css` colours.

mod kept;
mod lines;
mod names;

use std::cell::RefCell;
use std::collections::HashMap;
use std::panic::{self, AssertUnwindSafe};
use std::rc::Rc;
use std::sync::OnceLock;

use pulldown_cmark_escape::escape_html_body_text;
use syntect::parsing::{BasicScopeStackOp, Scope, ScopeStack, SyntaxReference, SyntaxSet};

pub use kept::Code;
use kept::Kept;
use lines::Lines;

/// A longer line is generated or minified; the time of some grammars grows with the square of a line's length.
const LONGEST_LINE: usize = 2_000;

/// Class for text that stands out in no way: such a run gets no span.
const PLAIN: &str = "";

/// Scope prefix to class; the longest prefix that fits decides. A scope without a rule looks like what it stands in,
/// so that quotes look like their string.
///
/// `a` attribute, key; `b` constant; `c` comment; `d` deleted; `e` escape, regular expression; `f` function; `g` tag;
/// `h` heading; `i` emphasis; `k` keyword; `m` macro, annotation; `n` number; `o` operator; `p` parameter; `s` string;
/// `t` storage; `u` inserted; `w` strong; `x` invalid; `y` type.
#[rustfmt::skip]
const RULES: [(&str, &str); 79] = [
    ("comment", "c"),
    ("constant", "b"), ("constant.character", "s"), ("constant.character.entity", "e"), ("constant.numeric", "n"),
    ("constant.character.escape", "e"), ("constant.other.color", "n"), ("constant.other.datetime", "n"),
    ("constant.other.placeholder", "e"),
    ("entity.name", "y"), ("entity.name.constant", "b"), ("entity.name.function", "f"), ("entity.name.import", PLAIN),
    ("entity.name.label", "b"), ("entity.name.macro", "m"), ("entity.name.module", PLAIN),
    ("entity.name.namespace", PLAIN), ("entity.name.other", PLAIN), ("entity.name.package", PLAIN),
    ("entity.name.section", "h"), ("entity.name.tag", "g"), ("entity.name.tag.toml", "a"),
    ("entity.name.tag.yaml", "a"), ("entity.name.variable", PLAIN), ("entity.other", "a"),
    ("entity.other.inherited-class", "y"),
    ("invalid.illegal", "x"),
    ("keyword", "k"), ("keyword.declaration", "t"), ("keyword.operator", "o"), ("keyword.operator.expression", "k"),
    ("keyword.operator.logical.python", "k"), ("keyword.operator.new", "k"), ("keyword.operator.regexp", "e"),
    ("keyword.operator.type.annotation", PLAIN), ("keyword.operator.word", "k"), ("keyword.other.unit", "n"),
    ("markup.bold", "w"), ("markup.deleted", "d"), ("markup.heading", "h"), ("markup.inserted", "u"),
    ("markup.italic", "i"), ("markup.quote", "c"), ("markup.raw", "s"), ("markup.underline.link", "s"),
    ("meta.annotation", "m"), ("meta.diff.header", "h"), ("meta.diff.range", "m"), ("meta.embedded", PLAIN),
    ("meta.group.expansion", PLAIN), ("meta.interpolation", PLAIN), ("meta.mapping.key", "a"),
    ("meta.template.expression", PLAIN),
    ("punctuation.definition.template-expression", "e"), ("punctuation.section.embedded", "e"),
    ("punctuation.section.interpolation", "e"),
    ("source", PLAIN), ("source.regexp", "e"),
    ("storage", "t"), ("storage.modifier", "k"), ("storage.type.annotation", "m"),
    ("storage.type.function.arrow", "o"), ("storage.type.string", "s"),
    ("string", "s"), ("string.regexp", "e"),
    ("support.class", "y"), ("support.constant", "b"), ("support.function", "f"), ("support.macro", "m"),
    ("support.type", "y"), ("support.type.custom-property", "a"), ("support.type.property-name", "a"),
    ("support.variable", PLAIN),
    ("text", PLAIN),
    ("variable", PLAIN), ("variable.annotation", "m"), ("variable.function", "f"), ("variable.language", "b"),
    ("variable.parameter", "p"),
];

/// What writers call a language, in lower case, where no grammar has that name or the wrong one would be found.
#[rustfmt::skip]
const ALIASES: [(&str, &str); 52] = [
    ("assembly", "x86_64 Assembly"), ("batch", "Batch File"), ("c#", "C#"), ("cjs", JAVASCRIPT),
    ("common-lisp", "Lisp"), ("console", "bash"), ("csharp", "C#"), ("cuda", "C++"), ("docker", DOCKERFILE),
    ("dockerfile", DOCKERFILE), ("elisp", "Lisp"), ("emacs-lisp", "Lisp"), ("env", "DotENV"), ("f#", "F#"),
    ("fortran", "Fortran (Modern)"), ("fs", "F#"), ("fsharp", "F#"), ("golang", "Go"), ("javascript", JAVASCRIPT),
    ("js", JAVASCRIPT), ("json5", "JSON"), ("jsonc", "JSON"), ("jsonl", "JSON"), ("jsx", JAVASCRIPT), ("ksh", "bash"),
    ("mariadb", "SQL"), ("mdx", "Markdown"), ("mjs", JAVASCRIPT), ("mysql", "SQL"), ("ndjson", "JSON"),
    ("obj-c", "Objective-C"), ("objc", "Objective-C"), ("objc++", "Objective-C++"), ("objective-c++", "Objective-C++"),
    ("objectivec", "Objective-C"), ("postgres", "SQL"), ("postgresql", "SQL"), ("psql", "SQL"), ("pwsh", "PowerShell"),
    ("python3", "Python"), ("regex", "Regular Expression"), ("regexp", "Regular Expression"), ("scheme", "Lisp"),
    ("sh-session", "bash"), ("shell", "bash"), ("shell-session", "bash"), ("shellscript", "bash"),
    ("shellsession", "bash"), ("sqlite", "SQL"), ("terminal", "bash"), ("ts", "TypeScript"), ("vimscript", "VimL"),
];
const DOCKERFILE: &str = "Dockerfile (with bash)";
/// A superset that reads JavaScript better than the grammars of that name.
const JAVASCRIPT: &str = "TypeScriptReact";

/// Names for text that is in no language.
const TEXT: [&str; 6] = ["text", "plain", "plaintext", "txt", "none", "output"];

/// Turns code into HTML. Making one costs nothing: the grammars are read at the first use, each regular expression in
/// them is compiled when it is first tried. Share one between threads.
#[derive(Default)]
pub struct Highlighter {
    grammars: OnceLock<Grammars>,
    kept: Kept,
}

impl std::fmt::Debug for Highlighter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Highlighter").field("has_read_grammars", &self.grammars.get().is_some()).finish_non_exhaustive()
    }
}

impl Highlighter {
    /// A highlighter that has read nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One that knows what was made before. `load` is called when the first block comes.
    #[must_use]
    pub fn remembering(load: impl Fn() -> Code + Send + Sync + 'static) -> Self {
        Self { kept: Kept::loading(load), ..Self::default() }
    }

    /// Begins to colour code on one thread.
    #[must_use]
    pub fn session(&self) -> Session<'_> {
        Session { highlighter: self, lines: RefCell::default() }
    }

    /// What the next one should remember; none if it is what this one remembered.
    #[must_use]
    pub fn to_remember(&self) -> Option<Code> {
        self.kept.changed()
    }
}

/// Colouring on one thread, which remembers the lines that it has seen: what many blocks are coloured with should be one.
pub struct Session<'h> {
    highlighter: &'h Highlighter,
    /// By the grammar's name.
    lines: RefCell<HashMap<String, Rc<Lines>>>,
}

impl Session<'_> {
    /// The HTML for the inside of `<code>`, or `None` if the language is unknown.
    ///
    /// `language` is the info string of a fenced code block: what stands before the first white space, comma or `{`
    /// counts, in any case. Without its tags and with `&amp;`, `&lt;` and `&gt;` read back the HTML is `code` exactly.
    #[must_use]
    pub fn highlight(&self, language: &str, code: &str) -> Option<String> {
        let name = word(language).to_ascii_lowercase();
        if TEXT.contains(&name.as_str()) {
            return Some(escaped(code));
        }
        let Highlighter { grammars, kept } = self.highlighter;
        let key = Kept::key(&name, code);
        if let Some(html) = kept.find(key) {
            return Some(html);
        }
        let grammars = grammars.get_or_init(Grammars::read);
        let syntax = grammars.find(&name, code)?;
        if code.split('\n').any(|line| line.len() > LONGEST_LINE) {
            return Some(escaped(code));
        }
        // Some grammars hold regular expressions that compile only once text from an earlier match is put in; syntect
        // panics on one that does not compile. No code block is worth a build.
        let lines = self.lines(syntax);
        let spans = panic::catch_unwind(AssertUnwindSafe(|| grammars.spans(syntax, code, &lines))).ok().flatten();
        let html = spans.unwrap_or_else(|| escaped(code));
        kept.keep(key, html.clone());
        Some(html)
    }

    /// What readers call the language of an info string: by its grammar, or by the writer's word where there is none. `None` for
    /// text that is in no language.
    #[must_use]
    pub fn language(&self, info: &str) -> Option<String> {
        let word = word(info);
        let lower = word.to_ascii_lowercase();
        if word.is_empty() || TEXT.contains(&lower.as_str()) {
            return None;
        }
        if let Some(name) = names::of_word(&lower) {
            return Some(name.to_owned());
        }
        let Highlighter { grammars, kept } = self.highlighter;
        let key = Kept::name_key(word);
        let name = kept.find(key).unwrap_or_else(|| {
            let syntax = grammars.get_or_init(Grammars::read).find(&lower, "");
            let name = syntax.map(|syntax| names::of_grammar(&syntax.name)).or_else(|| names::as_written(word));
            let name = name.unwrap_or_default().to_owned();
            kept.keep(key, name.clone());
            name
        });
        (!name.is_empty()).then_some(name)
    }

    fn lines(&self, syntax: &SyntaxReference) -> Rc<Lines> {
        let mut lines = self.lines.borrow_mut();
        match lines.get(&syntax.name) {
            Some(lines) => lines.clone(),
            None => lines.entry(syntax.name.clone()).or_default().clone(),
        }
    }
}

/// What stands before the first white space, comma or `{` of an info string.
fn word(info: &str) -> &str {
    info.trim_start().split(|c: char| c.is_whitespace() || c == ',' || c == '{').next().unwrap_or_default()
}

struct Grammars {
    syntaxes: SyntaxSet,
    /// [`RULES`], longest prefix first.
    rules: Vec<(Scope, &'static str)>,
}

impl Grammars {
    fn read() -> Self {
        let rule = |&(prefix, class): &(&str, &'static str)| Scope::new(prefix).ok().map(|scope| (scope, class));
        let mut rules: Vec<_> = RULES.iter().filter_map(rule).collect();
        rules.sort_by_key(|(prefix, _)| std::cmp::Reverse(prefix.len()));
        Self { syntaxes: two_face::syntax::extra_newlines(), rules }
    }

    fn find(&self, name: &str, code: &str) -> Option<&SyntaxReference> {
        // An excerpt of PHP without its opening tag would be all HTML text.
        if name == "php" && !code.contains("<?") {
            return self.syntaxes.find_syntax_by_name("PHP Source");
        }
        let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, name)| name);
        self.syntaxes.find_syntax_by_name(name).or_else(|| self.syntaxes.find_syntax_by_token(name))
    }

    /// `None` if the grammar fails on this code.
    fn spans(&self, syntax: &SyntaxReference, code: &str, lines: &Lines) -> Option<String> {
        let mut reading = lines.read(syntax, &self.syntaxes);
        let mut scopes = ScopeStack::new();
        let mut classes = Classes { rules: &self.rules, known: HashMap::new(), stack: Vec::new() };
        let mut spans = Spans { html: String::with_capacity(code.len() * 2), ..Spans::default() };
        for line in code.split_inclusive('\n') {
            // The grammars count on a line feed at the end of every line.
            let ops = if line.ends_with('\n') { reading.next(line) } else { reading.next(&format!("{line}\n")) }?;
            let mut start = 0;
            for (at, op) in ops.iter() {
                let at = (*at).min(line.len());
                if let Some(run) = line.get(start..at) {
                    spans.push(classes.current(), run);
                    start = at;
                }
                scopes.apply_with_hook(op, |op, _| classes.apply(&op)).ok()?;
            }
            spans.push(classes.current(), line.get(start..)?);
        }
        Some(spans.finish())
    }
}

/// The class of each scope on the stack, with those that come from outer scopes.
struct Classes<'a> {
    rules: &'a [(Scope, &'static str)],
    known: HashMap<Scope, Option<&'static str>>,
    stack: Vec<&'static str>,
}

impl Classes<'_> {
    fn current(&self) -> &'static str {
        self.stack.last().copied().unwrap_or(PLAIN)
    }

    fn apply(&mut self, op: &BasicScopeStackOp) {
        match op {
            BasicScopeStackOp::Pop => {
                self.stack.pop();
            }
            BasicScopeStackOp::Push(scope) => {
                let rules = self.rules;
                let find = || rules.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|(_, class)| *class);
                let class = *self.known.entry(*scope).or_insert_with(find);
                self.stack.push(match (self.current(), class) {
                    // The keys of JSON are strings, but a reader looks for keys.
                    ("a", Some("s")) => "a",
                    (outer, class) => class.unwrap_or(outer),
                });
            }
        }
    }
}

/// HTML in the making. White space waits in `gap` until it is known whether it stands inside a span.
#[derive(Default)]
struct Spans {
    html: String,
    open: &'static str,
    gap: String,
}

impl Spans {
    fn push(&mut self, class: &'static str, run: &str) {
        let (before, rest) = run.split_at(run.len() - run.trim_start().len());
        let (text, after) = rest.split_at(rest.trim_end().len());
        self.gap.push_str(before);
        if text.is_empty() {
            return;
        }
        if class == self.open {
            self.html.push_str(&self.gap);
        } else {
            self.close();
            if class != PLAIN {
                self.html.push_str("<span class=\"");
                self.html.push_str(class);
                self.html.push_str("\">");
            }
            self.open = class;
        }
        escape_into(&mut self.html, text);
        self.gap.clear();
        self.gap.push_str(after);
    }

    fn close(&mut self) {
        if self.open != PLAIN {
            self.html.push_str("</span>");
        }
        self.html.push_str(&self.gap);
    }

    fn finish(mut self) -> String {
        self.close();
        self.html
    }
}

fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 8);
    escape_into(&mut html, text);
    html
}

fn escape_into(html: &mut String, text: &str) {
    // Writing to a string cannot fail.
    let _ = escape_html_body_text(html, text);
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::TestRunner;

    const CSS: &str = include_str!("../../../static/css/syntax.css");
    const COLOURS: &str = include_str!("../../../static/css/colours.css");

    /// What a reader sees: tags dropped, entities read back.
    fn visible(html: &str) -> String {
        let text: String = html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect();
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    }

    /// `[class text]` for each span, so that the expected HTML of a test stays legible.
    fn brief(language: &str, code: &str) -> String {
        let html = Highlighter::new().session().highlight(language, code).unwrap_or_default();
        html.replace("<span class=\"", "[").replace("\">", " ").replace("</span>", "]")
    }

    #[test]
    fn rust_html() {
        let code = "/// Adds.\n#[must_use]\npub fn add<'a>(x: &'a str) -> u8 { println!(\"{x}\\n\"); 1 }";
        let html = concat!(
            "<span class=\"c\">/// Adds.</span>\n<span class=\"m\">#[must_use]</span>\n",
            "<span class=\"k\">pub</span> <span class=\"t\">fn</span> <span class=\"f\">add</span>&lt;",
            "<span class=\"k\">'a</span>&gt;(<span class=\"p\">x</span>: <span class=\"o\">&amp;</span>",
            "<span class=\"k\">'a</span> <span class=\"t\">str</span>) -&gt; <span class=\"t\">u8</span> { ",
            "<span class=\"m\">println!</span>(<span class=\"s\">\"</span><span class=\"e\">{x}\\n</span>",
            "<span class=\"s\">\"</span>); <span class=\"n\">1</span> }",
        );
        assert_eq!(Highlighter::new().session().highlight("rust,ignore", code).as_deref(), Some(html));
    }

    #[test]
    fn token_kinds() {
        let cases = [
            ("toml", "[a]\nb = 1.5 # c\n", "[[y a]]\n[a b] = [n 1.5] [c # c]\n"),
            ("ts", "let x: Foo = `a ${b}`", "[t let] x: [y Foo] [o =] [s `a] [e ${]b[e }][s `]"),
            ("jsx", "<p id=\"a\">x</p>", "&lt;[g p] [a id][o =][s \"a\"]&gt;x&lt;/[g p]&gt;"),
            ("docker", "FROM rust AS b\nRUN a && b\n", "[k FROM] rust [k AS] b\n[k RUN] [f a] [o &amp;&amp;] [f b]\n"),
            ("nix", "{ a = \"x\"; b = true; }", "{ [a a] [o =] [s \"x\"]; [a b] [o =] [b true]; }"),
            ("zig", "pub fn go() void {}", "[k pub] [t fn] [f go]() [t void] {}"),
            ("json", "{\"a\": [\"b\", null]}", "{[a \"a\"]: [[s \"b\"], [b null]]}"),
            ("diff", "-a\n+b\n c\n", "[d -a]\n[u +b]\n c\n"),
            ("c", "/* a\n\n b */\n// c\nint x;", "[c /* a\n\n b */\n// c]\n[t int] x;"),
            ("php", "return 1;", "[k return] [n 1];"),
            ("markdown", "# A\n*b*\n", "[h # A]\n[i *b*]\n"),
            ("txt", "a < \"b\" & c > d", "a &lt; \"b\" &amp; c &gt; d"),
            ("rust", "", ""),
        ];
        for (language, code, expected) in cases {
            assert_eq!(brief(language, code), expected, "{language}");
        }
    }

    #[test]
    fn languages_by_name_and_alias() {
        let grammars = Grammars::read();
        let found = |name: &str| grammars.find(name, "").map_or("", |syntax| syntax.name.as_str());
        let cases = "rust rs typescript ts tsx javascript js jsx python py toml dockerfile docker nix zig c c++ cpp \
            c# cs csharp f# fs fsharp objc objective-c kotlin kt swift go golang sh bash shell console zsh fish ps1 \
            powershell yaml yml json jsonc html xml css scss sql diff patch make makefile cmake elixir erlang haskell \
            ocaml lua ruby rb perl php java scala r julia dart graphql protobuf proto terraform hcl nginx ini vue \
            svelte tex latex markdown md asm groovy clojure lisp vim";
        assert_eq!(cases.split_whitespace().find(|name| found(name).is_empty()), None);
        let same = [
            ("c", "C"),
            ("fs", "F#"),
            ("js", JAVASCRIPT),
            ("r", "R"),
            ("tex", "LaTeX"),
            ("zsh", "Bourne Again Shell (bash)"),
        ];
        for (name, grammar) in same {
            assert_eq!(found(name), grammar);
        }
        assert!(ALIASES.iter().all(|(_, name)| !found(name).is_empty()));
    }

    #[test]
    fn the_info_string_is_cut_and_unknown_languages_are_none() {
        let highlighter = Highlighter::new();
        let session = highlighter.session();
        for info in ["Rust", " rust ", "rust,ignore", "rust {hl_lines=[1]}", "rust{1}"] {
            assert_eq!(session.highlight(info, "1").as_deref(), Some("<span class=\"n\">1</span>"), "{info}");
        }
        for info in ["", ",rust", "no such language", "{.rust}"] {
            assert_eq!(session.highlight(info, "1"), None, "{info}");
        }
    }

    #[test]
    fn languages_have_names_that_readers_know() {
        let highlighter = Highlighter::new();
        let session = highlighter.session();
        for (info, name) in [
            ("rust", "Rust"),
            ("RS,ignore", "Rust"),
            ("ts", "TypeScript"),
            ("tsx", "TSX"),
            ("js", "JavaScript"),
            ("jsx", "JSX"),
            ("sh", "Shell"),
            ("zsh", "Shell"),
            ("console", "Console"),
            ("php", "PHP"),
            ("c++ {1}", "C++"),
            ("docker", "Dockerfile"),
            ("vim", "Vim script"),
            ("yml", "YAML"),
            ("postgres", "SQL"),
            ("Gleam-2", "Gleam-2"),
        ] {
            assert_eq!(session.language(info).as_deref(), Some(name), "{info}");
            assert_eq!(session.language(info).as_deref(), Some(name), "{info}, kept");
        }
        for info in ["", "text", "Output", "{.rust}", "<b>", "\"", "a-word-that-is-longer-than-any-language"] {
            assert_eq!(session.language(info), None, "{info}");
        }
    }

    #[test]
    fn a_very_long_line_is_only_escaped() {
        let code = format!("let x = 1;\n{}", "<".repeat(LONGEST_LINE + 1));
        assert_eq!(Highlighter::new().session().highlight("rust", &code), Some(escaped(&code)));
    }

    #[test]
    fn the_style_sheet_has_every_class() {
        for (prefix, class) in RULES.iter().filter(|(_, class)| *class != PLAIN) {
            assert!(CSS.contains(&format!("\npre code .{class} {{")), "{prefix}: {class}");
        }
    }

    #[test]
    fn every_colour_of_the_style_sheet_is_one_of_the_theme() {
        let used: BTreeSet<&str> = CSS.split("var(--").skip(1).filter_map(|rest| rest.split(')').next()).collect();
        let named = COLOURS.lines().filter_map(|line| line.trim_start().strip_prefix("--")?.split(':').next());
        let there: BTreeSet<&str> = named.filter(|name| name.starts_with("code-")).collect();
        assert_eq!(used, there);
    }

    #[test]
    fn the_text_stays_as_it_was() {
        let language = "rs|ts|php|html|md|yaml|sh|c\\+\\+|elixir|nix|tex|diff|zig|ruby|\\PC{0,8}";
        let code = "([ \t\r\n]|[a-c0-9]|[<>&\"'`/*#${}()=;:@-]|if|é|日|\\PC|.){0,80}";
        let highlighter = Highlighter::new();
        let session = highlighter.session();
        let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) };
        let outcome = TestRunner::new(config).run(&(language, code), |(language, code)| {
            if let Some(html) = session.highlight(&language, &code) {
                prop_assert_eq!(visible(&html), code);
            }
            Ok(())
        });
        assert_eq!(outcome, Ok(()));
    }
}
