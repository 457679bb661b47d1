//! The compiled list and its two questions. Holds no state that a question changes.

use std::sync::Arc;

use debar_blocklist::Blocklist;
use debar_model::{Class, Decision, PurchaseRequest, Sha256Hex};

use crate::index::{Index, Wanted};
use crate::normalise::Prepared;
use crate::{Ask, Pins, RawHit, SubjectKind, clear, decide, matching};

/// A blocklist, compiled for screening.
#[derive(Debug)]
pub struct Engine {
    list: Arc<Blocklist>,
    index: Index,
}

impl Engine {
    /// Name and version of the engine's tables: equal tables give equal bytes.
    ///
    /// The rule: the number is raised by every change after which some list, request, facts and instant that could be
    /// asked before give another decision, be it only another word of a reason, another order of findings or another
    /// field in the wire form. Replay then tells that another engine decided, instead of calling a record forged, and
    /// `what-if` screens anew what an older one decided. A change that only adds what no earlier list or request could
    /// ask for leaves it. `core/gate/tests/decision_bytes.rs` holds the bytes of a fixed set of questions against it.
    pub const TABLES: &str = "debar-engine/4";

    /// Compiles a checked list.
    pub fn compile(list: Arc<Blocklist>) -> Self {
        let index = Index::build(&list);
        Self { list, index }
    }

    /// Compiles what these requests can meet, in a small part of the time that a large list takes: of them, and of no
    /// others, it says what [`compile`](Self::compile) would say.
    pub fn compile_for<'r>(
        list: Arc<Blocklist>,
        requests: impl IntoIterator<Item = &'r PurchaseRequest>,
    ) -> Self {
        let wanted = Wanted::of(requests);
        let index = Index::build_for(&list, wanted.as_ref());
        Self { list, index }
    }

    /// The list it was compiled from.
    pub fn list(&self) -> &Blocklist {
        &self.list
    }

    pub(crate) fn index(&self) -> &Index {
        &self.index
    }

    /// Screens one request: folds its values, meets them with the list, looks up what people decided about what was
    /// found, judges it. Total.
    pub fn screen(&self, ask: &Ask<'_>) -> Decision {
        let prepared = Prepared::of(ask.request);
        let met = matching::all(&self.list, &self.index, &prepared);
        let said = clear::said(&self.list, &self.index, ask, &met);
        decide::decide(&self.list, &self.index, ask, &prepared, met.into_iter().zip(said).collect())
    }

    /// To what a decision on a subject and an entry would be pinned today; none for entries that are neither `vendor`
    /// nor `product`, or that are not there.
    pub fn pins(&self, subject: Sha256Hex, table: &str, id: &str) -> Option<Pins> {
        clear::pins(&self.list, &self.index, subject, table, id)
    }

    /// Whether a person may decide against a finding of this class about such a subject.
    ///
    /// # Errors
    /// Why not, in words.
    pub fn clearable(class: Class, kind: SubjectKind) -> Result<(), &'static str> {
        clear::clearable(class, kind)
    }

    /// Listed vendor and product names, brands and digests in undecoded text, in order of their places.
    pub fn scan_raw(&self, text: &str) -> Vec<RawHit> {
        matching::scan_raw(&self.list, &self.index, text)
    }
}
