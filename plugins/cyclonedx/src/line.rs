//! Components and services as lines. Not the order of lines (that is `order`). Invariant: the fields of a line come
//! before the lines inside it.

use debar_plugin_api::{Text, field, node};

use crate::digest::object_of;
use crate::item::Item;
use crate::map::{Done, Map};
use crate::order::{Line, nested};

impl Map<'_, '_> {
    /// A line and all lines inside it.
    pub fn line(&mut self, line: &Line<'_>) -> Done {
        self.lines += 1;
        self.node(node::LINE, &line.item.place(), |map| {
            map.sink.str(field::LINE_KIND, &Text::stated(line.kind))?;
            let types = line.item.texts("type");
            let object = types.first().map_or("unknown", |kind| object_of(&kind.value));
            for (name, item) in line.item.fields() {
                map.line_field(&name, item, object)?;
            }
            let inside = line.more.iter().copied().chain(nested(line.item));
            for below in inside.collect::<Vec<_>>() {
                map.line(&Line { more: Vec::new(), ..below.into() })?;
            }
            Ok(())
        })
    }

    fn line_field(&mut self, name: &str, item: Item<'_>, object: &'static str) -> Done {
        match name {
            "name" => self.scalar(field::NAME, name, item),
            "version" => self.scalar(field::VERSION, name, item),
            "description" => self.scalar(field::DESCRIPTION, name, item),
            "bom-ref" => {
                self.refs.extend(item.text().map(|text| text.value.into_owned()));
                self.scalar(field::LINE_REF, name, item)
            }
            "supplier" | "provider" => self.party("supplier", item),
            "manufacturer" | "manufacture" => self.party("manufacturer", item),
            "publisher" => self.party("publisher", item),
            "author" => self.party("author", item),
            "authors" => self.people("author", name, item),
            "group" => self.party("other", item),
            "purl" => self.identifiers("purl", name, item),
            "cpe" => self.identifiers("cpe", name, item),
            "omniborId" => self.identifiers("omniborId", name, item),
            "swhid" => self.identifiers("swhid", name, item),
            "swid" => self.swid(item),
            "hashes" => {
                self.digests(item, object)?;
                self.digests_rest(name, item)
            }
            "externalReferences" => self.external_references(item),
            "components" => self.leftovers(name, item.list("component").1),
            "services" => self.leftovers(name, item.list("service").1),
            "" => self.extras("text", item),
            _ => self.extras(name, item),
        }
    }

    fn swid(&mut self, item: Item<'_>) -> Done {
        for item in item.each() {
            if item.text().is_some() && item.fields().is_empty() {
                self.identifiers("swid", "swid", item)?;
                continue;
            }
            for (name, part) in item.fields() {
                match &*name {
                    "tagId" => self.identifiers("swid", "swid/tagId", part)?,
                    "" => self.extras("swid", part)?,
                    other => self.extras(&format!("swid/{other}"), part)?,
                }
            }
        }
        Ok(())
    }
}
