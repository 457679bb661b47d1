//! Where a line comes from, and whether a rule on origins reaches it.

use debar_model::{Effect, fact};

use super::question::Question;
use super::state::State;

/// What a rule on origins says of one line.
pub(crate) enum Origin {
    Reached,
    NotReached(Effect, String),
    Unknown,
}

/// Reads the line's own origins, else those of what it is part of, else the fact.
pub(crate) fn read(question: &Question<'_>, state: &State<'_>, line: Option<u32>) -> Origin {
    let rule = state.rule;
    if rule.origin_not.is_empty() && rule.origin.is_empty() {
        return Origin::Reached;
    }
    let origins = origins_of(question, line);
    if origins.is_empty() {
        return Origin::Unknown;
    }
    let among = |wanted: &[String], origin: &String| wanted.iter().any(|one| country(one) == *origin);
    let shown = origins.join(", ");
    if !rule.origin_not.is_empty() && origins.iter().all(|origin| among(&rule.origin_not, origin)) {
        let why = format!("rule `{}` leaves out goods from {shown}", state.id);
        return Origin::NotReached(Effect::OutOfScope, why);
    }
    if !rule.origin.is_empty() && !origins.iter().any(|origin| among(&rule.origin, origin)) {
        let why =
            format!("rule `{}` is limited to goods from {}, not {shown}", state.id, rule.origin.join(", "));
        return Origin::NotReached(Effect::OutOfScope, why);
    }
    Origin::Reached
}

fn origins_of(question: &Question<'_>, line: Option<u32>) -> Vec<String> {
    if let Some(ordinal) = line {
        for one in std::iter::once(ordinal).chain(question.prepared.above(ordinal)) {
            let Some(item) = question.prepared.line(one) else { continue };
            let origins = item.item.product.origins.iter().map(|origin| country(&origin.value));
            let origins: Vec<String> = origins.filter(|origin| !origin.is_empty()).collect();
            if !origins.is_empty() {
                return origins;
            }
        }
    }
    question.fact(fact::ORIGIN).iter().map(|origin| country(origin)).collect()
}

/// A country in one spelling: its ISO 3166-1 alpha-2 code where it is written as one, as the alpha-3 code
/// or the English name of a frequent origin, else the text in capitals.
fn country(text: &str) -> String {
    const OTHER: [(&str, &[&str]); 24] = [
        ("US", &["USA", "UNITED STATES", "UNITED STATES OF AMERICA", "U.S.", "U.S.A."]),
        ("CN", &["CHN", "CHINA", "PRC", "PEOPLE'S REPUBLIC OF CHINA"]),
        ("RU", &["RUS", "RUSSIA", "RUSSIAN FEDERATION"]),
        ("TW", &["TWN", "TAIWAN"]),
        ("HK", &["HKG", "HONG KONG"]),
        ("JP", &["JPN", "JAPAN"]),
        ("KR", &["KOR", "SOUTH KOREA", "KOREA", "REPUBLIC OF KOREA"]),
        ("DE", &["DEU", "GERMANY"]),
        ("FR", &["FRA", "FRANCE"]),
        ("GB", &["GBR", "UK", "UNITED KINGDOM", "GREAT BRITAIN"]),
        ("CA", &["CAN", "CANADA"]),
        ("MX", &["MEX", "MEXICO"]),
        ("IN", &["IND", "INDIA"]),
        ("VN", &["VNM", "VIETNAM", "VIET NAM"]),
        ("TH", &["THA", "THAILAND"]),
        ("MY", &["MYS", "MALAYSIA"]),
        ("SG", &["SGP", "SINGAPORE"]),
        ("IL", &["ISR", "ISRAEL"]),
        ("IR", &["IRN", "IRAN"]),
        ("BY", &["BLR", "BELARUS"]),
        ("KP", &["PRK", "NORTH KOREA"]),
        ("CH", &["CHE", "SWITZERLAND"]),
        ("IT", &["ITA", "ITALY"]),
        ("NL", &["NLD", "NETHERLANDS"]),
    ];
    let upper = text.trim().to_uppercase();
    let known = OTHER.iter().find(|(_, others)| others.contains(&upper.as_str()));
    known.map_or(upper, |(code, _)| (*code).to_owned())
}
