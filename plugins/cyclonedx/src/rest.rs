//! What no field takes: extensions, and references that lead nowhere. Not a mapping. Invariant: every text below an
//! item is told, except references to lines that the BOM has (they say nothing new and can be very many).

use debar_shared_json::extras;

use crate::item::{Field, Item, name};
use crate::map::{Done, Map};

impl Map<'_, '_> {
    /// Everything at and below an item as extensions; keys join the names by `/`.
    pub fn extras(&mut self, key: &str, item: Item<'_>) -> Done {
        self.below(key, item, false)
    }

    /// `joined`: the text of an element around this one was told whole.
    fn below(&mut self, key: &str, item: Item<'_>, joined: bool) -> Done {
        let element = match item {
            Item::Json(value) => return extras(self.sink, key, value),
            Item::Leaf(_) => {
                let key = if key.is_empty() { "(no key)" } else { key };
                return item.text().map_or(Ok(()), |text| self.sink.ext(key, &text));
            }
            Item::Element(element) => element,
        };
        let first = element.text().filter(|_| !joined && element.children().next().is_some());
        for (name, field) in item.fields() {
            let below = if name.is_empty() { key.to_owned() } else { join(key, &name) };
            self.below(&below, field, joined || first.is_some())?;
        }
        if let Some(first) = first {
            // A word that elements split stands in no single text.
            let mut text = Item::Leaf(first).text().unwrap_or_default();
            text.value = element.string(&|_| false).into();
            text.at.decoded = true;
            self.sink.ext(key, &text)?;
        }
        Ok(())
    }

    /// The fields of a list that are none of its items.
    pub fn leftovers(&mut self, key: &str, rest: Vec<Field<'_>>) -> Done {
        for (name, item) in rest {
            let below = if name.is_empty() { key.to_owned() } else { join(key, &name) };
            self.extras(&below, item)?;
        }
        Ok(())
    }

    /// The attributes of an element whose text was told.
    pub fn attributes(&mut self, key: &str, item: Item<'_>) -> Done {
        let Item::Element(element) = item else { return Ok(()) };
        for attribute in element.attributes() {
            let leaf = Item::Leaf(attribute.value());
            self.extras(&join(key, attribute.name()), leaf)?;
        }
        Ok(())
    }

    /// Every text below an item that is not the `bom-ref` of a line.
    pub fn references(&mut self, key: &str, item: Item<'_>) -> Done {
        if let Some(text) = item.text() {
            if !self.refs.contains(&*text.value) {
                self.sink.ext(if key.is_empty() { "(no key)" } else { key }, &text)?;
            }
            return self.reference_attributes(key, item);
        }
        if let Item::Json(value) = item {
            for item in value.items() {
                self.references(key, Item::Json(item))?;
            }
        }
        for (name, field) in item.fields() {
            let below = if name.is_empty() { key.to_owned() } else { join(key, &name) };
            self.references(&below, field)?;
        }
        Ok(())
    }

    fn reference_attributes(&mut self, key: &str, item: Item<'_>) -> Done {
        let Item::Element(element) = item else { return Ok(()) };
        for attribute in element.attributes() {
            self.references(&join(key, attribute.name()), Item::Leaf(attribute.value()))?;
        }
        Ok(())
    }
}

/// The name of an element's own field, for lists.
pub(crate) fn own_name<'d>(item: Item<'d>, otherwise: &'d str) -> std::borrow::Cow<'d, str> {
    match item {
        Item::Element(element) => name(element),
        _ => otherwise.into(),
    }
}

/// Names joined by `/`; over 512 bytes the key is cut, else deep documents of long names cost their product.
pub(crate) fn join(key: &str, name: &str) -> String {
    let mut joined = if key.is_empty() { name.to_owned() } else { format!("{key}/{name}") };
    if joined.len() > 512 {
        joined.truncate(joined.floor_char_boundary(509));
        joined.push('…');
    }
    joined
}
