//! Edits of YAML: exactly the wanted change, and every other byte as it was.

use std::fmt::Write as _;
use std::path::Path;

use proptest::prelude::*;
use slugline::diagnostic::Span;
use slugline::edit::{Edit, Step, YamlText, apply};
use slugline::source::{Source, SourceFile};
use slugline::write::{Rewritten, rewrite};
use slugline::yaml::{Node, Value};

use crate::site_test::SiteTest;

fn read(text: &str) -> YamlText {
    read_source(&SourceFile::new("tags.yaml", text))
}

fn read_source(source: &Source) -> YamlText {
    YamlText::read(source, Span::new(0, source.text.len()))
        .unwrap_or_else(|problem| panic!("{}: {problem:?}", source.text))
}

fn edited(text: &str, edit: &Edit) -> String {
    apply(text, std::slice::from_ref(edit)).unwrap()
}

fn json(node: &Node) -> serde_json::Value {
    serde_json::to_value(node).unwrap()
}

fn pushed(text: &str) -> String {
    match read(text).push_item(&[Step::Key("AI"), Step::Key("aliases")], "ML") {
        Ok(edit) => edited(text, &edit),
        Err(problem) => format!("{}\n{}", problem.headline, problem.help.unwrap()),
    }
}

#[test]
fn an_item_is_added_in_the_form_of_the_list() {
    for (before, after) in [
        ("AI: {aliases: [A]} # so\n", "AI: {aliases: [A, ML]} # so\n"),
        ("AI: {aliases: []}\n", "AI: {aliases: [ML]}\n"),
        ("AI: {aliases: [A,]}\n", "AI: {aliases: [A, ML,]}\n"),
        ("AI: {aliases: }\n", "AI: {aliases: [ML] }\n"),
        ("AI: {aliases}\n", "AI: {aliases: [ML]}\n"),
        ("AI:\n  aliases: ~\n", "AI:\n  aliases: [ML]\n"),
        ("AI:\n  aliases: # none\nB:\n", "AI:\n  aliases: [ML] # none\nB:\n"),
        ("AI:\n  aliases: A b # one\n", "AI:\n  aliases: [A b, ML] # one\n"),
        ("AI:\n  aliases: a, b\n", "AI:\n  aliases: [\"a, b\", ML]\n"),
        ("AI:\n  aliases: 'A'\n", "AI:\n  aliases: ['A', ML]\n"),
        ("AI:\n  aliases:\n  - A # one\n  # two\nB:\n", "AI:\n  aliases:\n  - A # one\n  - ML\n  # two\nB:\n"),
        ("AI:\r\n  aliases:\r\n    -  \"A\"", "AI:\r\n  aliases:\r\n    -  \"A\"\r\n    - ML"),
        ("AI:\n  aliases: [\n    A, # one\n  ]\n", "AI:\n  aliases: [\n    A, ML, # one\n  ]\n"),
    ] {
        assert_eq!(pushed(before), after, "{before}");
    }
}

#[test]
fn what_cannot_be_edited_safely_is_refused_with_what_to_do() {
    for text in [
        "B: &b [A]\nAI: {aliases: *b}\n",
        "AI:\n  aliases: |\n    A\n",
        "AI:\n  aliases:\n  - # one\n    A\n",
        "AI: {aliases: {A: b}}\n",
    ] {
        assert_eq!(pushed(text), "`tags.yaml` cannot be edited safely\nadd `ML` there by hand", "{text}");
    }
    // A list that stands elsewhere too would change there.
    assert_eq!(
        pushed("AI: {aliases: &b [A]}\nB: {aliases: *b}\n"),
        "`tags.yaml` cannot be edited safely\nadd `ML` there by hand"
    );
}

#[test]
fn a_key_is_added_at_the_end_and_below_comments() {
    let aliases = Value::List(vec![Node { value: Value::Text("ML".to_owned()), span: Span::default() }]);
    for (path, before, after) in [
        ([].as_slice(), "", "AI: [ML]\n"),
        (&[], "# Tags\r\n# of ours", "# Tags\r\n# of ours\r\nAI: [ML]\r\n"),
        (&[], "B: {}\n\n# end\n", "B: {}\nAI: [ML]\n\n# end\n"),
        (&[], "B:", "B:\nAI: [ML]"),
        (&[], "{B: {}}\n", "{B: {}, AI: [ML]}\n"),
        (&[Step::Key("B")], "B: # yes\n", "B: {AI: [ML]} # yes\n"),
        (&[Step::Key("B")], "B: {}\n", "B: {AI: [ML]}\n"),
        (&[Step::Key("B")], "B:\n    c: d # e\n\nF: g\n", "B:\n    c: d # e\n    AI: [ML]\n\nF: g\n"),
        (&[Step::Key("B"), Step::Item(0)], "B:\n- c: d\n", "B:\n- c: d\n  AI: [ML]\n"),
    ] {
        let edit = read(before).add_key(path, "AI", &aliases).unwrap();
        assert_eq!(edited(before, &edit), after, "{before}");
    }
}

#[test]
fn what_is_removed_takes_its_comma_and_its_line_along() {
    for (index, before, after) in [
        (0, "a: [A, B, C]\n", "a: [B, C]\n"),
        (1, "a: [A, B, C]\n", "a: [A, C]\n"),
        (2, "a: [A, B, C]\n", "a: [A, B]\n"),
        (0, "a: [A]\n", "a: []\n"),
        (0, "a: [A ,]\n", "a: []\n"),
        (0, "a: [\n  A, # one\n  B,\n]\n", "a: [\n   # one\n  B,\n]\n"),
        (1, "a: [\n  A, # one\n  B,\n]\n", "a: [\n  A, # one\n]\n"),
        (0, "a:\n- A # one\n- B\n", "a:\n- B\n"),
        (1, "a:\n  # first\n  - A\n  - B", "a:\n  # first\n  - A\n"),
    ] {
        let edit = read(before).remove_item(&[Step::Key("a")], index).unwrap();
        assert_eq!(edited(before, &edit), after, "{before}");
    }
    let text = "A: {}\n# of B\nB:\n  aliases:\n  - C\n\nD: x\n";
    let edit = read(text).remove_key(&[], "B").unwrap();
    assert_eq!(edited(text, &edit), "A: {}\n# of B\n\nD: x\n");
    assert!(read("a:\n- A\n").remove_item(&[Step::Key("a")], 0).is_err(), "it would be nothing, not an empty list");
}

#[test]
fn names_keep_their_quotes() {
    let text = "'A': {aliases: [\"b\", c]}\n";
    let edit = read(text).rename_key(&[], "A", "it's").unwrap();
    assert_eq!(edited(text, &edit), "'it''s': {aliases: [\"b\", c]}\n");
    for (index, after) in [(0, "'A': {aliases: [\"d, e\", c]}\n"), (1, "'A': {aliases: [\"b\", \"d, e\"]}\n")] {
        let path = [Step::Key("A"), Step::Key("aliases"), Step::Item(index)];
        let edit = read(text).replace_text(&path, "d, e").unwrap();
        assert_eq!(edited(text, &edit), after);
    }
    assert!(read("a: b\nc: d\n").rename_key(&[], "a", "c").is_err(), "the key would stand there twice");
}

/// A scalar as it can be written, plain or in quotes.
fn scalar() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Z][a-zé]{0,5}( [a-z]{1,4})?",
        "[A-Z][a-z]{0,3}".prop_map(|text| format!("'{text}: # it''s'")),
        "[a-z日]{1,4}".prop_map(|text| format!("\"{text} \\\" #, ]\"")),
        Just("12".to_owned()),
        Just("true".to_owned()),
        Just("C#".to_owned()),
    ]
}

/// What may stand at the end of a line.
fn comment() -> impl Strategy<Value = &'static str> {
    prop_oneof![3 => Just(""), 1 => Just("  # a: [b, 'c"), 1 => Just("   ")]
}

/// A value behind `key:` and its line break; block forms are indented below it.
fn value() -> impl Strategy<Value = String> {
    let flow =
        (prop::collection::vec(scalar(), 0..4), prop_oneof![Just(", "), Just(","), Just(" , "), Just(",\n    ")])
            .prop_map(|(items, comma)| format!("[{}]", items.join(comma)));
    let map = prop::collection::vec(scalar(), 0..3).prop_map(|items| {
        let entries: Vec<String> = items.iter().enumerate().map(|(at, item)| format!("k{at}: {item}")).collect();
        format!("{{{}}}", entries.join(", "))
    });
    let block =
        (prop::collection::vec((scalar(), comment()), 1..4), prop_oneof![Just("  - "), Just("- "), Just("    -   ")])
            .prop_map(|(items, dash)| {
                let lines = items.iter().map(|(item, comment)| format!("\n{dash}{item}{comment}"));
                lines.collect::<Vec<_>>().concat()
            });
    let nested = prop::collection::vec((scalar(), comment()), 1..3).prop_map(|items| {
        let lines = items.iter().enumerate().map(|(at, (item, comment))| format!("\n   'n{at}': {item}{comment}"));
        lines.collect::<Vec<_>>().concat()
    });
    let single = (prop_oneof![scalar().boxed(), flow.boxed(), map.boxed(), Just("~".to_owned()).boxed()], comment())
        .prop_map(|(value, comment)| format!(" {value}{comment}"));
    prop_oneof![4 => single, 2 => block, 2 => nested, 1 => Just(String::new())]
}

/// A document: entries, comments and empty lines, with either line break, with an end of the last line or without.
fn document() -> impl Strategy<Value = String> {
    let between = prop_oneof![4 => Just(""), 1 => Just("\n"), 1 => Just("# comment: [\n"), 1 => Just("  # inside\n\n")];
    (prop::collection::vec((between, value()), 1..6), any::<bool>(), any::<bool>()).prop_map(|(entries, crlf, ends)| {
        let mut text = String::new();
        for (at, (between, value)) in entries.iter().enumerate() {
            let quote = ["", "\"", "'"][at % 3];
            writeln!(text, "{between}{quote}key{at}{quote}:{value}").unwrap();
        }
        let text = if ends { text.as_str() } else { text.trim_end_matches('\n') };
        if crlf { text.replace('\n', "\r\n") } else { text.to_owned() }
    })
}

/// A change, the edit that makes it, and what the document then says.
fn changes(yaml: &YamlText, name: &str) -> Vec<(String, Edit, serde_json::Value)> {
    let mut changes = Vec::new();
    let before = json(yaml.tree());
    let Value::Map(entries) = &yaml.tree().value else { panic!("{}", yaml.text()) };
    for (key, value) in entries {
        let key = key.value.as_str();
        let path = [Step::Key(key)];
        let wanted = |change: &dyn Fn(&mut serde_json::Value)| {
            let mut wanted = before.clone();
            change(&mut wanted[key]);
            wanted
        };
        match &value.value {
            Value::List(items) => {
                let edit = yaml.push_item(&path, name).unwrap();
                assert_eq!(edit.span.start, edit.span.end, "an addition takes nothing out");
                changes.push((
                    format!("push {key}"),
                    edit,
                    wanted(&|list| list.as_array_mut().unwrap().push(name.into())),
                ));
                for index in 0..items.len() {
                    let step = [Step::Key(key), Step::Item(index)];
                    let edit = yaml.replace_text(&step, name).unwrap();
                    assert_eq!(edit.span, items[index].span, "what was written there, and no more");
                    changes.push((format!("replace {key}.{index}"), edit, wanted(&|list| list[index] = name.into())));
                    if items.len() > 1 {
                        let edit = yaml.remove_item(&path, index).unwrap();
                        let removed = &yaml.text()[edit.span.range()];
                        assert!(
                            removed
                                .trim_matches([' ', ',', '-', '\n', '\r'])
                                .starts_with(&yaml.text()[items[index].span.range()])
                        );
                        changes.push((
                            format!("remove {key}.{index}"),
                            edit,
                            wanted(&|list| drop(list.as_array_mut().unwrap().remove(index))),
                        ));
                    }
                }
            }
            Value::Map(_) | Value::Null => {
                let edit = yaml.add_key(&path, name, &Value::Bool(true)).unwrap();
                let add = |map: &mut serde_json::Value| {
                    let mut entries = map.as_object().cloned().unwrap_or_default();
                    entries.insert(name.to_owned(), true.into());
                    *map = entries.into();
                };
                changes.push((format!("add to {key}"), edit, wanted(&add)));
            }
            _ => {
                let edit = yaml.push_item(&path, name).unwrap();
                changes.push((
                    format!("make {key} a list"),
                    edit,
                    wanted(&|value| *value = serde_json::json!([value.clone(), name])),
                ));
                let edit = yaml.replace_text(&path, name).unwrap();
                changes.push((format!("replace {key}"), edit, wanted(&|value| *value = name.into())));
            }
        }
        if entries.len() > 1 {
            let mut wanted = before.clone();
            wanted.as_object_mut().unwrap().remove(key);
            changes.push((format!("remove {key}"), yaml.remove_key(&[], key).unwrap(), wanted));
        }
        let mut wanted = before.clone();
        let value = wanted.as_object_mut().unwrap().remove(key).unwrap();
        wanted.as_object_mut().unwrap().insert(name.to_owned(), value);
        changes.push((format!("rename {key}"), yaml.rename_key(&[], key, name).unwrap(), wanted));
    }
    changes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_edit_changes_what_was_wanted_and_no_other_byte(text in document(), name in "[A-Za-z#:' ,é]{1,8}") {
        let yaml = read(&text);
        for (what, edit, wanted) in changes(&yaml, &name) {
            let after = edited(&text, &edit);
            prop_assert!(after.starts_with(&text[..edit.span.start]) && after.ends_with(&text[edit.span.end..]));
            prop_assert_eq!(json(read(&after).tree()), wanted, "{} in {:?} gave {:?}", what, text, after);
            let lines = |text: &str| text.replace("\r\n", "").contains('\n') && text.contains("\r\n");
            prop_assert!(!lines(&after), "mixed line breaks in {:?}", after);
        }
    }
}

/// Reads a file of a site as the program does.
fn source_of(site: &SiteTest, path: &str) -> Source {
    slugline::source::read(&site.root().join(path), path).unwrap()
}

#[test]
fn a_rewritten_file_keeps_its_mark_and_its_rights() {
    let site = SiteTest::empty();
    site.write("tags.yaml", "\u{feff}AI: {}\r\n");
    let source = source_of(&site, "tags.yaml");
    let new = SourceFile::new("authors.yaml", "");
    let both = [Rewritten::of(&source, "ML: {}\r\n".to_owned()), Rewritten::new_file(&new, "ada: {}\n".to_owned())];
    let file = site.root().join("tags.yaml");
    let rights = |file: &Path| std::fs::metadata(file).unwrap().permissions();
    #[cfg(unix)]
    std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o640)).unwrap();
    let before = rights(&file);
    rewrite(&site.root(), &both).unwrap();
    assert_eq!(site.source("tags.yaml"), "\u{feff}ML: {}\r\n");
    assert_eq!(site.source("authors.yaml"), "ada: {}\n");
    assert_eq!(rights(&file), before);
    assert_eq!(rights(&site.root().join("authors.yaml")), rights(&site.root().join("site.yaml")));
}

#[test]
#[cfg(unix)]
fn a_link_stays_a_link() {
    let site = SiteTest::empty();
    site.write("shared/tags.yaml", "AI: {}\n");
    std::os::unix::fs::symlink("shared/tags.yaml", site.root().join("tags.yaml")).unwrap();
    let source = source_of(&site, "tags.yaml");
    rewrite(&site.root(), &[Rewritten::of(&source, "ML: {}\n".to_owned())]).unwrap();
    assert!(site.root().join("tags.yaml").is_symlink());
    assert_eq!(site.source("shared/tags.yaml"), "ML: {}\n");
}

#[test]
fn nothing_is_written_if_somebody_changed_one_of_the_files() {
    let site = SiteTest::empty();
    site.write("tags.yaml", "AI: {}\n").write("authors.yaml", "ada: {}\n");
    let sources = ["tags.yaml", "authors.yaml"].map(|path| source_of(&site, path));
    site.write("authors.yaml", "mine: {}\n");
    let refused =
        rewrite(&site.root(), &sources.map(|source| Rewritten::of(&source, "x: {}\n".to_owned()))).unwrap_err();
    assert_eq!(refused.headline, "`authors.yaml` was changed by somebody else in the meantime");
    assert_eq!((site.source("tags.yaml").as_str(), site.source("authors.yaml").as_str()), ("AI: {}\n", "mine: {}\n"));
    let new = Rewritten::new_file(&SourceFile::new("tags.yaml", ""), String::new());
    assert!(rewrite(&site.root(), &[new]).is_err(), "it is there now");
    let left = std::fs::read_dir(site.root()).unwrap().count();
    assert_eq!(left, 3, "site.yaml, tags.yaml, authors.yaml, and nothing beside them");
}
