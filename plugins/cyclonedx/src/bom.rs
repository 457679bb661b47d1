//! A whole BOM as one request. Not its parts. Invariant: lines first, then what refers to them.

use debar_plugin_api::{Sink, Text, Where, field, node};

use crate::identify::version;
use crate::item::Item;
use crate::map::{Done, Map};
use crate::order::{is_node, top};
use crate::rest::{join, own_name};

const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";

/// Tells a BOM. `repeated` are keys that stand more than once in their object.
pub(crate) fn bom(sink: &mut Sink<'_>, root: Item<'_>, repeated: &[Where<'_>]) -> Done {
    let version = version(root)?;
    sink.begin(node::REQUEST, &root.place())?;
    let mut map = Map::new(sink);
    map.sink.str(field::FORMAT, &Text::stated("cyclonedx"))?;
    map.sink.str(field::KIND, &Text::stated("bom"))?;
    match &version.text {
        Some(text) if version.newer => {
            map.remark(
                format!("version {} is newer than 1.7; fields that it adds are kept as text", text.value),
                text.at.clone(),
            );
        }
        Some(_) => {}
        None => map.remark("the BOM does not say its version".to_owned(), root.place()),
    }
    if let (Item::Element(_), Some(text)) = (root, &version.text) {
        map.sink.str(field::FORMAT_VERSION, text)?;
    }
    for at in repeated {
        let key = at.pointer.rsplit('/').next().unwrap_or_default();
        map.remark(format!("the key `{key}` stands more than once; every value is checked"), at.clone());
    }
    for (name, item) in root.fields() {
        map.head(&name, item)?;
    }
    for line in top(root) {
        map.line(&line)?;
    }
    for (name, item) in root.fields() {
        map.tail(&name, item)?;
    }
    map.close()?;
    if map.lines == 0 {
        map.sink.empty("the BOM lists no components and no services")?;
    }
    map.sink.end()
}

impl Map<'_, '_> {
    /// Fields of the BOM before its lines.
    fn head(&mut self, name: &str, item: Item<'_>) -> Done {
        match name {
            "specVersion" => self.scalar(field::FORMAT_VERSION, name, item),
            "serialNumber" => {
                self.scalar(field::DOCUMENT_ID, name, item)?;
                self.correlation("serialNumber", item)
            }
            "version" => {
                self.scalar(field::DOCUMENT_REVISION, name, item)?;
                self.correlation("version", item)
            }
            "metadata" => item.each().into_iter().try_for_each(|metadata| self.metadata(metadata)),
            _ => Ok(()),
        }
    }

    /// Fields of the BOM after its lines.
    fn tail(&mut self, name: &str, item: Item<'_>) -> Done {
        match name {
            "specVersion" | "serialNumber" | "version" | "metadata" => Ok(()),
            "bomFormat" => item
                .each()
                .into_iter()
                .filter(|item| item.text().is_none())
                .try_for_each(|item| self.extras(name, item)),
            "components" => self.leftovers(name, item.list("component").1),
            "services" => self.leftovers(name, item.list("service").1),
            "dependencies" => self.references(name, item),
            "compositions" => self.compositions(item),
            "signature" => {
                self.sink.str(field::SIGNATURE, &Text::new("JSF", item.place().decoded()))?;
                self.extras(name, item)
            }
            "" => self.extras("text", item),
            _ => {
                if matches!(item, Item::Element(element) if element.namespace() == DSIG) {
                    self.sink.str(field::SIGNATURE, &Text::new("XML-DSig", item.place().decoded()))?;
                }
                self.extras(name, item)
            }
        }
    }

    /// `metadata`. Who supplies and makes what the BOM describes are parties; the BOM's own authors are parties of
    /// that role; tools made the BOM and are not bought: they are extensions.
    fn metadata(&mut self, metadata: Item<'_>) -> Done {
        if !is_node(metadata) {
            return self.extras("metadata", metadata);
        }
        for (name, item) in metadata.fields() {
            let below = join("metadata", &name);
            match &*name {
                "timestamp" => self.scalar(field::ISSUED, &below, item)?,
                "supplier" => self.party("supplier", item)?,
                "manufacture" | "manufacturer" => self.party("manufacturer", item)?,
                "authors" => self.people("author", &below, item)?,
                "component" => {
                    let scalars = item.each().into_iter().filter(|item| !is_node(*item));
                    scalars.into_iter().try_for_each(|item| self.extras(&below, item))?;
                }
                "" => self.extras("metadata", item)?,
                _ => self.extras(&below, item)?,
            }
        }
        Ok(())
    }

    fn correlation(&mut self, name: &'static str, item: Item<'_>) -> Done {
        for text in item.each().into_iter().filter_map(Item::text) {
            self.node(node::CORRELATION, &text.at, |map| {
                map.sink.str(field::CORRELATION_NAME, &Text::stated(name))?;
                map.sink.str(field::CORRELATION_VALUE, &text)
            })?;
        }
        Ok(())
    }

    /// What the BOM says of its own completeness.
    fn compositions(&mut self, item: Item<'_>) -> Done {
        const KEY: &str = "compositions";
        let (compositions, rest) = item.list("composition");
        for composition in compositions {
            for (name, part) in composition.fields() {
                let below = join(KEY, &name);
                if name != "aggregate" {
                    self.references(&below, part)?;
                    continue;
                }
                for part in part.each() {
                    if let Some(text) = part.text() {
                        self.remark(format!("composition: {}", text.value), text.at.clone());
                    }
                    self.extras(&below, part)?;
                }
            }
        }
        for (name, item) in rest {
            self.references(&join(KEY, &own_name(item, &name)), item)?;
        }
        Ok(())
    }
}
