//! The kinds of sources that are read.

/// A kind of source: who publishes it in which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeedKind {
    /// Consolidated Screening List of the US government, CSV or JSON.
    Csl,
    /// OFAC's SDN or consolidated list: the legacy CSV files, or SDN.XML.
    Ofac,
    /// BIS Denied Persons List, tab-separated.
    BisDpl,
    /// SAM.gov exclusions, public extract V2, CSV.
    Sam,
    /// OpenSanctions: `entities.ftm.json` or `targets.simple.csv`.
    OpenSanctions,
    /// Any CSV whose columns are declared.
    Csv,
    /// OSV records of malicious packages, one JSON a file.
    Osv,
    /// Signatures of ClamAV by hash.
    ClamAv,
    /// Plain lists of hashes.
    Hashes,
    /// Exports of `MalwareBazaar`, CSV.
    MalwareBazaar,
    /// Bundles of STIX 2.1.
    Stix,
    /// Events and attributes of MISP, JSON.
    Misp,
    /// Driver records of `LOLDrivers`, YAML.
    LolDrivers,
}

impl FeedKind {
    /// All kinds in the order of the documentation.
    pub const ALL: [Self; 13] = [
        Self::Csl,
        Self::Ofac,
        Self::BisDpl,
        Self::Sam,
        Self::OpenSanctions,
        Self::Csv,
        Self::Osv,
        Self::ClamAv,
        Self::Hashes,
        Self::MalwareBazaar,
        Self::Stix,
        Self::Misp,
        Self::LolDrivers,
    ];

    /// The word on the command line, and the beginning of ids.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csl => "csl",
            Self::Ofac => "ofac",
            Self::BisDpl => "bis-dpl",
            Self::Sam => "sam",
            Self::OpenSanctions => "opensanctions",
            Self::Csv => "csv",
            Self::Osv => "osv",
            Self::ClamAv => "clamav",
            Self::Hashes => "hashes",
            Self::MalwareBazaar => "malwarebazaar",
            Self::Stix => "stix",
            Self::Misp => "misp",
            Self::LolDrivers => "loldrivers",
        }
    }

    /// What people call it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Csl => "Consolidated Screening List",
            Self::Ofac => "OFAC sanctions list",
            Self::BisDpl => "BIS Denied Persons List",
            Self::Sam => "SAM.gov exclusions",
            Self::OpenSanctions => "OpenSanctions",
            Self::Csv => "Imported table",
            Self::Osv => "OSV malicious packages",
            Self::ClamAv => "ClamAV signatures",
            Self::Hashes => "Hash list",
            Self::MalwareBazaar => "MalwareBazaar",
            Self::Stix => "STIX indicators",
            Self::Misp => "MISP events",
            Self::LolDrivers => "LOLDrivers",
        }
    }

    /// Where a bare date of the source begins.
    pub const fn time_zone(self) -> &'static str {
        match self {
            Self::Csl | Self::Ofac | Self::BisDpl | Self::Sam => "America/New_York",
            _ => "UTC",
        }
    }

    /// The kind of a word.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}
