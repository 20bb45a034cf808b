//! Code blocks in a dozen languages, with different names in each.

use crate::grammar::{Grammar, Syntax};
use crate::rng::Rng;

const LANGUAGES: [&str; 10] =
    ["rust", "python", "toml", "typescript", "go", "sql", "bash", "yaml", "cpp", "dockerfile"];

const NAMES: [&str; 9] = ["type", "Type", "item", "Item", "ITEM", "verb", "Verb", "field", "other"];

const ITEMS: &str = "
    account batch bucket channel chunk client device event frame invoice job lease message node
    order packet page peer region replica report request route sample segment session shard signal
    token worker";

const TYPES: &str = "
    Budget Buffer Cache Catalog Gauge Index Journal Ledger Limiter Monitor Planner Pool Queue
    Registry Router Scheduler Sketch Store Table Window";

const VERBS: &str = "
    admit apply balance check collect commit drain enqueue evict flush grant merge place promote
    record release replay reserve retire sample schedule settle trim verify";

const FIELDS: &str = "
    age bytes capacity cost count credit delay depth duration errors height latency length load
    margin offset priority_score quota rank retries score size span volume weight width";

const OTHERS: &str = "
    alias backend checksum comment domain endpoint folder group host kind label locale mirror
    origin owner path pattern prefix profile reason scope source stage suffix target tenant topic
    vendor version zone";

pub fn grammar() -> Grammar {
    let syntax = Syntax { open: '«', close: '»', separators: &["\n---\n"] };
    Grammar::new(include_str!("code.txt"), &syntax, &NAMES)
}

/// A fenced block.
pub fn block(grammar: &Grammar, rng: &mut Rng) -> String {
    let mut word = |words: &'static str| *rng.pick(&words.split_whitespace().collect::<Vec<_>>());
    let (item, kind, verb) = (word(ITEMS), word(TYPES), word(VERBS));
    let values = [
        format!("{item}_{}", kind.to_lowercase()),
        format!("{}{kind}", capitalized(item)),
        item.to_owned(),
        capitalized(item),
        item.to_uppercase(),
        verb.to_owned(),
        capitalized(verb),
        word(FIELDS).to_owned(),
        word(OTHERS).to_owned(),
    ];
    let language = *rng.pick(&LANGUAGES);
    format!("```{language}\n{}\n```\n\n", grammar.phrase(language, &values, rng))
}

fn capitalized(word: &str) -> String {
    format!("{}{}", word[..1].to_uppercase(), &word[1..])
}
