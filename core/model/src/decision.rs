//! A decision: verdicts, the reasons for them, and everything needed to reach it again.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::{DecisionId, Facts, Finding, RequestId, Revision, Verdict};

/// Why a request is held: nothing goes through although no rule was found to forbid it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HoldReason {
    /// No plugin reads this document.
    Unroutable,
    /// The document could not be decoded.
    Undecodable,
    /// Part of the document could not be decoded.
    Incomplete,
    /// The plugin failed: crash, deadline, broken contract.
    PluginFailed,
    /// A party is named by an id that nobody can resolve.
    Unresolved,
    /// The raw document names a listed word that the decoded request does not.
    Tripwire,
    /// A file that the order names or carries could not be read.
    Attachment,
}

impl HoldReason {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unroutable => "unroutable",
            Self::Undecodable => "undecodable",
            Self::Incomplete => "incomplete",
            Self::PluginFailed => "plugin-failed",
            Self::Unresolved => "unresolved",
            Self::Tripwire => "tripwire",
            Self::Attachment => "attachment",
        }
    }
}

/// A fact that a rule needs and nobody gave.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Need {
    /// The fact's name.
    pub fact: String,
    /// Rules that need it.
    pub rules: Vec<String>,
    /// The values that would decide, where they can be listed.
    pub values: Vec<String>,
}

/// The kind of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeCode {
    /// The list is older than its own `review-by` or `max-age`.
    StaleList,
    /// The authority's own list was not looked at when it should have been.
    CheckOverdue,
    /// Parts of a product are not known.
    ComponentsUnknown,
    /// A digest could not be compared: other algorithm or other object.
    DigestNotComparable,
    /// Part of what is in a file could not be read, and a rule looks for digests.
    ContentsNotRead,
    /// A pause of an authority is near or was not confirmed.
    PauseUnconfirmed,
    /// An order binds another buyer.
    OrderOfAnotherIssuer,
    /// A rule has ended.
    RuleExpired,
    /// An authority does not stand: withdrawn, vacated, enjoined.
    AuthorityStatus,
    /// A waiver, exception or clearance was used.
    Lifted,
    /// A clearing of the review queue no longer holds: the party, the listing or a rule changed, or it ended.
    ClearingLapsed,
    /// A rule that warns, advises or only observes was met.
    Warning,
    /// A signature is present and was not verified.
    SignatureNotVerified,
    /// The extraction was degraded.
    DegradedExtraction,
    /// Facts are shipped defaults.
    DefaultFacts,
    /// The request cancels an order and goes through.
    Cancellation,
}

impl NoticeCode {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::StaleList => "stale-list",
            Self::CheckOverdue => "check-overdue",
            Self::ComponentsUnknown => "components-unknown",
            Self::DigestNotComparable => "digest-not-comparable",
            Self::ContentsNotRead => "contents-not-read",
            Self::PauseUnconfirmed => "pause-unconfirmed",
            Self::OrderOfAnotherIssuer => "order-of-another-issuer",
            Self::RuleExpired => "rule-expired",
            Self::AuthorityStatus => "authority-status",
            Self::Lifted => "lifted",
            Self::ClearingLapsed => "clearing-lapsed",
            Self::Warning => "warning",
            Self::SignatureNotVerified => "signature-not-verified",
            Self::DegradedExtraction => "degraded-extraction",
            Self::DefaultFacts => "default-facts",
            Self::Cancellation => "cancellation",
        }
    }
}

/// A remark that must be shown with the verdict.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Notice {
    /// Its kind.
    pub code: NoticeCode,
    /// Ordinal of the line it is about.
    pub line: Option<u32>,
    /// What it says.
    pub text: String,
}

/// A last moment: a day that is included, or an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DueBy {
    /// A day; it may still be done before the day ends.
    Day(Date),
    /// An instant.
    Instant(Timestamp),
}

impl DueBy {
    /// Reads a date, or an instant of RFC 3339.
    pub fn parse(text: &str) -> Option<Self> {
        let instant = || text.parse().ok().map(Self::Instant);
        if text.len() == "2026-01-01".len() { text.parse().ok().map(Self::Day) } else { instant() }
    }

    /// Its day; of an instant, the local one in a time zone.
    pub fn day(&self, zone: &TimeZone) -> Date {
        match self {
            Self::Day(day) => *day,
            Self::Instant(at) => zone.to_datetime(*at).date(),
        }
    }

    /// The first instant at which it has passed; none at the end of the year 9999.
    pub fn end(&self, zone: &TimeZone) -> Option<Timestamp> {
        match self {
            Self::Day(day) => {
                let next = day.tomorrow().ok()?.at(0, 0, 0, 0);
                zone.to_ambiguous_timestamp(next).compatible().ok()
            }
            Self::Instant(at) => Some(*at),
        }
    }
}

impl fmt::Display for DueBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::Instant(at) => at.fmt(f),
        }
    }
}

/// A duty beside the verdict: report, remove, check again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Obligation {
    /// What to do: `report`, `identify`, `remove` ...
    pub what: String,
    /// The form or profile, such as `far-52.204-23`.
    pub form: Option<String>,
    /// When it is due, where that can be counted.
    pub due: Option<DueBy>,
    /// How that was counted, in words: `within 3 business days, us-federal`.
    pub within: Option<String>,
    /// The day of the event from which it was counted; that day itself does not count.
    pub counted_from: Option<Date>,
    /// The rule it follows from.
    pub rule: String,
    /// To whom.
    pub to: Option<String>,
}

/// The verdict on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineDecision {
    /// The line's ordinal.
    pub ordinal: u32,
    /// The line's own id in the document.
    pub id: Option<String>,
    /// The verdict, with those of its components and children.
    pub verdict: Verdict,
    /// Indexes into the decision's findings.
    pub findings: Vec<u32>,
}

/// A decision on one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Digest of everything below that the decision depends on.
    pub id: DecisionId,
    /// Digest of route and redacted canonical request.
    pub request: RequestId,
    /// The list that was asked.
    pub revision: Revision,
    /// The instant for which the law was asked.
    pub at: Timestamp,
    /// The instant whose list was asked, when it is another.
    pub known_at: Option<Timestamp>,
    /// Name and version of the engine's tables: equal tables give equal bytes.
    pub engine: String,
    /// The verdict on the whole.
    pub verdict: Verdict,
    /// False for a hold: part of the question could not be asked.
    pub complete: bool,
    /// Why it is held.
    pub holds: Vec<(HoldReason, String)>,
    /// Verdicts by line, in order.
    pub lines: Vec<LineDecision>,
    /// What was found, strictest first.
    pub findings: Vec<Finding>,
    /// Conditions of waivers under which it is allowed.
    pub conditions: Vec<String>,
    /// Remarks that must be shown.
    pub notices: Vec<Notice>,
    /// Duties beside the verdict.
    pub obligations: Vec<Obligation>,
    /// Missing facts.
    pub needs: Vec<Need>,
    /// The facts it was decided on.
    pub facts: Facts,
}
