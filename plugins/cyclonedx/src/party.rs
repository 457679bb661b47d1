//! Organisations and people: who supplies, makes, publishes or writes. Not a judgement of roles. Invariant: a party is
//! told with all its names, and the domain of its web address stands beside it as an identifier.

use debar_plugin_api::{Text, field, node};

use crate::item::Item;
use crate::map::{Done, Map};

impl Map<'_, '_> {
    /// An organisation (`{name, url, contact}`), a person (`{name, email, phone}`), or a plain name.
    pub fn party(&mut self, role: &'static str, item: Item<'_>) -> Done {
        for item in item.each() {
            self.node(node::PARTY, &item.place(), |map| {
                map.sink.str(field::ROLE, &Text::stated(role))?;
                if let Some(name) = item.text() {
                    map.sink.str(field::NAME, &name)?;
                    return map.attributes("party", item);
                }
                for (name, part) in item.fields() {
                    match &*name {
                        "name" => map.scalar(field::NAME, "name", part)?,
                        "url" => {
                            map.extras("url", part)?;
                            for url in part.each().into_iter().filter_map(Item::text) {
                                map.domain(&url)?;
                            }
                        }
                        "" => map.extras("text", part)?,
                        other => map.extras(other, part)?,
                    }
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    /// People in a list, such as `authors`.
    pub fn people(&mut self, role: &'static str, key: &str, item: Item<'_>) -> Done {
        let (people, rest) = item.list("author");
        people.into_iter().try_for_each(|person| self.party(role, person))?;
        self.leftovers(key, rest)
    }
}
