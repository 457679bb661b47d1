//! Hashes of components and of files by reference. Not their comparison. Invariant: a hash without its algorithm or
//! its value is no digest and is kept as an extension.

use debar_plugin_api::{Text, field, node};

use crate::item::Item;
use crate::map::{Done, Map};
use crate::rest::join;

/// What the hashes of a component of a type were taken of: the package for software, the file for a file. Of other
/// types (firmware, drivers, models, data) the specification does not say.
pub(crate) fn object_of(component_type: &str) -> &'static str {
    match component_type {
        "application" | "framework" | "library" | "container" | "operating-system" | "platform" => "archive",
        "file" => "file",
        _ => "unknown",
    }
}

impl Map<'_, '_> {
    /// `hashes`: JSON `[{alg, content}]`, XML `<hashes><hash alg="..">..</hash></hashes>`. Extensions go to the node
    /// that is open after `nodes` are told.
    pub fn digests(&mut self, item: Item<'_>, object: &'static str) -> Done {
        for hash in item.list("hash").0 {
            let (algorithms, values) = parts(hash);
            for algorithm in &algorithms {
                for value in &values {
                    self.node(node::DIGEST, &hash.place(), |map| {
                        map.sink.str(field::ALGORITHM, algorithm)?;
                        map.sink.str(field::DIGEST_VALUE, value)?;
                        map.sink.str(field::OBJECT, &Text::stated(object))
                    })?;
                }
            }
        }
        Ok(())
    }

    /// What `hashes` holds that [`Map::digests`] does not tell.
    pub fn digests_rest(&mut self, key: &str, item: Item<'_>) -> Done {
        let (hashes, rest) = item.list("hash");
        for hash in hashes {
            let (algorithms, values) = parts(hash);
            if algorithms.is_empty() || values.is_empty() {
                self.remark("a hash without algorithm or value".to_owned(), hash.place());
                self.extras(key, hash)?;
                continue;
            }
            for (name, field) in hash.fields() {
                let told = matches!(&*name, "alg" | "content" | "");
                for item in field.each() {
                    if !told || item.text().is_none() {
                        self.extras(&join(key, &name), item)?;
                    }
                }
            }
        }
        self.leftovers(key, rest)
    }
}

fn parts(hash: Item<'_>) -> (Vec<Text<'_>>, Vec<Text<'_>>) {
    let mut values = hash.texts("content");
    values.extend(hash.texts(""));
    (hash.texts("alg"), values)
}
