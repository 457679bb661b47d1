//! Every kind of problem by name. Not the texts: those are in `docs/diagnostics.md`, one section for each.

use std::fmt;

macro_rules! codes {
    ($($variant:ident = $name:literal,)*) => {
        /// A kind of problem.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each has its section in docs/diagnostics.md, which a test demands")]
        pub enum Code {
            $($variant,)*
        }

        impl Code {
            /// Every code, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name: kebab-case, stable.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

codes! {
    TomlSyntax = "toml-syntax",
    DateForm = "date-form",
    ImpossibleDate = "impossible-date",
    PercentSign = "percent-sign",
    SmartQuotes = "smart-quotes",
    ByteOrderMark = "byte-order-mark",
    UnquotedKey = "unquoted-key",
    MissingQuotes = "missing-quotes",
    BooleanWord = "boolean-word",
    DuplicateTable = "duplicate-table",
    DuplicateKey = "duplicate-key",
    SingleBracketTest = "single-bracket-test",
    NewerToml = "newer-toml",
    UnclosedText = "unclosed-text",
    UnclosedBracket = "unclosed-bracket",
    BackslashInText = "backslash-in-text",
    NoEqualsSign = "no-equals-sign",
    LeadingZero = "leading-zero",
    MissingComma = "missing-comma",
    NotUtf8 = "not-utf8",
    MissingFile = "missing-file",
    UnreadableFile = "unreadable-file",
    PathOutside = "path-outside",
    IncludeCycle = "include-cycle",
    MissingPin = "missing-pin",
    PinMismatch = "pin-mismatch",
    MissingEvidenceFile = "missing-evidence-file",
    SideFileLine = "side-file-line",
    TooManyProblems = "too-many-problems",
    UnknownKey = "unknown-key",
    UnsupportedKey = "unsupported-key",
    MisplacedKey = "misplaced-key",
    WrongType = "wrong-type",
    MissingKey = "missing-key",
    EmptyText = "empty-text",
    EmptyEntry = "empty-entry",
    DottedId = "dotted-id",
    BadId = "bad-id",
    IdCase = "id-case",
    DuplicateId = "duplicate-id",
    OverrideWithoutReason = "override-without-reason",
    OverrideOfNothing = "override-of-nothing",
    LooseningWithoutOverride = "loosening-without-override",
    ConflictingKeys = "conflicting-keys",
    UnknownWord = "unknown-word",
    UnknownVersion = "unknown-version",
    UnknownTimeZone = "unknown-time-zone",
    QuotedDate = "quoted-date",
    QuotedNumber = "quoted-number",
    QuotedBoolean = "quoted-boolean",
    SkippedTime = "skipped-time",
    SpanInverted = "span-inverted",
    EndlessWaiver = "endless-waiver",
    PercentRange = "percent-range",
    BadDuration = "bad-duration",
    UnknownCalendar = "unknown-calendar",
    BadCalendar = "bad-calendar",
    NoCalendar = "no-calendar",
    UnknownForm = "unknown-form",
    UnknownReference = "unknown-reference",
    BuyerCycle = "buyer-cycle",
    OwnershipCycle = "ownership-cycle",
    SharesOverWhole = "shares-over-whole",
    BadAmount = "bad-amount",
    BadCurrency = "bad-currency",
    BadIdentifier = "bad-identifier",
    CheckDigit = "check-digit",
    UnknownScheme = "unknown-scheme",
    PurlPattern = "purl-pattern",
    BadDigest = "bad-digest",
    BadDigestSet = "bad-digest-set",
    EmptyFileDigest = "empty-file-digest",
    LegacyDigest = "legacy-digest",
    BadFingerprint = "bad-fingerprint",
    BadLocation = "bad-location",
    BadGlob = "bad-glob",
    LooseningGlob = "loosening-glob",
    WideGlob = "wide-glob",
    GlobInName = "glob-in-name",
    BadVersions = "bad-versions",
    BadCountry = "bad-country",
    StatusClash = "status-clash",
    NoTargets = "no-targets",
    NoRequirement = "no-requirement",
    WideWaiver = "wide-waiver",
    NotWaivable = "not-waivable",
    WrongOffice = "wrong-office",
    DelegatedDecision = "delegated-decision",
    UnpinnedDecision = "unpinned-decision",
    LapsedDecision = "lapsed-decision",
    ContradictingNames = "contradicting-names",
    AdvisoryDenies = "advisory-denies",
    ActBeforeAuthority = "act-before-authority",
    WeakName = "weak-name",
    DuplicateName = "duplicate-name",
    RepeatedValue = "repeated-value",
    MixedScripts = "mixed-scripts",
    InvisibleCharacters = "invisible-characters",
    UnusedEntry = "unused-entry",
    DuplicateTest = "duplicate-test",
    DuplicateRule = "duplicate-rule",
    StaleList = "stale-list",
    CheckOverdue = "check-overdue",
    ExpiredWaiver = "expired-waiver",
    EndingSoon = "ending-soon",
    ReviewDue = "review-due",
    MonitoringOver = "monitoring-over",
    PauseOver = "pause-over",
    RuleOver = "rule-over",
    NoEvidence = "no-evidence",
    OpenResponse = "open-response",
    OverrideInUse = "override-in-use",
    PauseToConfirm = "pause-to-confirm",
    ProposedForLong = "proposed-for-long",
    SameAfterFolding = "same-after-folding",
    NeverMatches = "never-matches",
    OnlyWeakNames = "only-weak-names",
    SharedDomain = "shared-domain",
    ShadowedRule = "shadowed-rule",
    ContradictingRules = "contradicting-rules",
    UnboundRule = "unbound-rule",
    NotAFileDigest = "not-a-file-digest",
    PointerSize = "pointer-size",
    VagueTest = "vague-test",
}

impl Code {
    /// Warnings that an entry may take on itself with `allow = [..]`.
    pub const ALLOWABLE: &'static [Self] = &[
        Self::WeakName,
        Self::WideGlob,
        Self::GlobInName,
        Self::DuplicateName,
        Self::MixedScripts,
        Self::LegacyDigest,
        Self::UnusedEntry,
        Self::DuplicateRule,
        Self::AdvisoryDenies,
        Self::ActBeforeAuthority,
        Self::NoEvidence,
        Self::NoCalendar,
        Self::UnknownForm,
        Self::OverrideInUse,
        Self::ProposedForLong,
        Self::SameAfterFolding,
        Self::OnlyWeakNames,
        Self::SharedDomain,
        Self::ShadowedRule,
        Self::ContradictingRules,
        Self::UnboundRule,
        Self::NotAFileDigest,
        Self::PointerSize,
    ];

    /// The code of a name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name)
    }

    /// What it means, an example and what to do: the code's section of the documentation, as Markdown.
    pub fn explain(self) -> &'static str {
        let manual = include_str!("../../../docs/diagnostics.md");
        manual
            .split("\n### ")
            .skip(1)
            .find_map(|section| {
                let (title, body) = section.split_once('\n')?;
                (title.trim() == self.as_str()).then(|| body.split("\n## ").next().unwrap_or(body).trim())
            })
            .unwrap_or_default()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
