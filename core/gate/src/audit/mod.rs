//! Looking back and ahead over recorded decisions: one file a question.
//!
//! Nothing here lets a purchase through. What screens again takes request, facts and holds from the ledger; what only
//! asks "what if" records nothing. Invariant: a question that cannot be answered for a record names that record.

mod amount;
mod as_of;
mod change;
mod closing;
mod git;
mod head;
mod history;
mod impact;
mod orders;
mod recheck;
mod what_if;

pub use amount::{Sum, Worth};
pub use as_of::{AsOf, RuleAsOf};
pub use change::{Change, ChangeError, Supposed};
pub use closing::Closed;
pub use history::{InUse, KnownList, ListHistory};
pub use impact::{Concerned, Exhibit, Ground, ImpactChoice, ImpactReport, Met};
pub use recheck::{RecheckChoice, RecheckReport, Rechecked};
pub use what_if::{Flip, LineFlip, Total, WhatIfOptions, WhatIfReport};

pub(crate) use closing::Requests;
pub(crate) use git::GitList;
pub(crate) use history::{InUseData, LIST_IN_USE, uses};
pub(crate) use orders::{decision_of, line_name, number, request_of, suppliers, vendor_of};
