//! Listed signers by name and fingerprint, listed sources by host.

use std::collections::HashMap;

use debar_blocklist::{Blocklist, Listed, Location};
use debar_model::Signer;
use debar_names::exact_key;

use super::{Entries, EntryId};

/// A listed text of a signer or a source.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    pub entry: EntryId,
    pub listed: Listed,
    /// What the two have in common, in words.
    pub how: &'static str,
}

#[derive(Debug, Default)]
pub(crate) struct Provenance {
    names: HashMap<(bool, String), Vec<Origin>>,
    fingerprints: HashMap<String, Vec<Origin>>,
    hosts: HashMap<String, Vec<Origin>>,
    paths: HashMap<String, Vec<(Location, Origin)>>,
}

impl Provenance {
    pub fn of(list: &Blocklist, entries: &Entries) -> Self {
        let mut all = Self::default();
        for (entry, signer) in entries.signers(list) {
            let of = |listed: &Listed, how| Origin { entry, listed: listed.clone(), how };
            for name in &signer.organisations {
                let key = (true, exact_key(&name.text));
                all.names.entry(key).or_default().push(of(name, "organisation of the signer"));
            }
            for name in &signer.common_names {
                let key = (false, exact_key(&name.text));
                all.names.entry(key).or_default().push(of(name, "common name of the signer"));
            }
            for (digest, listed) in &signer.fingerprints {
                let found = of(listed, "fingerprint of the signer");
                all.fingerprints.entry(digest.to_string()).or_default().push(found);
            }
        }
        for (entry, source) in entries.sources(list) {
            let of = |listed: &Listed, how| Origin { entry, listed: listed.clone(), how };
            for (place, listed) in &source.hosts {
                all.hosts
                    .entry(place.host().to_owned())
                    .or_default()
                    .push(of(listed, "host of a listed source"));
            }
            for (place, listed) in &source.repositories {
                let found = (place.clone(), of(listed, "repository"));
                all.paths.entry(place.host().to_owned()).or_default().push(found);
            }
            for (place, listed) in &source.registries {
                let found = (place.clone(), of(listed, "package registry"));
                all.paths.entry(place.host().to_owned()).or_default().push(found);
            }
        }
        all
    }

    pub fn has_sources(&self) -> bool {
        !(self.hosts.is_empty() && self.paths.is_empty())
    }

    /// Listed signers that a signer is, with what was compared.
    pub fn signers<'s>(&'s self, signer: &Signer) -> Vec<(&'s Origin, String)> {
        if self.names.is_empty() && self.fingerprints.is_empty() {
            return vec![];
        }
        let mut found = vec![];
        if signer.thumbprint().is_some() {
            let key = signer.as_str();
            found.extend(self.fingerprints.get(key).into_iter().flatten().map(|one| (one, key.to_owned())));
        }
        for (organisation, name) in [(true, signer.organization()), (false, signer.common_name())] {
            let Some(name) = name else { continue };
            let key = (organisation, exact_key(name));
            let hits = self.names.get(&key).into_iter().flatten();
            found.extend(hits.map(|one| (one, key.1.clone())));
        }
        found
    }

    /// Listed sources that a place lies in.
    pub fn sources(&self, place: &Location) -> Vec<&Origin> {
        let hosts = place.hosts().filter_map(|host| self.hosts.get(host)).flatten();
        let paths = self.paths.get(place.host()).into_iter().flatten();
        hosts.chain(paths.filter(|(above, _)| place.is_below(above)).map(|(_, found)| found)).collect()
    }
}
