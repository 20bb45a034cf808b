//! `card(post=…)`: the component `post_card`, made once for all pages that show a story in the same way. A story stands in
//! a dozen lists; its card in each is the same.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock, Weak};

use tera::{Context, Error, Kwargs, State, Tera, TeraResult, Value};

use crate::digest::{Digest, Parts};

/// The component that makes a card.
const COMPONENT: &str = "post_card";

/// Cards made so far. What they are made of is the arguments alone: a component sees nothing else.
#[derive(Debug, Default)]
pub(super) struct Cards {
    tera: OnceLock<Weak<Tera>>,
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
        tera.register_function("card", move |arguments: Kwargs, _: &State<'_>| cards.card(&arguments));
    }

    /// Says which templates the function belongs to.
    pub(super) fn belong_to(&self, tera: &Arc<Tera>) {
        // It is told once.
        let _ = self.tera.set(Arc::downgrade(tera));
    }

    /// Forgets all cards.
    pub(super) fn clear(&self) {
        self.made.write().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn card(&self, arguments: &Kwargs) -> TeraResult<Value> {
        let key = key(arguments);
        let find = || Some(self.made.read().unwrap_or_else(PoisonError::into_inner).get(&key)?.html.clone());
        if let Some(html) = find() {
            return Ok(html);
        }
        let tera = self.tera.get().and_then(Weak::upgrade).ok_or_else(|| Error::message("there are no templates"))?;
        let mut context = Context::new();
        for (name, value) in arguments.iter() {
            context.insert_value(name.to_string(), value.clone());
        }
        let html = Value::safe_string(&tera.render_component(COMPONENT, &context, None, true)?);
        let maps = arguments.iter().map(|(_, value)| value).filter(|value| value.is_map());
        let card = Card { html: html.clone(), _maps: maps.cloned().collect() };
        self.made.write().unwrap_or_else(PoisonError::into_inner).insert(key, card);
        Ok(html)
    }
}

/// What tells two cards apart: the story itself by its address, the rest by what it says.
fn key(arguments: &Kwargs) -> Digest {
    let mut parts = Parts::new();
    for (name, value) in arguments.iter() {
        parts.text(name.as_str().unwrap_or_default());
        match value.as_map() {
            Some(map) => parts.mark(b'm').number(std::ptr::from_ref(map).addr() as u64),
            None => parts.mark(b'o').text(value.name()).text(&value.to_string()),
        };
    }
    parts.finish()
}
