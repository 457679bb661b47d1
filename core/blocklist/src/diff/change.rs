//! What changed and in which direction. Not how it is shown: front ends draw it.

use debar_model::Place;

/// What happened to an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Some of its fields differ.
    Edited,
    /// It says the same in another file.
    Moved,
}

impl ChangeKind {
    /// The word for people and programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Edited => "edited",
            Self::Moved => "moved",
        }
    }
}

/// The direction of a change. Ordered by how much a reader should look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trend {
    /// No verdict and no duty depends on it.
    OnlyWords,
    /// Verdicts stay or become stricter.
    Tightened,
    /// It cannot be ordered: some verdicts may become stricter, others laxer.
    Changed,
    /// Verdicts stay or become laxer.
    Loosened,
}

impl Trend {
    /// The word for people and programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OnlyWords => "only-words",
            Self::Tightened => "tightened",
            Self::Changed => "changed",
            Self::Loosened => "loosened",
        }
    }

    /// Whether something may get through that did not before.
    pub const fn may_loosen(self) -> bool {
        matches!(self, Self::Changed | Self::Loosened)
    }

    /// The other way round.
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::Tightened => Self::Loosened,
            Self::Loosened => Self::Tightened,
            other => other,
        }
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::OnlyWords, one) | (one, Self::OnlyWords) => one,
            (one, other) if one == other => one,
            _ => Self::Changed,
        }
    }
}

/// One field that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// Its path in the entry, in the words of the TOML: `scope.buyers`, `owners[x].percent`.
    pub field: String,
    /// What it said; of a list only what is gone. None when it said nothing.
    pub before: Option<String>,
    /// What it says; of a list only what is new. None when it says nothing.
    pub after: Option<String>,
    /// The direction.
    pub trend: Trend,
    /// Why it is that direction, in a sentence for people.
    pub why: String,
}

/// One entry that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryChange {
    /// The TOML table: `vendor`, `rule` ...; `list` for the keys of the whole list, `test` for its tests.
    pub table: &'static str,
    /// The id in that table; the name of a test.
    pub id: String,
    /// What happened.
    pub kind: ChangeKind,
    /// The direction of all its fields together.
    pub trend: Trend,
    /// Why, for an entry that is new or gone.
    pub why: Option<String>,
    /// The fields that differ, of an edited entry.
    pub fields: Vec<FieldChange>,
    /// Where it stood.
    pub old_place: Option<Place>,
    /// Where it stands.
    pub new_place: Option<Place>,
    /// Why it replaces the entry of an included file, when it does.
    pub override_reason: Option<String>,
}

impl EntryChange {
    /// Whether something may get through that did not before: of all its fields the worst counts.
    pub fn may_loosen(&self) -> bool {
        self.trend.may_loosen() || self.fields.iter().any(|field| field.trend.may_loosen())
    }
}
