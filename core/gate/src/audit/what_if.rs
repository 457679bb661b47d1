//! What would have been decided otherwise: recorded decisions, or documents, on a list that does not exist.
//!
//! Nothing is recorded. Invariant: a decision is passed over only if the change cannot reach it: it was made by the
//! same engine on the same list at the same instant, and names none of what changed. A property test holds this
//! against screening everything anew.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};

use debar_engine::Engine;
use debar_ledger::{BodyReader, RawRecord, Reader, Trust};
use debar_model::{Decision, DecisionId, PurchaseRequest, RequestId, Ruling, Verdict};
use jiff::Timestamp;
use memchr::memmem::Finder;

use super::amount::{Worth, worth};
use super::change::{Change, ChangeError, Hypothetical, Touch};
use super::head::{Head, looks_back};
use super::orders::{line_name, number, request_of, suppliers, vendor_of};
use crate::check::Question;
use crate::ledger_folder::consulted_by;
use crate::outcome::CheckError;
use crate::review::REVIEW_STATE;
use crate::{Gate, LedgerFolder, LoadedList, Submission};

/// A line whose verdict would be another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFlip {
    /// Its ordinal.
    pub ordinal: u32,
    /// Its own id, else its number from 1.
    pub name: String,
    /// The verdict that stands.
    pub from: Verdict,
    /// The verdict that would be.
    pub to: Verdict,
    /// Rules that make the difference: those that would bite, or that no longer would.
    pub rules: Vec<String>,
    /// The vendor that it is about.
    pub vendor: Option<String>,
    /// What the line is worth.
    pub worth: Worth,
}

/// A decision that would be another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flip {
    /// Its number in the ledger; of a document, its number among the requests.
    pub sequence: u64,
    /// The decision's id.
    pub decision: DecisionId,
    /// The request's id.
    pub request: RequestId,
    /// The file, when a document was asked about.
    pub document: Option<String>,
    /// The order's number.
    pub order: Option<String>,
    /// Who sells.
    pub suppliers: Vec<String>,
    /// The instant of the law for which both verdicts are.
    pub at: Timestamp,
    /// The verdict that stands.
    pub from: Verdict,
    /// The verdict that would be.
    pub to: Verdict,
    /// Lines whose verdict would be another one.
    pub lines: Vec<LineFlip>,
    /// Rules that make the difference.
    pub rules: Vec<String>,
    /// The list in use says so too without the change: the list or the day is another one since it was decided.
    pub without_change: bool,
    /// It is the latest decision on its request, so the order is open to be reopened or released.
    pub latest: bool,
}

/// What would be.
#[derive(Clone, Debug, Default)]
pub struct WhatIfReport {
    /// The changes, in words.
    pub words: Vec<String>,
    /// The list in use.
    pub revision: String,
    /// Decisions that were looked at.
    pub decisions: u64,
    /// How many of them were screened anew; the others the change cannot reach.
    pub screened: u64,
    /// How many of them name what changed.
    pub touched: u64,
    /// Decisions that would be other ones, in the order of the ledger.
    pub flips: Vec<Flip>,
    /// Where a verdict that rests on what changed would stay: by the rule that stands beside it and its authority's
    /// title, how many decisions.
    pub overlap: BTreeMap<(String, String), u64>,
    /// What could not be decided, and why.
    pub failed: Vec<(String, String)>,
}

/// What flips are worth, in one direction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// Orders: requests whose latest decision would be another one.
    pub orders: u64,
    /// By vendor.
    pub vendors: BTreeMap<String, Worth>,
}

impl WhatIfReport {
    /// Orders to reopen (`true`: a stricter verdict) or that could be released, with what they are worth. Each request
    /// counts once, with its latest decision.
    pub fn total(&self, stricter: bool) -> Total {
        let mut total = Total::default();
        for flip in self.flips.iter().filter(|flip| flip.latest) {
            let lines: Vec<&LineFlip> =
                flip.lines.iter().filter(|line| (line.to > line.from) == stricter).collect();
            total.orders +=
                u64::from(!lines.is_empty() || (flip.from != flip.to && (flip.to > flip.from) == stricter));
            for line in lines {
                let vendor = line.vendor.clone().unwrap_or_else(|| "no vendor".to_owned());
                total.vendors.entry(vendor).or_default().add_all(&line.worth);
            }
        }
        total
    }

    fn take(&mut self, other: Self) {
        self.decisions += other.decisions;
        self.screened += other.screened;
        self.touched += other.touched;
        self.flips.extend(other.flips);
        self.failed.extend(other.failed);
        for (rule, count) in other.overlap {
            *self.overlap.entry(rule).or_default() += count;
        }
    }
}

/// How decisions are asked again.
#[derive(Clone, Copy, Debug, Default)]
pub struct WhatIfOptions {
    /// The instant of the law for all of them; each one's own when none is given.
    pub at: Option<Timestamp>,
    /// Screen every decision anew, also those that the change cannot reach.
    pub thorough: bool,
    /// Threads that screen; as many as there are processors when none is given.
    pub threads: Option<usize>,
}

impl LedgerFolder {
    /// Which recorded decisions would be other ones on a changed list. `each` hears how many records were read.
    ///
    /// # Errors
    /// The change cannot be made, or the ledger cannot be read.
    pub fn what_if(
        &self,
        list: &LoadedList,
        change: &Change,
        options: WhatIfOptions,
        mut each: impl FnMut(u64),
    ) -> Result<Result<WhatIfReport, CheckError>, ChangeError> {
        let hypothetical = change.make(list)?;
        let asking = Asking::new(self.reader(), list, &hypothetical, options);
        Ok(asking.all(&mut each))
    }
}

impl Gate {
    /// Which documents would be decided otherwise on a changed list. Nothing is recorded.
    ///
    /// # Errors
    /// The change cannot be made.
    pub fn what_if_documents<'s>(
        &self,
        change: &Change,
        documents: impl IntoIterator<Item = (String, Submission<'s>)>,
    ) -> Result<WhatIfReport, ChangeError> {
        let list = self.list();
        let hypothetical = change.make(&list)?;
        let mut report = WhatIfReport {
            words: hypothetical.words.clone(),
            revision: list.revision().to_string(),
            ..WhatIfReport::default()
        };
        for (name, submission) in documents {
            let (now, then) =
                match (self.preview(&list, &submission), self.preview(&hypothetical.list, &submission)) {
                    (Ok(now), Ok(then)) => (now, then),
                    (Err(error), _) | (_, Err(error)) => {
                        report.failed.push((name, error.to_string()));
                        continue;
                    }
                };
            for (now, then) in now.iter().zip(&then) {
                report.decisions += 1;
                report.screened += 1;
                let (old, new) = (&now.decision, &then.decision);
                let pair =
                    Pair { old, new, old_list: &list, new_list: &hypothetical.list, request: &now.request };
                if touches(&hypothetical.touch, old, new.at) {
                    report.touched += 1;
                    pair.overlap(&hypothetical.touch, &mut report.overlap);
                }
                let sequence = report.decisions;
                report.flips.extend(pair.flip(sequence, None).map(|flip| Flip {
                    document: Some(name.clone()),
                    latest: true,
                    ..flip
                }));
            }
        }
        Ok(report)
    }
}

/// Everything that the screening threads share.
struct Asking<'a> {
    reader: &'a Reader,
    list: &'a LoadedList,
    hypothetical: &'a Hypothetical,
    options: WhatIfOptions,
    /// Texts of which one stands in the bytes of every decision that the change can reach, with the first instant.
    marks: Vec<(Finder<'static>, Option<Timestamp>)>,
}

/// The latest decision on each request, as far as one thread has seen.
type Latest = HashMap<RequestId, u64>;

/// What one thread found, up to what stopped it.
type Part = (WhatIfReport, Latest, Result<(), CheckError>);

impl<'a> Asking<'a> {
    fn new(
        reader: &'a Reader,
        list: &'a LoadedList,
        hypothetical: &'a Hypothetical,
        options: WhatIfOptions,
    ) -> Self {
        let touch = &hypothetical.touch;
        let mark = |text: String| Finder::new(text.as_bytes()).into_owned();
        let authorities = touch
            .authorities
            .iter()
            .map(|(id, differs)| (mark(format!("\"authority\":{{\"id\":\"{id}\"")), Some(differs.from)));
        let rules = touch.rules.iter().map(|id| (mark(format!("\"rule\":\"{id}\"")), None));
        let marks = authorities.chain(rules).collect();
        Self { reader, list, hypothetical, options, marks }
    }

    /// Asks all threads, each of which takes one segment after another.
    fn all(&self, each: &mut dyn FnMut(u64)) -> Result<WhatIfReport, CheckError> {
        let threads =
            self.options.threads.or_else(|| std::thread::available_parallelism().ok().map(Into::into));
        let segments = self.reader.segments()?;
        let threads = threads.unwrap_or(1).clamp(1, segments.len().max(1));
        let (next, (sender, receiver)) = (AtomicUsize::new(0), channel::<u64>());
        let parts: Vec<Option<Part>> = std::thread::scope(|scope| {
            let worker = |_| {
                let (sender, segments, next) = (sender.clone(), &segments, &next);
                scope.spawn(move || self.work(segments, next, &sender))
            };
            let workers: Vec<_> = (0..threads).map(worker).collect();
            drop(sender);
            let mut read = 0;
            for records in receiver {
                read += records;
                each(read);
            }
            workers.into_iter().map(|worker| worker.join().ok()).collect()
        });
        let mut report = WhatIfReport {
            words: self.hypothetical.words.clone(),
            revision: self.list.revision().to_string(),
            ..WhatIfReport::default()
        };
        let mut latest: Latest = HashMap::new();
        for part in parts {
            let ended = || CheckError::Record("a thread ended before its work".to_owned());
            let (part, seen, whole) = part.ok_or_else(ended)?;
            whole?;
            report.take(part);
            if latest.is_empty() {
                latest = seen;
            } else {
                for (request, sequence) in seen {
                    let known = latest.entry(request).or_default();
                    *known = sequence.max(*known);
                }
            }
        }
        report.flips.sort_by_key(|flip| flip.sequence);
        report.failed.sort();
        for flip in &mut report.flips {
            flip.latest = latest.get(&flip.request) == Some(&flip.sequence);
        }
        Ok(report)
    }

    fn work(&self, segments: &[u64], next: &AtomicUsize, done: &Sender<u64>) -> Part {
        let (mut report, mut latest) = (WhatIfReport::default(), Latest::new());
        let mut bodies = self.reader.bodies();
        loop {
            let Some(first) = segments.get(next.fetch_add(1, Ordering::Relaxed)) else {
                return (report, latest, Ok(()));
            };
            match self.segment(*first, &mut bodies, &mut report, &mut latest) {
                // Nobody listens any more only when the run has ended.
                Ok(records) => drop(done.send(records)),
                Err(error) => return (report, latest, Err(error)),
            }
        }
    }

    fn segment(
        &self,
        first: u64,
        bodies: &mut BodyReader,
        report: &mut WhatIfReport,
        latest: &mut Latest,
    ) -> Result<u64, CheckError> {
        let segment = self.reader.segment(first)?;
        let mut read = 0;
        for record in segment.records(Trust::Hash) {
            let record = record?;
            read += 1;
            let Some(id) = record.decision_id else { continue };
            if let Some(request) = record.request_id.filter(|_| !looks_back(record.data)) {
                let known = latest.entry(request).or_default();
                *known = record.seq.max(*known);
            }
            report.decisions += 1;
            if let Err(error) = self.one(&record, bodies, report) {
                report.failed.push((id.to_string(), error.to_string()));
            }
        }
        Ok(read)
    }

    /// Whether the change may say something else of a decision, from its bytes alone.
    fn may_differ(&self, data: &str) -> bool {
        if self.options.thorough || self.options.at.is_some() || self.hypothetical.touch.all {
            return true;
        }
        let Some(head) = Head::read(data) else { return true };
        if head.revision != self.list.revision() || head.engine != Engine::TABLES {
            return true;
        }
        self.marks.iter().any(|(mark, first)| {
            first.is_none_or(|first| head.at >= first) && mark.find(data.as_bytes()).is_some()
        })
    }

    fn one(
        &self,
        record: &RawRecord<'_>,
        bodies: &mut BodyReader,
        report: &mut WhatIfReport,
    ) -> Result<(), CheckError> {
        if !self.may_differ(record.data) {
            return Ok(());
        }
        report.screened += 1;
        let old = record.decision().map_err(|error| CheckError::Record(error.to_string()))?;
        let request = request_of(bodies, record.request)?;
        let question = match self.options.at {
            Some(at) => Question { id: old.request, at, known_at: None },
            None => Question { id: old.request, at: old.at, known_at: old.known_at },
        };
        let inputs = record.inputs().map_err(|error| CheckError::Record(error.to_string()))?;
        let reviews = inputs.iter().find(|(name, _)| name == REVIEW_STATE).map(|(_, body)| body);
        let consulted = consulted_by(self.reader, reviews)?;
        let holds = || old.holds.clone();
        let new = question.ask(&self.hypothetical.list, &request, &old.facts, holds(), &consulted);
        let pair = Pair {
            old: &old,
            new: &new,
            old_list: self.list,
            new_list: &self.hypothetical.list,
            request: &request,
        };
        let touched = touches(&self.hypothetical.touch, &old, question.at);
        report.touched += u64::from(touched);
        let Some(flip) = pair.flip(record.seq, record.decision_id) else {
            if touched {
                pair.overlap(&self.hypothetical.touch, &mut report.overlap);
            }
            return Ok(());
        };
        // The same without the change: then it is the list's later edits or the other day that make the difference.
        let base = question.ask(self.list, &request, &old.facts, holds(), &consulted);
        let verdicts = |decision: &Decision| -> Vec<Verdict> {
            decision.lines.iter().map(|line| line.verdict).chain([decision.verdict]).collect()
        };
        report.flips.push(Flip { without_change: verdicts(&base) == verdicts(&new), ..flip });
        Ok(())
    }
}

/// Whether a decision names something that is changed by the instant for which it is asked.
fn touches(touch: &Touch, decision: &Decision, at: Timestamp) -> bool {
    let mut rulings = decision.findings.iter().flat_map(|finding| &finding.rulings);
    rulings.any(|ruling| is_changed(touch, ruling, at))
}

fn is_changed(touch: &Touch, ruling: &Ruling, at: Timestamp) -> bool {
    let fallen = touch.authorities.get(&ruling.authority.id);
    touch.rules.contains(&ruling.rule) || fallen.is_some_and(|differs| differs.at(at))
}

/// A decision as it stands and as it would be.
struct Pair<'a> {
    old: &'a Decision,
    new: &'a Decision,
    old_list: &'a LoadedList,
    new_list: &'a LoadedList,
    request: &'a PurchaseRequest,
}

impl Pair<'_> {
    /// What would be otherwise; none when every verdict would stay.
    fn flip(&self, sequence: u64, id: Option<DecisionId>) -> Option<Flip> {
        let (old, new) = (self.old, self.new);
        let changed: Vec<u32> = old
            .lines
            .iter()
            .zip(&new.lines)
            .filter(|(old, new)| old.verdict != new.verdict)
            .map(|(old, _)| old.ordinal)
            .collect();
        if old.verdict == new.verdict && changed.is_empty() && old.lines.len() == new.lines.len() {
            return None;
        }
        // A part of a line counts with the line: no amount stands twice in a sum.
        let counted = super::amount::counted(self.request, changed.clone());
        let lines = changed.iter().filter_map(|ordinal| self.line(*ordinal, counted.contains(ordinal)));
        let lines: Vec<LineFlip> = lines.collect();
        let mut rules: BTreeSet<String> = lines.iter().flat_map(|line| line.rules.iter().cloned()).collect();
        if old.verdict != new.verdict {
            rules.extend(self.rules(None, old.verdict, new.verdict).0);
        }
        Some(Flip {
            sequence,
            decision: id.unwrap_or(old.id),
            request: old.request,
            document: None,
            order: number(self.request),
            suppliers: suppliers(self.request),
            at: new.at,
            from: old.verdict,
            to: new.verdict,
            lines,
            rules: rules.into_iter().collect(),
            without_change: false,
            latest: false,
        })
    }

    fn line(&self, ordinal: u32, counted: bool) -> Option<LineFlip> {
        let at = usize::try_from(ordinal).ok()?;
        let (old, new) = (self.old.lines.get(at)?, self.new.lines.get(at)?);
        let (rules, vendor) = self.rules(Some(ordinal), old.verdict, new.verdict);
        let worth = if counted { worth(self.request, vec![ordinal]) } else { Worth::default() };
        Some(LineFlip {
            ordinal,
            name: line_name(new.id.as_ref(), ordinal),
            from: old.verdict,
            to: new.verdict,
            rules,
            vendor,
            worth,
        })
    }

    /// Rules behind the stricter of two verdicts, and the vendor that they met.
    fn rules(&self, line: Option<u32>, from: Verdict, to: Verdict) -> (Vec<String>, Option<String>) {
        let (decision, list) = if to > from { (self.new, self.new_list) } else { (self.old, self.old_list) };
        let strict = from.max(to);
        let own: Option<Vec<u32>> = line.map(|ordinal| {
            // Its own findings and those of its parts.
            let below = |at: u32| {
                let mut above = Some(at);
                while let Some(now) = above {
                    if now == ordinal {
                        return true;
                    }
                    above =
                        self.request.line(now).and_then(|line| line.parent).filter(|parent| *parent < now);
                }
                false
            };
            let lines = decision.lines.iter().filter(|line| below(line.ordinal));
            lines.flat_map(|line| line.findings.iter().copied()).collect()
        });
        let mut rules = BTreeSet::new();
        let mut vendor = None;
        for (index, finding) in (0_u32..).zip(&decision.findings) {
            if own.as_ref().is_some_and(|own| !own.contains(&index)) {
                continue;
            }
            for ruling in finding.rulings.iter().filter(|ruling| ruling.verdict == strict) {
                rules.insert(ruling.rule.clone());
                vendor.get_or_insert_with(|| vendor_of(list, finding));
            }
        }
        rules.extend(
            decision
                .needs
                .iter()
                .filter(|_| rules.is_empty())
                .flat_map(|need| need.rules.iter().cloned())
                .collect::<Vec<_>>(),
        );
        (rules.into_iter().collect(), vendor)
    }

    /// What stands beside a verdict that rested on what is changed.
    fn overlap(&self, touch: &Touch, overlap: &mut BTreeMap<(String, String), u64>) {
        let strict = self.old.verdict;
        let mut rested = self
            .old
            .findings
            .iter()
            .flat_map(|finding| &finding.rulings)
            .filter(|ruling| ruling.verdict == strict && is_changed(touch, ruling, self.new.at));
        if strict == Verdict::Allow || self.new.verdict != strict || rested.next().is_none() {
            return;
        }
        let stands: BTreeSet<(String, String)> = self
            .new
            .findings
            .iter()
            .flat_map(|finding| &finding.rulings)
            // What is itself supposed to stand otherwise is no overlap with itself, however it stands then.
            .filter(|ruling| ruling.verdict == strict && !touch.rules.contains(&ruling.rule))
            .filter(|ruling| !touch.authorities.contains_key(&ruling.authority.id))
            .map(|ruling| (ruling.rule.clone(), ruling.authority.title.clone()))
            .collect();
        for rule in stands {
            *overlap.entry(rule).or_default() += 1;
        }
    }
}
