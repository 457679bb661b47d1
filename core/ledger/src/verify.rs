//! Checking a whole ledger: every line, the chain, every body, every index, the note on reviews.
//!
//! It changes nothing and locks nothing. What it cannot see is a log cut at the end of a record and
//! offered as the whole: for that, keep the head hash of an earlier report elsewhere and compare.

use debar_model::Sha256Hex;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::bodies;
use crate::index::{self, Marks};
use crate::inline::{self, Inflater};
use crate::layout::Layout;
use crate::record::{DECISION, Place, Record, TRUNCATION};
use crate::scan::{self, Chain, Line};
use crate::{LedgerError, Problem, REVIEW, follow};

/// Problems beyond this number are counted, not listed.
const LISTED: usize = 1_000;

/// What a check of a whole ledger found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// Number of segments.
    pub segments: u64,
    /// Number of records, broken ones included.
    pub records: u64,
    /// How many of them are decisions.
    pub decisions: u64,
    /// How many of them tell of a torn end that was cut.
    pub truncations: u64,
    /// Number of bodies that records name.
    pub bodies: u64,
    /// Number of stored bodies, in segments and files, that no record names: written, and then the record was not.
    pub unnamed_bodies: u64,
    /// Hash of the last record; 64 zeros for an empty ledger.
    pub head: Sha256Hex,
    /// Bytes after the last whole record. The next to open the ledger cuts and records them; while
    /// somebody appends they may be a record on its way.
    pub torn_tail: Option<Problem>,
    /// Everything that is broken, in order; the first thousand.
    pub problems: Vec<Problem>,
    /// How many more there are.
    pub more_problems: u64,
}

impl VerifyReport {
    /// Nothing is broken and nothing torn.
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty() && self.torn_tail.is_none()
    }

    fn add(&mut self, problem: Problem) {
        if self.problems.len() < LISTED {
            self.problems.push(problem);
        } else {
            self.more_problems += 1;
        }
    }
}

/// Checks a whole ledger.
///
/// # Errors
/// There is no ledger in the folder, or it cannot be read. What is broken stands in the report.
pub fn verify(dir: &Path) -> Result<VerifyReport, LedgerError> {
    verify_with(dir, |_, _| {})
}

/// Checks a whole ledger and tells how far it is: bytes of segments and number of bodies done, of how
/// many in all.
///
/// # Errors
/// As [`verify`].
pub fn verify_with(dir: &Path, mut progress: impl FnMut(u64, u64)) -> Result<VerifyReport, LedgerError> {
    let layout = Layout::new(dir);
    let segments = layout.list()?;
    let sizes = segments.iter().filter_map(|segment| fs::metadata(layout.segment(*segment)).ok());
    let total: u64 = sizes.map(|metadata| metadata.len()).sum();
    let mut check = Check {
        layout,
        report: VerifyReport::default(),
        chain: Chain::START,
        bodies: HashMap::new(),
        inflater: Inflater::new(),
        reviews: vec![],
    };
    let mut done = 0;
    for (index, segment) in segments.iter().enumerate() {
        done += check.segment(*segment, index + 1 == segments.len())?;
        progress(done, total);
    }
    let stored = check.stored_bodies()?;
    let count = u64::try_from(stored.len()).unwrap_or(u64::MAX);
    for (number, path) in (1_u64..).zip(stored) {
        check.body(&path);
        progress(done + number, total + count);
    }
    check.count_bodies();
    let note = follow::check(&check.layout, REVIEW, &check.reviews);
    note.into_iter().for_each(|problem| check.report.add(problem));
    check.report.head = check.chain.head;
    Ok(check.report)
}

struct Check {
    layout: Layout,
    report: VerifyReport,
    chain: Chain,
    bodies: HashMap<Sha256Hex, Seen>,
    inflater: Inflater,
    /// Segment and offset of each review.
    reviews: Vec<(u64, u64)>,
}

/// What was seen of a body.
#[derive(Clone, Copy, Default)]
struct Seen {
    /// The first record that names it.
    named: Option<Place>,
    /// Whether it is stored, be it broken.
    stored: bool,
}

impl Check {
    /// Checks a segment; its length in bytes.
    fn segment(&mut self, segment: u64, last: bool) -> Result<u64, LedgerError> {
        let path = self.layout.segment(segment);
        let bytes = fs::read(&path).map_err(LedgerError::io("reading", &path))?;
        let (lines, torn) = scan::lines(&bytes);
        self.report.segments += 1;
        let start = Place { segment, line: 1, byte: 0 };
        if segment != self.chain.next {
            let expected = self.chain.next;
            self.problem(start, format!("a segment that begins with {expected} belongs here"));
        }
        if lines.is_empty() && !last {
            self.problem(start, "an empty segment is followed by another");
        }
        let mut marks = Marks::default();
        let mut place = start;
        for (offset, line) in lines {
            place.byte = size(offset);
            self.report.records += u64::from(!inline::is_body(line));
            match self.chain.take(line, place) {
                Ok(Line::Record(record)) => self.record(&record, &mut marks),
                Ok(Line::Body(digest)) => {
                    marks.body(&digest, place.byte);
                    self.inline_body(&digest, line, place);
                }
                Err(message) => {
                    self.problem(place, message);
                    self.chain.skip(line, place);
                }
            }
            place.line += 1;
        }
        if !torn.is_empty() {
            place.byte = size(bytes.len() - torn.len());
            let message = format!("{} bytes without an end of line", torn.len());
            let problem = scan::problem(&self.layout, place, message);
            if last { self.report.torn_tail = Some(problem) } else { self.report.add(problem) }
        }
        let wrong = index::check(&self.layout, segment, size(bytes.len()), marks);
        wrong.into_iter().for_each(|problem| self.report.add(problem));
        Ok(size(bytes.len()))
    }

    fn inline_body(&mut self, digest: &Sha256Hex, line: &[u8], place: Place) {
        self.bodies.entry(*digest).or_default().stored = true;
        if let Err(message) = self.inflater.content(line) {
            self.problem(place, format!("body `{digest}`: {message}"));
        }
    }

    fn record(&mut self, record: &Record, marks: &mut Marks) {
        marks.record(record);
        for body in record.bodies() {
            self.bodies.entry(*body).or_default().named.get_or_insert(record.place);
        }
        match record.kind.as_str() {
            DECISION => {
                self.report.decisions += 1;
                let decision = serde_json::from_str::<debar_wire::Decision<'_>>(&record.data);
                let fits = decision.is_ok_and(|decision| {
                    Some(&*decision.decision_id) == record.decision_id.map(|id| id.to_string()).as_deref()
                        && Some(&*decision.request_id)
                            == record.request_id.map(|id| id.to_string()).as_deref()
                });
                if !fits {
                    self.problem(record.place, "the data is not the decision that the record names");
                }
            }
            TRUNCATION => self.report.truncations += 1,
            REVIEW => self.reviews.push((record.place.segment, record.place.byte)),
            _ => {}
        }
    }

    /// Bodies that are files, in order.
    fn stored_bodies(&self) -> Result<Vec<PathBuf>, LedgerError> {
        let listing = "listing";
        let mut files = Vec::new();
        let root = self.layout.bodies();
        let folders = match fs::read_dir(&root) {
            // Bodies that records name and that are nowhere are told with the records.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(files),
            folders => folders.map_err(LedgerError::io(listing, &root))?,
        };
        for folder in folders {
            let folder = folder.map_err(LedgerError::io(listing, &root))?.path();
            if !folder.is_dir() {
                files.push(folder);
                continue;
            }
            for file in fs::read_dir(&folder).map_err(LedgerError::io(listing, &folder))? {
                files.push(file.map_err(LedgerError::io(listing, &folder))?.path());
            }
        }
        files.sort_unstable();
        Ok(files)
    }

    fn body(&mut self, path: &Path) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let digest = name.strip_suffix(".gz").and_then(|digits| Sha256Hex::parse(digits).ok());
        let Some(digest) = digest.filter(|digest| self.layout.body(digest).1 == path) else {
            return self.file_problem(path, "not the name of a body");
        };
        self.bodies.entry(digest).or_default().stored = true;
        match bodies::load(path, &digest) {
            Ok(Some(_)) => {}
            Ok(None) => self.file_problem(path, "the body disappeared"),
            Err(LedgerError::BrokenBody { message, .. }) => self.file_problem(path, message),
            Err(error) => self.file_problem(path, error.to_string()),
        }
    }

    fn count_bodies(&mut self) {
        let mut missing = Vec::new();
        for (digest, seen) in &self.bodies {
            match seen.named {
                Some(place) => {
                    self.report.bodies += 1;
                    missing.extend((!seen.stored).then_some((*digest, place)));
                }
                None => self.report.unnamed_bodies += 1,
            }
        }
        missing.sort_unstable_by_key(|(digest, place)| (place.segment, place.byte, *digest));
        for (digest, place) in missing {
            self.problem(place, format!("the body `{digest}` that it names is not stored"));
        }
    }

    fn problem(&mut self, place: Place, message: impl Into<String>) {
        let problem = scan::problem(&self.layout, place, message);
        self.report.add(problem);
    }

    fn file_problem(&mut self, path: &Path, message: impl Into<String>) {
        let file = self.layout.relative(path);
        self.report.add(Problem { file, line: None, byte: 0, message: message.into() });
    }
}

fn size(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
