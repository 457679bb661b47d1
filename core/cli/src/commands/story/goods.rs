//! The story of goods and where they come from: products, classes, digest sets, signers, sources.

use debar_blocklist::{ClassEntry, DigestSet, Listed, ProductEntry, Section, SignerEntry, SourceEntry};

use super::Story;

impl Story<'_> {
    pub(super) fn product(&mut self, id: &str, product: &ProductEntry) {
        self.begin(Section::Product, id, &product.head);
        if let Some(vendor) = &product.vendor {
            self.say("made by", vendor.as_str());
        }
        for (what, texts) in
            [("name", &product.names), ("glob", &product.globs), ("part number", &product.part_numbers)]
        {
            texts.iter().for_each(|listed| self.say(what, listed.text.as_str()));
        }
        product.identifiers.iter().for_each(|(_, listed)| self.say("identifier", listed.text.as_str()));
        self.say(
            "versions",
            product.versions.as_ref().map_or("all (no limit)", |range| range.text.text.as_str()),
        );
        let vendor = product.vendor.clone();
        self.named_by(|rule| {
            rule.targets.products.iter().any(|one| one == id)
                || vendor.as_ref().is_some_and(|vendor| rule.targets.vendors.contains(vendor))
        });
    }

    pub(super) fn class(&mut self, id: &str, class: &ClassEntry) {
        self.begin(Section::Class, id, &class.head);
        class.words.iter().for_each(|listed| self.say("word", listed.text.as_str()));
        class.codes.iter().for_each(|listed| self.say("code", listed.text.as_str()));
        self.named_by(|rule| rule.targets.classes.iter().any(|one| one == id));
    }

    pub(super) fn digests(&mut self, id: &str, set: &DigestSet) {
        self.begin(Section::Digests, id, &set.head);
        self.say("values", set.digests.len().to_string());
        self.say(
            "members",
            if set.members_deny {
                "a file inside denies"
            } else {
                "a file inside asks a person (the default)"
            },
        );
        if let Some((file, pin)) = &set.file {
            self.say("file", format!("{file}, pinned to SHA-256 {pin}"));
        }
        self.say("goods of", set.vendor.as_deref().unwrap_or("nobody named"));
        self.named_by(|rule| rule.targets.digests.iter().any(|one| one == id));
    }

    pub(super) fn signer(&mut self, id: &str, signer: &SignerEntry) {
        self.begin(Section::Signer, id, &signer.head);
        for (what, texts) in [("organisation", &signer.organisations), ("common name", &signer.common_names)]
        {
            texts.iter().for_each(|listed| self.say(what, listed.text.as_str()));
        }
        signer.fingerprints.iter().for_each(|(_, listed)| self.say("fingerprint", listed.text.as_str()));
        self.named_by(|rule| rule.targets.signers.iter().any(|one| one == id));
    }

    pub(super) fn source(&mut self, id: &str, source: &SourceEntry) {
        self.begin(Section::Source, id, &source.head);
        for (what, places) in
            [("host", &source.hosts), ("repository", &source.repositories), ("registry", &source.registries)]
        {
            for (location, Listed { text, .. }) in places {
                let below = if what == "host" { " and everything below it" } else { "" };
                let read = location.to_string();
                let read = if read == *text { String::new() } else { format!(", read as {read}") };
                self.say(what, format!("{text}{below}{read}"));
            }
        }
        self.named_by(|rule| rule.targets.sources.iter().any(|one| one == id));
    }
}
