//! The words that made-up names and perturbations are built of. Not the tables of the scorer: what is measured with
//! must not be what is measured.

/// Legal forms in groups of one meaning.
pub(crate) const FORMS: &[&[&str]] = &[
    &["Ltd", "Limited", "Ltd.", "LTD"],
    &["Inc", "Inc.", "Incorporated", ", Inc."],
    &["Corp", "Corp.", "Corporation"],
    &["LLC", "L.L.C.", ", LLC"],
    &["GmbH", "mbH", "GmbH & Co. KG"],
    &["Co., Ltd.", "Co.,Ltd", "Company Limited", "Co Ltd"],
    &["S.A.", "SA", "S.A.S.", "SARL"],
    &["B.V.", "BV", "N.V."],
    &["AB", "A/S", "Oy", "AS"],
    &["S.p.A.", "SpA", "S.r.l.", "Srl"],
    &["Pty Ltd", "Pte Ltd", "Pvt Ltd", "Pvt. Ltd."],
    &["Sp. z o.o.", "s.r.o.", "d.o.o.", "Kft."],
    &["AG", "KG", "SE", "PLC"],
];

/// Forms that stand in front.
pub(crate) const LEADING: &[&str] = &["OOO", "ООО", "AO", "PT", "UAB", "TOV", "JSC", "ZAO"];

/// Words of a form, folded, by which a trailing form is known.
pub(crate) const FORM_WORDS: &[&str] = &[
    "ltd",
    "limited",
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "llc",
    "gmbh",
    "mbh",
    "co",
    "company",
    "kg",
    "sa",
    "sas",
    "sarl",
    "bv",
    "nv",
    "ab",
    "as",
    "oy",
    "spa",
    "srl",
    "pty",
    "pte",
    "pvt",
    "ag",
    "se",
    "plc",
    "sro",
    "doo",
    "kft",
    "sp",
    "zoo",
    "kk",
    "bhd",
    "sdn",
    "tbk",
    "oyj",
    "asa",
    "aps",
    "ooo",
    "jsc",
    "zao",
    "private",
    "of",
    "lp",
    "llp",
];

/// Generic words of firms and their abbreviations.
pub(crate) const GENERIC: &[&[&str]] = &[
    &["Technology", "Tech", "Techn."],
    &["Technologies", "Tech", "Techs"],
    &["Communications", "Comm", "Comms"],
    &["Communication", "Comm"],
    &["Services", "Svcs", "Serv"],
    &["Group", "Grp"],
    &["International", "Intl", "Int'l"],
    &["Laboratories", "Labs", "Lab"],
    &["Systems", "Sys", "Syst."],
    &["Electronics", "Elec", "Electr."],
    &["Electronic", "Elec"],
    &["Engineering", "Eng", "Engr"],
    &["Manufacturing", "Mfg", "Manuf."],
    &["Industries", "Ind", "Inds"],
    &["Industrial", "Ind", "Indl"],
    &["Development", "Dev", "Devt"],
    &["Management", "Mgmt", "Mgt"],
    &["Telecommunications", "Telecom", "Telecoms"],
    &["Network", "Netw"],
    &["Networks", "Netw", "Nets"],
    &["Instruments", "Instr", "Inst."],
    &["Research", "Rsch", "Res."],
    &["Associates", "Assoc", "Assocs"],
    &["Institute", "Inst"],
    &["University", "Univ", "U."],
    &["National", "Natl", "Nat'l"],
    &["Solutions", "Soln", "Sol."],
    &["Semiconductor", "Semi", "Semicond."],
    &["Products", "Prods", "Prod."],
    &["Enterprises", "Ent", "Entpr"],
    &["Information", "Info"],
    &["Automation", "Autom."],
    &["Department", "Dept"],
    &["Software", "SW", "Softw."],
    &["Security", "Sec"],
    &["Holdings", "Hldgs"],
    &["Distribution", "Distr", "Dist."],
];

/// Generic words that a subsidiary adds.
pub(crate) const ADDED: &[&str] = &[
    "Services",
    "Technologies",
    "Systems",
    "Software",
    "Security",
    "Solutions",
    "Group",
    "Holding",
    "International",
    "Trading",
    "Distribution",
    "Sales",
    "Support",
    "Cloud",
    "Networks",
    "Electronics",
    "Digital",
    "Europe",
    "Global",
];

/// Countries and regions, each with a form that is used there.
pub(crate) const COUNTRIES: &[(&str, &str)] = &[
    ("UK", "Ltd"),
    ("USA", "Inc"),
    ("North America", "Inc."),
    ("Deutschland", "GmbH"),
    ("Germany", "GmbH"),
    ("France", "SAS"),
    ("Italia", "S.r.l."),
    ("Polska", "Sp. z o.o."),
    ("Japan", "K.K."),
    ("India", "Pvt Ltd"),
    ("Australia", "Pty Ltd"),
    ("Brasil", "Ltda"),
    ("Mexico", "S.A. de C.V."),
    ("Singapore", "Pte Ltd"),
    ("Canada", "Inc."),
    ("Hong Kong", "Limited"),
    ("Nederland", "B.V."),
    ("Sweden", "AB"),
    ("Turkey", "A.S."),
    ("Middle East", "FZE"),
    ("Iberia", "S.L."),
    ("Hungary", "Kft."),
];

/// Syllables of words that name nobody.
pub(crate) const ONSETS: &[&str] = &[
    "b", "br", "d", "dr", "f", "g", "gl", "h", "j", "k", "kl", "l", "m", "n", "p", "pr", "r", "s", "st", "t",
    "tr", "v", "w", "y", "z", "sh", "ch", "th",
];
/// Middles of syllables.
pub(crate) const NUCLEI: &[&str] = &["a", "e", "i", "o", "u", "a", "e", "o", "ai", "ea", "io", "ou"];
/// Ends of syllables.
pub(crate) const CODAS: &[&str] = &["", "", "", "n", "r", "l", "s", "x", "m", "k", "nt", "rd", "sk"];

/// Common words that firms take as names, first of two.
pub(crate) const FIRST: &[&str] = &[
    "Northern", "Blue", "Silver", "Granite", "Summit", "Harbor", "Copper", "Crystal", "Falcon", "Maple",
    "River", "Lunar", "Amber", "Pioneer", "Beacon", "Cedar", "Vertex", "Polar", "Liberty", "Atlas",
    "Orchard", "Thunder", "Golden", "Iron", "Coral", "Prairie", "Sierra", "Velvet", "Hidden", "Meadow",
];
/// The second of two.
pub(crate) const SECOND: &[&str] = &[
    "Light", "Stone", "Bridge", "Gate", "Point", "Ridge", "Wave", "Field", "Tower", "Rock", "Leaf", "Arrow",
    "Star", "Valley", "Forge", "Path", "Lake", "Horizon", "Peak", "Anchor", "Root", "Shore", "Spring",
    "Crest", "Hawk", "Compass", "Lantern", "Signal", "Mill", "Harvest",
];
