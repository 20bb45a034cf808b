//! `card(post=…)`: the component `post_card`, made once for all pages that show a story in the same way. A story stands in
//! a dozen lists; its card in each is the same.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock, PoisonError, RwLock, Weak};

use tera::{Context, Error, Kwargs, State, Tera, TeraResult, Value};

use crate::digest::{Digest, Parts};

use super::value_digest::{self, Known};

/// The component that makes a card.
const COMPONENT: &str = "post_card";

/// Cards made so far. What they are made of is the arguments, and what components take from the page by themselves.
#[derive(Debug, Default)]
pub(super) struct Cards {
    tera: OnceLock<Weak<Tera>>,
    /// Names that components take by themselves (`@now`).
    implicit: OnceLock<BTreeSet<String>>,
    made: RwLock<HashMap<Digest, Card>>,
}

#[derive(Debug)]
struct Card {
    html: Value,
    /// The story and what else is a map, kept alive: they are told apart by their addresses.
    _maps: Vec<Value>,
}

impl Cards {
    /// Makes the function known to templates that are about to be loaded.
    pub(super) fn register(self: &Arc<Self>, tera: &mut Tera) {
        let cards = self.clone();
        tera.register_function("card", move |arguments: Kwargs, state: &State<'_>| cards.card(&arguments, state));
    }

    /// Says which templates the function belongs to, and which names their components take by themselves.
    pub(super) fn belong_to(&self, tera: &Arc<Tera>, implicit: BTreeSet<String>) {
        // It is told once.
        let _ = self.tera.set(Arc::downgrade(tera));
        let _ = self.implicit.set(implicit);
    }

    /// Forgets all cards.
    pub(super) fn clear(&self) {
        self.made.write().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn card(&self, arguments: &Kwargs, state: &State<'_>) -> TeraResult<Value> {
        let mut implicit = Vec::new();
        for name in self.implicit.get().into_iter().flatten() {
            implicit.extend(state.get::<Value>(name)?.map(|value| (name.clone(), value)));
        }
        let key = key(arguments, &implicit);
        let find = || Some(self.made.read().unwrap_or_else(PoisonError::into_inner).get(&key)?.html.clone());
        if let Some(html) = find() {
            return Ok(html);
        }
        let tera = self.tera.get().and_then(Weak::upgrade).ok_or_else(|| Error::message("there are no templates"))?;
        let mut context = Context::new();
        for (name, value) in arguments.iter() {
            context.insert_value(name.to_string(), value.clone());
        }
        let mut implicits = Context::new();
        for (name, value) in implicit {
            implicits.insert_value(name, value);
        }
        let html = tera.render_component_with_implicits(COMPONENT, &context, &implicits, None, true)?;
        let html = Value::safe_string(&html);
        let maps = arguments.iter().map(|(_, value)| value).filter(|value| value.is_map());
        let card = Card { html: html.clone(), _maps: maps.cloned().collect() };
        self.made.write().unwrap_or_else(PoisonError::into_inner).insert(key, card);
        Ok(html)
    }
}

/// What tells two cards apart: the story itself by its address, the rest by what it says.
fn key(arguments: &Kwargs, implicit: &[(String, Value)]) -> Digest {
    let none = Known::default();
    let mut parts = Parts::new();
    for (name, value) in arguments.iter() {
        parts.text(name.as_str().unwrap_or_default());
        match value.as_map() {
            Some(map) => {
                parts.mark(b'a').number(std::ptr::from_ref(map).addr() as u64);
            }
            None => value_digest::add(&mut parts, value, &none),
        }
    }
    for (name, value) in implicit {
        parts.text(name);
        value_digest::add(&mut parts, value, &none);
    }
    parts.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::data::object;

    fn page(component: &str, page: &str) -> String {
        let mut tera = Tera::default();
        let cards = Arc::new(Cards::default());
        cards.register(&mut tera);
        tera.autoescape_on(vec![""]);
        tera.add_raw_templates([("components", component), ("page", page)]).unwrap();
        let tera = Arc::new(tera);
        cards.belong_to(&tera, crate::template::reads::implicit_arguments(&tera));
        let (story, other) = (object! { "title": "T" }, object! { "title": "U" });
        let mut pages = Vec::new();
        for now in ["a", "b", "a"] {
            let mut context = Context::new();
            context.insert_value("story", story.clone());
            context.insert_value("other", other.clone());
            context.insert_value("now", Value::from(now));
            pages.push(tera.render("page", &context).unwrap());
        }
        pages.join("|")
    }

    #[test]
    fn a_component_in_a_card_takes_from_the_page_what_it_takes_elsewhere() {
        let component = "{% component post_card(post) %}{{ <day /> }}{% endcomponent post_card %}\
                         {% component day(@now) %}{{ now }}{% endcomponent day %}";
        assert_eq!(page(component, "{{ card(post=story) }}"), "a|b|a");
    }

    #[test]
    fn what_a_card_is_made_of_tells_it_from_others() {
        let component =
            "{% component post_card(post, level = 3) %}{{ level }}{{ post.title }}{% endcomponent post_card %}";
        let cards =
            "{{ card(post=story) }} {{ card(post=story, level=2) }} {{ card(post=other) }} {{ card(post=story) }}";
        assert_eq!(page(component, cards), ["3T 2T 3U 3T"; 3].join("|"));
    }

    #[test]
    fn text_that_is_safe_is_not_taken_for_text_that_is_not() {
        let component = "{% component post_card(post, note) %}{{ note }}{% endcomponent post_card %}";
        for (cards, expected) in [
            ("{{ card(post=story, note='<') }} {{ card(post=story, note='<'|safe) }}", "&lt; <"),
            ("{{ card(post=story, note='<'|safe) }} {{ card(post=story, note='<') }}", "< &lt;"),
        ] {
            assert_eq!(page(component, cards), [expected; 3].join("|"));
        }
    }
}
