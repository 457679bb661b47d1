//! What of a list was ever met: by its own tests, and by recorded decisions. Told from findings and rulings, which name
//! the entry, the listed form and what lifted a rule; nothing is screened a second time to find out.

use std::collections::{BTreeMap, BTreeSet};

use debar_blocklist::{Blocklist, Exception, Listed, Span};
use debar_model::{Decision, Effect, Place, fact};
use debar_names::joined_key;
use jiff::Timestamp;

use crate::outcome::CheckError;
use crate::{LedgerFolder, TestRun};

/// The kinds of things that can be met, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CoveredKind {
    /// A vendor, by any of its names or identifiers.
    Vendor,
    /// An alias of a vendor.
    Alias,
    /// A brand.
    Brand,
    /// An identifier of a vendor or product.
    Identifier,
    /// A product.
    Product,
    /// A glob of a product.
    Glob,
    /// A class of goods.
    Class,
    /// A digest set.
    Digests,
    /// A rule that decides something.
    Rule,
    /// An act that a rule forbids.
    Act,
    /// An exception of a rule.
    Exception,
    /// A waiver that lifts.
    Waiver,
    /// A cleared pair that clears.
    Cleared,
    /// A step in the life of an authority's text.
    Status,
    /// A pause of an authority.
    Pause,
}

impl CoveredKind {
    /// The word for people and programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Vendor => "vendor",
            Self::Alias => "alias",
            Self::Brand => "brand",
            Self::Identifier => "identifier",
            Self::Product => "product",
            Self::Glob => "glob",
            Self::Class => "class",
            Self::Digests => "digests",
            Self::Rule => "rule",
            Self::Act => "act",
            Self::Exception => "exception",
            Self::Waiver => "waiver",
            Self::Cleared => "cleared",
            Self::Status => "status",
            Self::Pause => "pause",
        }
    }
}

/// One thing that can be met, and by what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    /// What it is.
    pub kind: CoveredKind,
    /// The entry's id.
    pub id: String,
    /// Which part of the entry: the alias, the act; empty for the entry itself.
    pub part: String,
    /// Where it stands.
    pub place: Place,
    /// Names of the list's tests that meet it.
    pub tests: BTreeSet<String>,
    /// How many recorded decisions met it.
    pub decisions: u64,
    /// The instant of the last of them.
    pub last: Option<Timestamp>,
}

/// Everything of a list that can be met.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    items: Vec<Covered>,
    index: BTreeMap<(CoveredKind, String, String), usize>,
    /// Names by what is left of them without case, spaces and legal forms.
    alike: BTreeMap<(CoveredKind, String, String), Vec<usize>>,
}

type Touched = BTreeSet<usize>;

impl Coverage {
    /// Everything that can be met, and nothing met yet.
    pub fn of(list: &Blocklist) -> Self {
        use CoveredKind as Kind;
        let mut all = Self::default();
        for (id, vendor) in &list.vendors {
            all.add(Kind::Vendor, id, "", &vendor.head.place);
            all.add_texts(Kind::Alias, id, &vendor.aliases);
            all.add_texts(Kind::Brand, id, &vendor.brands);
            all.add_texts(Kind::Identifier, id, vendor.identifiers.iter().map(|(_, listed)| listed));
        }
        for (id, product) in &list.products {
            all.add(Kind::Product, id, "", &product.head.place);
            all.add_texts(Kind::Glob, id, &product.globs);
            all.add_texts(Kind::Identifier, id, product.identifiers.iter().map(|(_, listed)| listed));
        }
        for (id, class) in &list.classes {
            all.add(Kind::Class, id, "", &class.head.place);
        }
        for (id, set) in &list.digests {
            all.add(Kind::Digests, id, "", &set.head.place);
        }
        for (id, rule) in &list.rules {
            all.add(Kind::Rule, id, "", &rule.head.place);
            for act in rule.acts.keys() {
                all.add(Kind::Act, id, act, &rule.head.place);
            }
            for exception in &rule.except {
                all.add(Kind::Exception, id, &lifted_by(exception), &exception.head.place);
            }
        }
        for (id, waiver) in &list.waivers {
            all.add(Kind::Waiver, id, "", &waiver.head.place);
        }
        for (id, pair) in &list.cleared {
            all.add(Kind::Cleared, id, "", &pair.head.place);
        }
        for (id, authority) in &list.authorities {
            for event in &authority.status {
                all.add(Kind::Status, id, &step(&event.is, &event.from.written), &event.place);
            }
            for pause in &authority.pauses {
                all.add(Kind::Pause, id, &step(&pause.is, begins(&pause.span)), &pause.place);
            }
        }
        all
    }

    /// Everything, in order of kind and id.
    pub fn items(&self) -> &[Covered] {
        &self.items
    }

    /// Counts what the list's own tests meet.
    pub fn add_tests(&mut self, runs: &[TestRun<'_>]) {
        for run in runs {
            for at in self.touched(&run.decision) {
                if let Some(item) = self.items.get_mut(at) {
                    item.tests.insert(run.case.name.clone());
                }
            }
        }
    }

    /// Counts what one recorded decision met. Listed forms are compared as they are written, so a form that has changed
    /// since counts as another one.
    pub fn add_decision(&mut self, decision: &Decision) {
        for at in self.touched(decision) {
            if let Some(item) = self.items.get_mut(at) {
                item.decisions += 1;
                item.last = item.last.max(Some(decision.at));
            }
        }
    }

    /// Counts what every recorded decision met, and returns how many there were.
    ///
    /// # Errors
    /// A record cannot be read: what was never met cannot be told then.
    pub fn add_ledger(&mut self, ledger: &LedgerFolder) -> Result<u64, CheckError> {
        let mut count = 0;
        for record in ledger.reader().iter()? {
            let record = record?;
            if record.decision_id.is_none() {
                continue;
            }
            let decision = record.decision().map_err(|error| CheckError::Record(error.to_string()))?;
            self.add_decision(&decision);
            count += 1;
        }
        Ok(count)
    }

    fn add(&mut self, kind: CoveredKind, id: &str, part: &str, place: &Place) {
        let key = (kind, id.to_owned(), part.to_owned());
        if self.index.contains_key(&key) {
            return;
        }
        self.index.insert(key, self.items.len());
        if matches!(kind, CoveredKind::Alias | CoveredKind::Brand) {
            self.alike.entry((kind, id.to_owned(), joined_key(part))).or_default().push(self.items.len());
        }
        self.items.push(Covered {
            kind,
            id: id.to_owned(),
            part: part.to_owned(),
            place: place.clone(),
            tests: BTreeSet::new(),
            decisions: 0,
            last: None,
        });
    }

    fn add_texts<'a>(&mut self, kind: CoveredKind, id: &str, texts: impl IntoIterator<Item = &'a Listed>) {
        for listed in texts {
            self.add(kind, id, &listed.text, &listed.place);
        }
    }

    fn find(&self, kind: CoveredKind, id: &str, part: &str) -> Option<usize> {
        self.index.get(&(kind, id.to_owned(), part.to_owned())).copied()
    }

    fn touched(&self, decision: &Decision) -> Touched {
        use CoveredKind as Kind;
        let mut touched = Touched::new();
        for finding in &decision.findings {
            let (id, form) = (&finding.listing.id, &finding.evidence.listed);
            let kinds: &[CoveredKind] = match finding.listing.table {
                "vendor" => &[Kind::Vendor, Kind::Alias, Kind::Brand, Kind::Identifier],
                "product" => &[Kind::Product, Kind::Glob, Kind::Identifier],
                "class" => &[Kind::Class],
                _ => &[Kind::Digests],
            };
            for (at, kind) in kinds.iter().enumerate() {
                touched.extend(self.find(*kind, id, if at == 0 { "" } else { form }));
                // A finding names one form; forms that differ in spaces or legal forms alone are met with it.
                if matches!(kind, Kind::Alias | Kind::Brand) {
                    let alike = self.alike.get(&(*kind, id.clone(), joined_key(form)));
                    touched.extend(alike.into_iter().flatten());
                }
            }
            for ruling in &finding.rulings {
                let rule = &ruling.rule;
                let lift = ruling.lifted_by.as_deref().unwrap_or_default();
                match ruling.effect {
                    Effect::Bites | Effect::Softened | Effect::NeedsFact | Effect::Monitored => {
                        touched.extend(self.find(Kind::Rule, rule, ""));
                        let acts = decision.facts.values(fact::ACT);
                        touched.extend(acts.iter().filter_map(|act| self.find(Kind::Act, rule, act)));
                    }
                    Effect::Excepted => touched.extend(self.find(Kind::Exception, rule, lift)),
                    Effect::Waived => touched.extend(self.find(Kind::Waiver, lift, "")),
                    Effect::Cleared => touched.extend(self.find(Kind::Cleared, lift, "")),
                    _ => {}
                }
                let authority = &ruling.authority;
                let step = step(&authority.status, authority.since.as_deref().unwrap_or_default());
                touched.extend(self.find(Kind::Status, &authority.id, &step));
                touched.extend(self.find(Kind::Pause, &authority.id, &step));
            }
        }
        touched
    }
}

/// How the engine names an exception that lifts.
fn lifted_by(exception: &Exception) -> String {
    let by = exception.product.clone().or_else(|| exception.approval.clone());
    by.unwrap_or_else(|| exception.end_use.join(", "))
}

fn begins(span: &Span) -> &str {
    span.from.as_ref().map(|from| from.written.as_str()).unwrap_or_default()
}

fn step(is: &str, since: &str) -> String {
    format!("{is} since {since}")
}
