//! External references: files that the BOM names. Not fetched. Invariant: a reference with hashes, or to what is
//! distributed, is an artifact; any other is kept as extensions.

use debar_plugin_api::{field, node};

use crate::item::Item;
use crate::map::{Done, Map};
use crate::rest::join;

const KEY: &str = "externalReferences";

impl Map<'_, '_> {
    /// `externalReferences`: JSON `[{type, url, hashes}]`, XML `<reference type=".."><url/><hashes/></reference>`.
    pub fn external_references(&mut self, item: Item<'_>) -> Done {
        let (references, rest) = item.list("reference");
        references.into_iter().try_for_each(|reference| self.external_reference(reference))?;
        self.leftovers(KEY, rest)
    }

    fn external_reference(&mut self, reference: Item<'_>) -> Done {
        let kinds = reference.texts("type");
        let is = |word: &str| kinds.iter().any(|kind| kind.value == word);
        let fields = reference.fields();
        let hashed = fields.iter().any(|(name, item)| name == "hashes" && !item.list("hash").0.is_empty());
        let urls = reference.texts("url");
        let artifact = !urls.is_empty() && (hashed || is("distribution") || is("distribution-intake"));
        if artifact {
            let object = if is("distribution") { "archive" } else { "unknown" };
            self.node(node::ARTIFACT, &reference.place(), |map| {
                urls.iter().try_for_each(|url| map.sink.str(field::URI, url))?;
                let hashes = fields.iter().filter(|(name, _)| name == "hashes");
                hashes.into_iter().try_for_each(|(_, item)| map.digests(*item, object))
            })?;
        }
        if is("website") {
            urls.iter().try_for_each(|url| self.domain(url))?;
        }
        for (name, item) in fields {
            let below = join(KEY, &name);
            match &*name {
                "hashes" if artifact => self.digests_rest(&below, item)?,
                "url" if artifact => {
                    for item in item.each() {
                        match item.text() {
                            Some(_) => self.attributes(&below, item)?,
                            None => self.extras(&below, item)?,
                        }
                    }
                }
                _ => self.extras(&below, item)?,
            }
        }
        Ok(())
    }
}
