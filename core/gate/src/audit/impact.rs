//! What listing a vendor has led to: the file that a vendor who contests, a court or an inspector asks for.
//!
//! It tells what the ledger knows and says what it does not. Invariant: money counts once for each request, with the
//! latest decision on it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use debar_blocklist::{Change as ListChange, Response};
use debar_ledger::{BodyReader, Reader, Record};
use debar_model::{
    Decision, DecisionId, Effect, Finding, PurchaseRequest, RequestId, Revision, Sha256Hex, Verdict,
};
use jiff::Timestamp;

use super::amount::{Worth, whole, worth};
use super::head::looks_back;
use super::orders::{decision_of, line_name, number, request_of, suppliers, vendor_of};
use crate::ledger_folder::list_of;
use crate::near::nearest;
use crate::outcome::CheckError;
use crate::{LedgerFolder, LoadedList};

/// Which vendor, and when.
#[derive(Clone, Debug)]
pub struct ImpactChoice {
    /// The vendor's id in the list.
    pub vendor: String,
    /// Decisions recorded at this instant or later.
    pub since: Option<Timestamp>,
    /// Decisions recorded before this instant.
    pub until: Option<Timestamp>,
}

/// A piece of evidence that a rule or its authority rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exhibit {
    /// Its id.
    pub id: String,
    /// How to cite it.
    pub citation: Option<String>,
    /// Where it is.
    pub uri: Option<String>,
    /// The file beside the list.
    pub file: Option<String>,
    /// The SHA-256 by which it is pinned.
    pub pin: Option<Sha256Hex>,
    /// When it was retrieved.
    pub retrieved: Option<String>,
}

/// On whose authority something was refused, as it stood on the day of the decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    /// The rule.
    pub rule: String,
    /// The authority's id.
    pub authority: String,
    /// The authority's title.
    pub title: String,
    /// Its status on that day.
    pub status: String,
    /// Since when that status held.
    pub since: Option<String>,
    /// Citations of that day.
    pub citations: Vec<String>,
    /// What courts had done by that day.
    pub litigation: Vec<String>,
    /// Why, in one sentence.
    pub because: String,
    /// Ids of the evidence.
    pub evidence: Vec<String>,
}

/// What in the document met the vendor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    /// The line; none for the order as a whole.
    pub line: Option<String>,
    /// The kind of field.
    pub field: String,
    /// The value, cut around the match.
    pub value: String,
    /// Where it stands in the document.
    pub pointer: String,
    /// What of the list it met, and how.
    pub listed: String,
    /// How strong that is.
    pub class: &'static str,
    /// The verdict on it.
    pub verdict: Verdict,
    /// What the line is worth, in its currency; nothing for the order as a whole.
    pub worth: Worth,
}

/// A decision that concerns the vendor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concerned {
    /// Its number in the ledger.
    pub sequence: u64,
    /// Its id.
    pub decision: DecisionId,
    /// When it was recorded.
    pub recorded: Timestamp,
    /// The instant of the law.
    pub at: Timestamp,
    /// The list of that day.
    pub revision: Revision,
    /// The order's number.
    pub order: Option<String>,
    /// Who sells.
    pub suppliers: Vec<String>,
    /// The strictest verdict on what met the vendor.
    pub verdict: Verdict,
    /// What met the vendor.
    pub met: Vec<Met>,
    /// On whose authority; of rules that were met and did not bite, why not.
    pub grounds: Vec<Ground>,
    /// Waivers, exceptions and clearances that were used.
    pub lifted: Vec<String>,
    /// Lines that met the vendor, and what they are worth.
    pub worth: Worth,
    /// The digest of the stored request.
    pub request_body: Option<Sha256Hex>,
    /// Whether it is the latest decision on its request: only these count in sums.
    pub latest: bool,
}

/// What listing a vendor has led to.
#[derive(Clone, Debug, Default)]
pub struct ImpactReport {
    /// The vendor's id.
    pub vendor: String,
    /// Its name in the list in use.
    pub name: String,
    /// The revision in use.
    pub revision: String,
    /// Decisions in the order of the ledger.
    pub decisions: Vec<Concerned>,
    /// What was refused, reviewed and allowed of this vendor.
    pub by_verdict: BTreeMap<Verdict, (u64, Worth)>,
    /// All that was asked for of this vendor.
    pub of_vendor: Worth,
    /// All that was asked for: requests, and their worth.
    pub of_all: (u64, Worth),
    /// Evidence behind the grounds.
    pub exhibits: Vec<Exhibit>,
    /// What the vendor said, and what came of it.
    pub responses: Vec<Response>,
    /// What courts did to the authorities behind the grounds, by authority.
    pub litigation: Vec<(String, String)>,
    /// Changes of the vendor's entry.
    pub history: Vec<ListChange>,
    /// Revisions of the list that decided, with the first and last decision of each.
    pub revisions: Vec<(Revision, Timestamp, Timestamp)>,
    /// What this report cannot know, and records that could not be read.
    pub not_known: Vec<String>,
}

impl LedgerFolder {
    /// What listing a vendor has led to.
    ///
    /// # Errors
    /// No list knows the vendor, or the ledger cannot be read.
    pub fn impact(
        &self,
        list: &LoadedList,
        choice: &ImpactChoice,
        mut each: impl FnMut(),
    ) -> Result<ImpactReport, CheckError> {
        let reader = self.reader();
        let within = |record: &Record| {
            !looks_back(&record.data)
                && choice.since.is_none_or(|since| record.time >= since)
                && choice.until.is_none_or(|until| record.time < until)
        };
        let mut latest: HashMap<RequestId, u64> = HashMap::new();
        for record in reader.iter()? {
            let record = record?;
            if let Some(request) = record.request_id.filter(|_| within(&record)) {
                latest.insert(request, record.seq);
            }
        }
        let mut gathering = Gathering {
            reader,
            bodies: reader.bodies(),
            vendor: &choice.vendor,
            lists: HashMap::new(),
            now: list,
            exhibits: BTreeMap::new(),
            unreadable: vec![],
            report: ImpactReport { vendor: choice.vendor.clone(), ..ImpactReport::default() },
        };
        for record in reader.iter()? {
            let record = record?;
            let Some(request) = record.request_id.filter(|_| within(&record)) else { continue };
            each();
            let is_latest = latest.get(&request) == Some(&record.seq);
            if let Err(error) = gathering.take(&record, is_latest) {
                gathering.unreadable.push(format!("decision {} cannot be read: {error}", shown(&record)));
            }
        }
        gathering.finish()
    }
}

fn shown(record: &Record) -> String {
    record.decision_id.map(|id| id.to_string()).unwrap_or_default()
}

struct Gathering<'a> {
    reader: &'a Reader,
    bodies: BodyReader,
    vendor: &'a str,
    /// Lists of the decisions, by revision; none where one cannot be read any more.
    lists: HashMap<Revision, Option<Arc<LoadedList>>>,
    now: &'a LoadedList,
    exhibits: BTreeMap<String, Exhibit>,
    unreadable: Vec<String>,
    report: ImpactReport,
}

impl Gathering<'_> {
    fn take(&mut self, record: &Record, latest: bool) -> Result<(), CheckError> {
        let decision = decision_of(record)?;
        let request = request_of(&mut self.bodies, record.request)?;
        if latest {
            self.report.of_all.0 += 1;
            self.report.of_all.1.add_all(&whole(&request));
        }
        self.seen(decision.revision, record.time);
        if decision.findings.is_empty() {
            return Ok(());
        }
        let list = self.list(record, decision.revision);
        let about: Vec<&Finding> = {
            let list = list.as_deref().unwrap_or(self.now);
            decision.findings.iter().filter(|finding| concerns(list, finding, self.vendor)).collect()
        };
        if about.is_empty() {
            return Ok(());
        }
        let verdict = about.iter().map(|finding| finding.verdict).max().unwrap_or(Verdict::Allow);
        let lines = lines_of(&decision, &about);
        let value = worth(&request, lines);
        let grounds = grounds(&about);
        for ground in &grounds {
            for id in &ground.evidence {
                let entry = list.as_deref().unwrap_or(self.now).list().evidence.get(id);
                let exhibit = Exhibit {
                    id: id.clone(),
                    citation: entry.and_then(|entry| entry.citation.clone()),
                    uri: entry.and_then(|entry| entry.uri.clone()),
                    file: entry.and_then(|entry| entry.file.as_ref().map(|(name, _)| name.clone())),
                    pin: entry.and_then(|entry| entry.file.as_ref().and_then(|(_, pin)| *pin)),
                    retrieved: entry.and_then(|entry| entry.retrieved.as_ref().map(|on| on.written.clone())),
                };
                self.exhibits.insert(id.clone(), exhibit);
            }
            for step in &ground.litigation {
                let known = (ground.title.clone(), step.clone());
                if !self.report.litigation.contains(&known) {
                    self.report.litigation.push(known);
                }
            }
        }
        if latest {
            let (orders, sum) = self.report.by_verdict.entry(verdict).or_default();
            *orders += 1;
            sum.add_all(&value);
            self.report.of_vendor.add_all(&value);
        }
        self.report.decisions.push(Concerned {
            sequence: record.seq,
            decision: decision.id,
            recorded: record.time,
            at: decision.at,
            revision: decision.revision,
            order: number(&request),
            suppliers: suppliers(&request),
            verdict,
            met: about.iter().map(|finding| met(&decision, &request, finding)).collect(),
            lifted: lifted(&about),
            grounds,
            worth: value,
            request_body: record.request,
            latest,
        });
        Ok(())
    }

    fn seen(&mut self, revision: Revision, time: Timestamp) {
        match self.report.revisions.iter_mut().find(|(known, _, _)| *known == revision) {
            Some((_, _, last)) => *last = time,
            None => self.report.revisions.push((revision, time, time)),
        }
    }

    fn list(&mut self, record: &Record, revision: Revision) -> Option<Arc<LoadedList>> {
        let reader = self.reader;
        let known = self.lists.entry(revision);
        known.or_insert_with(|| list_of(reader, &record.inputs).ok().map(Arc::new)).clone()
    }

    fn finish(mut self) -> Result<ImpactReport, CheckError> {
        let mut report = self.report;
        report.revision = self.now.revision().to_string();
        let vendors = &self.now.list().vendors;
        let entry = vendors.get(self.vendor).cloned().or_else(|| {
            let mut lists = self.lists.values().flatten();
            lists.find_map(|list| list.list().vendors.get(self.vendor).cloned())
        });
        let Some(entry) = entry else {
            let help = match nearest(self.vendor, vendors.keys().map(String::as_str)) {
                Some(guess) => format!("did you mean `{guess}`?"),
                None => "name a vendor by its id: what stands after `vendor.` in the list".to_owned(),
            };
            return Err(CheckError::Unknown {
                why: format!("no list knows the vendor `{}`", self.vendor),
                help,
            });
        };
        report.name = entry.name.text;
        report.responses = entry.responses;
        report.history = entry.head.history;
        for rule in self
            .now
            .list()
            .rules
            .values()
            .filter(|rule| rule.targets.vendors.iter().any(|id| id == self.vendor))
        {
            let Some(authority) = self.now.list().authority_of(rule) else { continue };
            for step in &authority.litigation {
                let on = step.on.as_ref().map(|on| format!(" on {}", on.written)).unwrap_or_default();
                let result = step.result.as_deref().unwrap_or("pending");
                let known = (authority.title.clone(), format!("{result}: {}{on}", step.case));
                if !report.litigation.contains(&known) {
                    report.litigation.push(known);
                }
            }
        }
        report.exhibits = std::mem::take(&mut self.exhibits).into_values().collect();
        report.not_known = not_known(&report);
        report.not_known.append(&mut self.unreadable);
        Ok(report)
    }
}

/// Whether a finding is about a vendor: met itself or by its goods, or reached through those that it owns.
fn concerns(list: &LoadedList, finding: &Finding, vendor: &str) -> bool {
    vendor_of(list, finding) == vendor
        || finding.rulings.iter().any(|ruling| {
            ruling.effect == Effect::Bites && ruling.reach.last().is_some_and(|step| step.to == vendor)
        })
}

/// Lines that a finding is about; all of them where the seller or maker of the whole was met.
fn lines_of(decision: &Decision, about: &[&Finding]) -> Vec<u32> {
    let is_about = |index: u32| {
        let at = usize::try_from(index).ok();
        at.and_then(|at| decision.findings.get(at))
            .is_some_and(|finding| about.iter().any(|one| std::ptr::eq(*one, finding)))
    };
    let lines = decision.lines.iter().filter(|line| line.findings.iter().any(|index| is_about(*index)));
    lines.map(|line| line.ordinal).collect()
}

fn grounds(about: &[&Finding]) -> Vec<Ground> {
    let mut grounds: Vec<Ground> = vec![];
    for ruling in about.iter().flat_map(|finding| &finding.rulings) {
        if grounds.iter().any(|known| known.rule == ruling.rule && known.because == ruling.because) {
            continue;
        }
        grounds.push(Ground {
            rule: ruling.rule.clone(),
            authority: ruling.authority.id.clone(),
            title: ruling.authority.title.clone(),
            status: ruling.authority.status.clone(),
            since: ruling.authority.since.clone(),
            citations: ruling.authority.citations.clone(),
            litigation: ruling.authority.litigation.clone(),
            because: ruling.because.clone(),
            evidence: ruling.evidence.clone(),
        });
    }
    grounds
}

fn lifted(about: &[&Finding]) -> Vec<String> {
    let used = about
        .iter()
        .flat_map(|finding| &finding.rulings)
        .filter(|ruling| matches!(ruling.effect, Effect::Waived | Effect::Excepted | Effect::Cleared));
    let mut lifted: Vec<String> = used
        .map(|ruling| {
            let by = ruling.lifted_by.as_ref().map(|id| format!(" `{id}`")).unwrap_or_default();
            format!("{}{by} on rule `{}`: {}", ruling.effect.as_str(), ruling.rule, ruling.because)
        })
        .collect();
    lifted.sort();
    lifted.dedup();
    lifted
}

fn met(decision: &Decision, request: &PurchaseRequest, finding: &Finding) -> Met {
    let evidence = &finding.evidence;
    let line = finding.line.and_then(|ordinal| {
        let line = decision.lines.iter().find(|line| line.ordinal == ordinal)?;
        Some(line_name(line.id.as_ref(), ordinal))
    });
    Met {
        line,
        field: evidence.slot.word().replace('-', " "),
        value: evidence.value.clone(),
        pointer: evidence.source.pointer.clone(),
        listed: format!("`{}` ({})", evidence.listed, evidence.how),
        class: finding.class.as_str(),
        verdict: finding.verdict,
        worth: worth(request, finding.line.into_iter().collect()),
    }
}

fn not_known(report: &ImpactReport) -> Vec<String> {
    let mut told = vec![
        "whether an order that was allowed was placed, delivered or paid: the ledger holds questions and answers, not \
         purchases"
            .to_owned(),
        "what a person decided on what was held for review, unless that is recorded".to_owned(),
        "purchases that were never shown to this gate, and those shown to a gate with another ledger".to_owned(),
    ];
    let without = report.of_all.1.without_amount;
    if without > 0 {
        told.push(format!(
            "what {without} line(s) are worth: they state neither an amount nor a unit price with a quantity, so sums \
             and shares are lower bounds"
        ));
    }
    if !report.of_all.1.sums.is_empty() {
        told.push(
            "discounts, taxes and price units: a line counts with its amount, else with unit price times quantity".to_owned(),
        );
    }
    told
}
