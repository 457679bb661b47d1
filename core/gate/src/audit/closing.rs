//! Which recorded requests are still open: the latest decision on each, closings that people recorded, and orders
//! that a later document replaced or cancelled. Everything not known to be closed is open.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use debar_ledger::{Entry, Ledger, Options, Reader};
use debar_model::{RequestId, Sha256Hex};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::head::looks_back;
use super::orders::{number, request_of, same_order, supersedes};
use crate::LedgerFolder;
use crate::outcome::CheckError;

/// The kind of the record of a closing.
pub(crate) const CLOSE: &str = "close";

/// The data of a closing.
#[derive(Serialize, Deserialize)]
struct CloseData {
    schema_version: u32,
    requests: Vec<String>,
    order: Option<String>,
    on: String,
    why: String,
}

/// A closing that stands in the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// The requests that it closes.
    pub requests: Vec<RequestId>,
    /// Its number in the ledger; none when all of them were closed before.
    pub sequence: Option<u64>,
}

/// What is known of a recorded request.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    /// The sequence number of the latest decision on it.
    pub latest: u64,
    /// When that was recorded.
    pub time: Timestamp,
    /// The order's number.
    pub order: Option<String>,
    /// The order through all its states.
    same: Option<Sha256Hex>,
    supersedes: bool,
    /// A closing recorded after the latest decision, with its day.
    closed: Option<Timestamp>,
}

/// All recorded requests.
#[derive(Debug, Default)]
pub(crate) struct Requests(pub HashMap<RequestId, Known>);

impl Requests {
    /// Reads the whole ledger once. Questions that look back say nothing of an order.
    pub fn read(reader: &Reader) -> Result<Self, CheckError> {
        let mut requests: HashMap<RequestId, Known> = HashMap::new();
        let mut bodies = reader.bodies();
        for record in reader.iter()? {
            let record = record?;
            if let Some(id) = record.request_id {
                if looks_back(&record.data) {
                    continue;
                }
                match requests.get_mut(&id) {
                    Some(known) => {
                        (known.latest, known.time) = (record.seq, record.time);
                        // Screened again after it was closed: open again.
                        known.closed = None;
                    }
                    None => {
                        let request = request_of(&mut bodies, record.request).unwrap_or_default();
                        requests.insert(
                            id,
                            Known {
                                latest: record.seq,
                                time: record.time,
                                order: number(&request),
                                same: same_order(record.route.as_deref(), &request),
                                supersedes: supersedes(&request),
                                closed: None,
                            },
                        );
                    }
                }
            } else if record.kind == CLOSE {
                let data: CloseData =
                    record.event().map_err(|error| CheckError::Record(format!("a closing: {error}")))?;
                let on =
                    data.on.parse().map_err(|_| CheckError::Record(format!("a closing on `{}`", data.on)))?;
                for id in data.requests.iter().filter_map(|id| Sha256Hex::parse(id).ok()) {
                    if let Some(known) = requests.get_mut(&RequestId(id)) {
                        known.closed = Some(on);
                    }
                }
            }
        }
        Ok(Self(requests))
    }

    /// Requests that are open at an instant.
    pub fn open(&self, at: Timestamp) -> BTreeMap<u64, RequestId> {
        let mut last: HashMap<Sha256Hex, u64> = HashMap::new();
        for known in self.0.values().filter(|known| known.supersedes) {
            if let Some(same) = known.same {
                let latest = last.entry(same).or_default();
                *latest = known.latest.max(*latest);
            }
        }
        let replaced = |known: &Known| {
            known.same.and_then(|same| last.get(&same)).is_some_and(|latest| *latest > known.latest)
        };
        let open =
            self.0.iter().filter(|(_, known)| known.closed.is_none_or(|on| on > at) && !replaced(known));
        open.map(|(id, known)| (known.latest, *id)).collect()
    }

    /// Requests by a request's id, the first eight or more digits of one, or an order's number.
    pub fn named(&self, name: &str) -> BTreeSet<RequestId> {
        let by_number: BTreeSet<RequestId> = self.by(|_, known| known.order.as_deref() == Some(name));
        let digits = name.to_ascii_lowercase();
        let hex = (8..=64).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !by_number.is_empty() || !hex {
            return by_number;
        }
        self.by(|id, _| id.to_string().starts_with(&digits))
    }

    fn by(&self, fits: impl Fn(&RequestId, &Known) -> bool) -> BTreeSet<RequestId> {
        self.0.iter().filter(|(id, known)| fits(id, known)).map(|(id, _)| *id).collect()
    }
}

impl LedgerFolder {
    /// Records that an order or a request is closed since an instant: it is not screened again. An order's number
    /// closes every request under it. What is closed already is not closed again.
    ///
    /// # Errors
    /// Nothing is recorded under that name, an id's beginning is not unique, or the ledger cannot be written.
    pub fn close(&self, name: &str, on: Timestamp, why: &str, now: Timestamp) -> Result<Closed, CheckError> {
        let all = Requests::read(self.reader())?;
        let named = all.named(name);
        let order = named.iter().find_map(|id| all.0.get(id)?.order.clone()).filter(|order| order == name);
        if named.is_empty() || (order.is_none() && named.len() > 1) {
            let why = match named.len() {
                0 => format!("no request and no order `{name}` is recorded"),
                many => format!("{many} requests begin with `{name}`"),
            };
            let help =
                "give an order's number to the letter, or a request's id as `debar ledger show` prints it";
            return Err(CheckError::Unknown { why, help: help.to_owned() });
        }
        let open: Vec<RequestId> = named
            .iter()
            .copied()
            .filter(|id| all.0.get(id).is_some_and(|known| known.closed.is_none_or(|known| known > on)))
            .collect();
        if open.is_empty() {
            return Ok(Closed { requests: named.into_iter().collect(), sequence: None });
        }
        let data = CloseData {
            schema_version: debar_wire::SCHEMA_VERSION,
            requests: open.iter().map(ToString::to_string).collect(),
            order,
            on: on.to_string(),
            why: why.to_owned(),
        };
        let (ledger, _) = Ledger::open(self.folder(), Options::new(now))?;
        let receipt = ledger.append(Entry::event(now, CLOSE, &data)?)?;
        Ok(Closed { requests: open, sequence: Some(receipt.seq) })
    }
}
