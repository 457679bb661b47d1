//! An import while it is made: rows come in, each is cleaned, asked for by `--select` and judged, and the report
//! keeps the rest.

use std::collections::BTreeMap;
use std::fmt::Display;

use debar_model::Identifier;

use crate::entry::{Ends, Import, Package, Party, SetKey};
use crate::naming;
use crate::table::{DigestTable, Hash};
use crate::text::{clean, day, is_empty_file};
use crate::{Lint, Options, Report, Select, SelectField, Snapshot};

/// A longer name is none.
const MAX_NAME: usize = 1000;

pub(crate) struct Draft<'o> {
    pub(crate) options: &'o Options,
    pub(crate) report: Report,
    pub(crate) parties: Vec<Party>,
    pub(crate) packages: Vec<Package>,
    pub(crate) digests: BTreeMap<SetKey, DigestTable>,
    /// The file that is being read.
    pub(crate) file: String,
}

impl<'o> Draft<'o> {
    pub(crate) fn new(options: &'o Options) -> Self {
        Self {
            options,
            report: Report::default(),
            parties: vec![],
            packages: vec![],
            digests: BTreeMap::new(),
            file: String::new(),
        }
    }

    pub(crate) fn note(&mut self, lint: Lint, place: &dyn Display, text: &str) {
        self.report.add(lint, &self.file, place, text);
    }

    /// A row was looked at.
    pub(crate) fn row(&mut self) {
        self.report.rows += 1;
    }

    /// Cleans a text and says what was odd.
    pub(crate) fn clean(&mut self, text: &str, place: &dyn Display) -> String {
        let (cleaned, odd) = clean(text);
        if odd {
            self.note(Lint::BadText, place, &cleaned);
        }
        cleaned
    }

    /// A day, if there is one; a text that is none is noted.
    pub(crate) fn day(&mut self, text: &str, place: &dyn Display) -> Option<String> {
        let text = text.trim();
        if text.is_empty() || text.eq_ignore_ascii_case("indefinite") {
            return None;
        }
        let found = day(text);
        if found.is_none() {
            self.note(Lint::BadDate, place, text);
        }
        found
    }

    /// The end of a listing by its last day; noted when it had come by the day of the snapshot.
    pub(crate) fn through(&mut self, text: &str, place: &dyn Display) -> Option<Ends> {
        let last = self.day(text, place)?;
        if last.as_str() < self.options.snapshot.as_str() {
            self.note(Lint::Ended, place, &last);
        }
        Some(Ends::Through(last))
    }

    /// An identifier in its canonical form, if it is valid.
    pub(crate) fn identifier(
        &mut self,
        scheme: &str,
        value: &str,
        place: &dyn Display,
    ) -> Option<(String, String)> {
        let value = value.trim();
        if value.is_empty() || value == "-" {
            return None;
        }
        match Identifier::parse(scheme, value) {
            Ok(found) => Some((scheme.to_owned(), found.value().into_owned())),
            Err(_) => {
                self.note(Lint::BadIdentifier, place, &format!("{scheme} {value}"));
                None
            }
        }
    }

    /// Takes a party in, or says why not.
    pub(crate) fn party(&mut self, mut party: Party, place: &dyn Display) {
        party.name = self.clean(&party.name, place);
        let (name, lifted) = naming::without_successors(&party.name);
        if lifted {
            self.note(Lint::SuccessorsLifted, place, &party.name);
            party.name = name;
            party.with_successors = true;
        }
        if party.name.is_empty() || !party.name.chars().any(char::is_alphanumeric) {
            self.note(Lint::NoName, place, &party.name);
            return;
        }
        if party.name.len() > MAX_NAME {
            self.note(Lint::TooLong, place, &party.name);
            return;
        }
        if naming::is_squeezed(&party.name) {
            self.note(Lint::SqueezedName, place, &party.name);
        }
        let taken = Select::takes(&self.options.select, &|field| match field {
            SelectField::List => vec![party.list.clone()],
            SelectField::Type => vec![party.kind.as_str().to_owned()],
            SelectField::Program => party.program.split(';').map(|one| one.trim().to_owned()).collect(),
            SelectField::Country => party.countries.clone(),
            SelectField::Name => {
                [&party.name].into_iter().chain(&party.aliases).chain(&party.weak).cloned().collect()
            }
        });
        if !taken {
            self.report.add_many(Lint::NotSelected, 1);
            return;
        }
        let mut aliases = vec![];
        for alias in std::mem::take(&mut party.aliases) {
            let alias = self.clean(&alias, place);
            if alias.len() > MAX_NAME {
                self.note(Lint::TooLong, place, &alias);
            } else if alias.chars().any(char::is_alphanumeric) {
                aliases.push(naming::without_successors(&alias).0);
            }
        }
        party.aliases = aliases;
        let mut marked = vec![];
        for alias in std::mem::take(&mut party.weak) {
            let alias = self.clean(&alias, place);
            if alias.len() <= MAX_NAME && alias.chars().any(char::is_alphanumeric) {
                self.note(Lint::WeakAlias, place, &alias);
                marked.push(alias);
            }
        }
        party.weak = marked;
        for name in naming::part_weak(&mut party) {
            self.note(Lint::WeakName, place, &name);
        }
        party.note = self.clean(&party.note, place);
        self.parties.push(party);
    }

    /// Takes a package in, unless it is not asked for.
    pub(crate) fn package(&mut self, package: Package) {
        let taken = Select::takes(&self.options.select, &|field| match field {
            SelectField::List => vec![package.list.clone()],
            SelectField::Type => vec![package.ecosystem.clone()],
            SelectField::Name => vec![package.purl.clone()],
            SelectField::Program | SelectField::Country => vec![],
        });
        if taken {
            self.packages.push(package);
        } else {
            self.report.add_many(Lint::NotSelected, 1);
        }
    }

    /// Whether a digest with this label is asked for.
    pub(crate) fn asks_for(&mut self, list: &str, label: &str) -> bool {
        let select = &self.options.select;
        if select.is_empty() {
            return true;
        }
        let taken = Select::takes(select, &|field| match field {
            SelectField::List => vec![list.to_owned()],
            SelectField::Name => vec![label.to_owned()],
            _ => vec![],
        });
        if !taken {
            self.report.add_many(Lint::NotSelected, 1);
        }
        taken
    }

    /// Takes a digest in, unless it is that of an empty file.
    pub(crate) fn digest(
        &mut self,
        key: &SetKey,
        hash: Hash,
        digest: &[u8],
        label: &str,
        place: &dyn Display,
    ) -> bool {
        if is_empty_file(hash, digest) {
            self.note(Lint::EmptyFile, place, label);
            return false;
        }
        if !self.asks_for(&key.list, label) {
            return false;
        }
        if !self.digests.contains_key(key) {
            self.digests.insert(key.clone(), DigestTable::default());
        }
        if let Some(table) = self.digests.get_mut(key) {
            table.add(hash, digest, label);
        }
        true
    }

    /// The whole import.
    pub(crate) fn finish(mut self, snapshot: Snapshot) -> Import {
        for table in self.digests.values_mut() {
            if table.len() <= crate::document::INLINE {
                let gone = table.dedupe();
                self.report.add_many(Lint::Duplicate, gone);
            }
        }
        self.digests.retain(|_, table| !table.is_empty());
        Import {
            snapshot,
            parties: self.parties,
            packages: self.packages,
            digests: self.digests,
            report: self.report,
        }
    }
}
