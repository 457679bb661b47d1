//! Blocklist TOML read into a checked list, with diagnostics that have spans.
#![forbid(unsafe_code)]

mod calendar;
mod code;
mod diagnostic;
mod diff;
mod fields;
pub mod language;
mod lint;
mod list;
mod pin;
mod read;
mod shipped;
mod source;
mod sources;
mod syntax;
mod test_request;

pub use calendar::{Calendar, Period, PeriodUnit, US_FEDERAL};
pub use code::Code;
pub use diagnostic::{Diagnostic, Edit, Fix, Label, Severity};
pub use diff::{ChangeKind, EntryChange, FieldChange, Trend, differences, same_meaning};
pub use fields::Section;
pub use lint::{lint, lint_cut};
pub use list::{
    Approval, Authority, Blocklist, Buyer, Change, Check, Citation, ClassEntry, ClearedPair, ClearedParty,
    Contact, Deadline, Depth, DigestSet, EndUseRule, EvidenceEntry, Exception, Fill, Force, Form, FormField,
    FormPart, Freshness, Head, IdentifierPattern, Lapse, Listed, Litigation, Location, Mode, Moment,
    Operator, Owner, Ownership, Pause, Percent, ProductEntry, Reach, ReportClock, Requirement, Response,
    Rule, Scope, Sellers, SetFile, SignerEntry, SourceEntry, SourceFile, Span, StatusEvent, Succession,
    Targets, TestCase, TestExpect, TestGiven, UnknownComponents, ValueShare, ValueThreshold, Vendor,
    VendorRelation, VersionRange, Waiver, WaiverFor,
};
pub use read::{KnownIds, Reading, Reference, read, read_part, read_unless, references};
pub use shipped::{SHIPPED_FORMS, SHIPPED_ROOT, shipped};
pub use sources::{DirSources, MAX_FILE, MemorySources, OpenSet, SourceError, Sources};
