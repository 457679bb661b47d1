//! A finding: which value met which entry, and what each rule says of it.

use debar_model as model;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

use super::convert::{cow, cows, digest, instant, optional, strings};
use crate::error::{Within, each};
use crate::request::all;
use crate::{Integer, Place, Verdict, WireError, word};

/// A value of the document met an entry of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding<'a> {
    /// The entry.
    pub listing: Listing<'a>,
    /// Ordinal of the line, none for the request as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// How strong the evidence is: `exact`, `alias`, `family`, `strong` or `weak`; `cleared` when a person
    /// decided that the party is not the listed one.
    pub class: Cow<'a, str>,
    /// What was compared with what.
    pub evidence: Evidence<'a>,
    /// From the thing bought to the entry, nearest first.
    #[serde(default)]
    pub path: Vec<Step<'a>>,
    /// What each rule that reaches the entry says, strictest first.
    #[serde(default)]
    pub rulings: Vec<Ruling<'a>>,
    /// What the listed vendor had answered by then, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub responses: Vec<VendorResponse<'a>>,
    /// Who cleared it, when somebody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cleared: Option<Clearing<'a>>,
    /// The strictest of the rulings.
    #[serde(default)]
    pub verdict: Verdict,
}

/// Who cleared a finding: a decision of a person that stands in the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Clearing<'a> {
    /// Hash of the ledger's record by which it came to count.
    pub event: Cow<'a, str>,
    /// Who decided.
    pub by: Cow<'a, str>,
    /// Who confirmed it, where two have to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_by: Option<Cow<'a, str>>,
    /// When it came to count (RFC 3339, UTC).
    pub on: Cow<'a, str>,
    /// The first instant at which it no longer holds (RFC 3339, UTC).
    pub until: Cow<'a, str>,
    /// Code of the reason: `different-entity`, `common-word` ...
    pub reason: Cow<'a, str>,
    /// What else was noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Cow<'a, str>>,
    /// How strong the evidence would be without it.
    pub was: Cow<'a, str>,
}

/// What a listed vendor answered to its listing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VendorResponse<'a> {
    /// The day.
    pub on: Cow<'a, str>,
    /// `lawsuit`, `letter`, `appeal` ...
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Cow<'a, str>>,
    /// What it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub says: Option<Cow<'a, str>>,
    /// What came of it; open when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Cow<'a, str>>,
    /// The day of the result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result_on: Option<Cow<'a, str>>,
    /// Ids of the evidence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Cow<'a, str>>,
}

/// Which entry of the list was met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Listing<'a> {
    /// The TOML table of the entry: `vendor`, `product`, `class` or `digests`.
    pub table: Cow<'a, str>,
    /// Its key in that table.
    pub id: Cow<'a, str>,
    /// Its name for people.
    pub name: Cow<'a, str>,
    /// Where the entry stands in the list.
    pub place: Place<'a>,
}

/// What was compared with what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence<'a> {
    /// Which kind of field it was: `product-name`, `supplier-name`, `extra:Extrinsic/soldBy` ...
    pub slot: Cow<'a, str>,
    /// The document's own word for the party's role, when it is none of ours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Cow<'a, str>>,
    /// The value of the document, cut around the match.
    pub value: Cow<'a, str>,
    /// Where the value stands in the native document: XPath, JSON Pointer, row and column.
    #[serde(default)]
    pub pointer: Cow<'a, str>,
    /// First byte in the native document.
    #[serde(default)]
    pub offset: Integer,
    /// Length in bytes; zero when no range is known.
    #[serde(default)]
    pub len: Integer,
    /// The value is not those bytes to the letter.
    #[serde(default)]
    pub decoded: bool,
    /// The matched part of the value as written.
    pub matched: Cow<'a, str>,
    /// The matched part after folding: what was really compared.
    pub folded: Cow<'a, str>,
    /// The listed form that it met.
    pub listed: Cow<'a, str>,
    /// Where that form stands in the list.
    pub listed_place: Place<'a>,
    /// How the two met, in words.
    pub how: Cow<'a, str>,
    /// What folding had to undo.
    #[serde(default)]
    pub flags: Vec<Cow<'a, str>>,
    /// How alike `matched` and `listed` are, where they met by likeness.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scores: Option<NameScores>,
}

/// How alike two names are, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NameScores {
    /// How sure it is that both mean one party, 0 to 1000.
    pub identity: u16,
    /// How sure it is that the text bears the listed brand, 0 to 1000; absent where the listed form is no brand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<u16>,
}

/// One step on the way from the thing bought to the party that a rule names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Step<'a> {
    /// The near end.
    pub from: Cow<'a, str>,
    /// How the two belong together: `product of`, `owned by` ...
    pub relation: Cow<'a, str>,
    /// The far end.
    pub to: Cow<'a, str>,
    /// Percent, dates or whatever else qualifies the step.
    #[serde(default)]
    pub detail: Cow<'a, str>,
    /// Where the list says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place<'a>>,
}

/// What one rule says of one finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Ruling<'a> {
    /// The rule's id in the list.
    pub rule: Cow<'a, str>,
    /// Where it stands in the list.
    pub place: Place<'a>,
    /// The authority it rests on.
    pub authority: Authority<'a>,
    /// What the rule asks for: `warn`, `review` or `deny`.
    pub action: Cow<'a, str>,
    /// Whether it bites, and if not, why not: `bites`, `softened`, `excepted`, `waived` ...
    pub effect: Cow<'a, str>,
    /// What follows.
    #[serde(default)]
    pub verdict: Verdict,
    /// Why, in one sentence.
    pub because: Cow<'a, str>,
    /// From the listed entry to the party that the rule names.
    #[serde(default)]
    pub reach: Vec<Step<'a>>,
    /// Id of the waiver, cleared pair or exception that applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifted_by: Option<Cow<'a, str>>,
    /// What to use instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub use_instead: Option<Cow<'a, str>>,
    /// Ids of the rule's evidence.
    #[serde(default)]
    pub evidence: Vec<Cow<'a, str>>,
}

/// The authority behind a rule, as it stood at the instant of the decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Authority<'a> {
    /// Its id in the list.
    pub id: Cow<'a, str>,
    /// Its title.
    pub title: Cow<'a, str>,
    /// `prohibition`, `exclusion`, `advisory` or `house-rule`.
    pub force: Cow<'a, str>,
    /// Its status at the instant.
    pub status: Cow<'a, str>,
    /// Since when that status holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Cow<'a, str>>,
    /// Citations in force at the instant.
    #[serde(default)]
    pub citations: Vec<Cow<'a, str>>,
    /// What courts did.
    #[serde(default)]
    pub litigation: Vec<Cow<'a, str>>,
    /// Whom to ask or to contest it with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Cow<'a, str>>,
    /// Where it stands in the list.
    pub place: Place<'a>,
}

/// The tables that an entry can stand in.
const TABLES: [&str; 7] = ["vendor", "product", "class", "digests", "signer", "source", "rule"];
/// The forces of an authority.
const FORCES: [&str; 4] = ["prohibition", "exclusion", "advisory", "house-rule"];

impl<'a> From<&'a model::Finding> for Finding<'a> {
    fn from(finding: &'a model::Finding) -> Self {
        let model::Finding { listing, line, class, evidence, path, rulings, responses, cleared, verdict } =
            finding;
        let model::Listing { table, id, name, place } = listing;
        Self {
            listing: Listing { table: cow(table), id: cow(id), name: cow(name), place: place.into() },
            line: *line,
            class: cow(class.as_str()),
            evidence: evidence.into(),
            path: all(path),
            rulings: all(rulings),
            responses: all(responses),
            cleared: cleared.as_ref().map(Into::into),
            verdict: Verdict(*verdict),
        }
    }
}

impl TryFrom<Finding<'_>> for model::Finding {
    type Error = WireError;

    fn try_from(finding: Finding<'_>) -> Result<Self, WireError> {
        let Listing { table, id, name, place } = finding.listing;
        Ok(Self {
            listing: model::Listing {
                table: word::fixed(&TABLES, "table of a list", &table).within("table").within("listing")?,
                id: id.into_owned(),
                name: name.into_owned(),
                place: place.try_into().within("place").within("listing")?,
            },
            line: finding.line,
            class: word::read(&finding.class).within("class")?,
            evidence: finding.evidence.try_into().within("evidence")?,
            path: each(finding.path, "path", TryInto::try_into)?,
            rulings: each(finding.rulings, "rulings", TryInto::try_into)?,
            responses: finding.responses.into_iter().map(Into::into).collect(),
            cleared: finding.cleared.map(TryInto::try_into).transpose().within("cleared")?,
            verdict: finding.verdict.0,
        })
    }
}

impl<'a> From<&'a model::Clearing> for Clearing<'a> {
    fn from(clearing: &'a model::Clearing) -> Self {
        let model::Clearing { event, by, confirmed_by, on, until, reason, note, was } = clearing;
        Self {
            event: event.to_string().into(),
            by: cow(by),
            confirmed_by: optional(confirmed_by.as_ref()),
            on: on.to_string().into(),
            until: until.to_string().into(),
            reason: cow(reason),
            note: optional(note.as_ref()),
            was: cow(was.as_str()),
        }
    }
}

impl TryFrom<Clearing<'_>> for model::Clearing {
    type Error = WireError;

    fn try_from(clearing: Clearing<'_>) -> Result<Self, WireError> {
        let Clearing { event, by, confirmed_by, on, until, reason, note, was } = clearing;
        Ok(Self {
            event: digest(&event).within("event")?,
            by: by.into_owned(),
            confirmed_by: confirmed_by.map(Cow::into_owned),
            on: instant(&on).within("on")?,
            until: instant(&until).within("until")?,
            reason: reason.into_owned(),
            note: note.map(Cow::into_owned),
            was: word::read(&was).within("was")?,
        })
    }
}

impl<'a> From<&'a model::VendorResponse> for VendorResponse<'a> {
    fn from(response: &'a model::VendorResponse) -> Self {
        let model::VendorResponse { on, kind, says, result, result_on, evidence } = response;
        Self {
            on: cow(on),
            kind: optional(kind.as_ref()),
            says: optional(says.as_ref()),
            result: optional(result.as_ref()),
            result_on: optional(result_on.as_ref()),
            evidence: cows(evidence),
        }
    }
}

impl From<VendorResponse<'_>> for model::VendorResponse {
    fn from(response: VendorResponse<'_>) -> Self {
        let VendorResponse { on, kind, says, result, result_on, evidence } = response;
        Self {
            on: on.into_owned(),
            kind: kind.map(Cow::into_owned),
            says: says.map(Cow::into_owned),
            result: result.map(Cow::into_owned),
            result_on: result_on.map(Cow::into_owned),
            evidence: strings(evidence),
        }
    }
}

impl<'a> From<&'a model::Evidence> for Evidence<'a> {
    fn from(evidence: &'a model::Evidence) -> Self {
        let model::Evidence {
            slot,
            value,
            source,
            matched,
            folded,
            listed,
            listed_place,
            how,
            flags,
            scores,
        } = evidence;
        let role = match slot {
            model::Slot::PartyName(model::Role::Other(role))
            | model::Slot::PartyIdentifier(model::Role::Other(role)) => Some(cow(role)),
            _ => None,
        };
        Self {
            slot: slot.word(),
            role,
            value: cow(value),
            pointer: cow(&source.pointer),
            offset: Integer(source.offset),
            len: Integer(source.len),
            decoded: source.decoded,
            matched: cow(matched),
            folded: cow(folded),
            listed: cow(listed),
            listed_place: listed_place.into(),
            how: cow(how),
            flags: cows(flags),
            scores: scores.map(|model::NameScores { identity, family }| NameScores { identity, family }),
        }
    }
}

impl TryFrom<Evidence<'_>> for model::Evidence {
    type Error = WireError;

    fn try_from(evidence: Evidence<'_>) -> Result<Self, WireError> {
        Ok(Self {
            slot: slot(&evidence.slot, evidence.role.as_deref()).within("slot")?,
            value: evidence.value.into_owned(),
            source: model::Source {
                pointer: evidence.pointer.into_owned(),
                offset: evidence.offset.0,
                len: evidence.len.0,
                decoded: evidence.decoded,
            },
            matched: evidence.matched.into_owned(),
            folded: evidence.folded.into_owned(),
            listed: evidence.listed.into_owned(),
            listed_place: evidence.listed_place.try_into().within("listed_place")?,
            how: evidence.how.into_owned(),
            flags: strings(evidence.flags),
            scores: evidence
                .scores
                .map(|NameScores { identity, family }| model::NameScores { identity, family }),
        })
    }
}

/// Reads the word of a field. A role in the document's own word may spell another field's word, so it is
/// also given apart.
fn slot(text: &str, other_role: Option<&str>) -> Result<model::Slot, WireError> {
    use model::Slot;
    if let Some(role) = other_role {
        let role = model::Role::Other(role.to_owned());
        let candidates = [Slot::PartyName(role.clone()), Slot::PartyIdentifier(role)];
        let found = candidates.into_iter().find(|slot| slot.word() == text);
        return found.ok_or_else(|| WireError::field(format_args!("`{text}` is no field of that role")));
    }
    let plain = [
        Slot::ProductName,
        Slot::Description,
        Slot::Brand,
        Slot::Model,
        Slot::Version,
        Slot::ProductIdentifier,
        Slot::Classification,
        Slot::Origin,
        Slot::Comment,
        Slot::Artifact,
        Slot::Reference,
    ];
    if let Some(found) = plain.into_iter().find(|slot| slot.word() == text) {
        return Ok(found);
    }
    if let Some(key) = text.strip_prefix("extra:") {
        return Ok(Slot::Extra(key.to_owned()));
    }
    let owner = text.strip_suffix("-part-number").map(word::read::<model::PartOwner>);
    if let Some(Ok(owner)) = owner {
        return Ok(Slot::PartNumber(owner));
    }
    let name = text.strip_suffix("-name").map(|role| Slot::PartyName(model::Role::read(role)));
    let id = || text.strip_suffix("-identifier").map(|role| Slot::PartyIdentifier(model::Role::read(role)));
    name.or_else(id).ok_or_else(|| WireError::field(format_args!("`{text}` is no field known here")))
}

impl<'a> From<&'a model::Step> for Step<'a> {
    fn from(step: &'a model::Step) -> Self {
        let model::Step { from, relation, to, detail, place } = step;
        Self {
            from: cow(from),
            relation: cow(relation.as_str()),
            to: cow(to),
            detail: cow(detail),
            place: place.as_ref().map(Place::from),
        }
    }
}

impl TryFrom<Step<'_>> for model::Step {
    type Error = WireError;

    fn try_from(step: Step<'_>) -> Result<Self, WireError> {
        Ok(Self {
            from: step.from.into_owned(),
            relation: word::read(&step.relation).within("relation")?,
            to: step.to.into_owned(),
            detail: step.detail.into_owned(),
            place: step.place.map(TryInto::try_into).transpose().within("place")?,
        })
    }
}

impl<'a> From<&'a model::Ruling> for Ruling<'a> {
    fn from(ruling: &'a model::Ruling) -> Self {
        let model::Ruling {
            rule,
            place,
            authority,
            action,
            effect,
            verdict,
            because,
            reach,
            lifted_by,
            use_instead,
            evidence,
        } = ruling;
        Self {
            rule: cow(rule),
            place: place.into(),
            authority: authority.into(),
            action: cow(action.as_str()),
            effect: cow(effect.as_str()),
            verdict: Verdict(*verdict),
            because: cow(because),
            reach: all(reach),
            lifted_by: optional(lifted_by.as_ref()),
            use_instead: optional(use_instead.as_ref()),
            evidence: cows(evidence),
        }
    }
}

impl TryFrom<Ruling<'_>> for model::Ruling {
    type Error = WireError;

    fn try_from(ruling: Ruling<'_>) -> Result<Self, WireError> {
        Ok(Self {
            rule: ruling.rule.into_owned(),
            place: ruling.place.try_into().within("place")?,
            authority: ruling.authority.try_into().within("authority")?,
            action: word::read(&ruling.action).within("action")?,
            effect: word::read(&ruling.effect).within("effect")?,
            verdict: ruling.verdict.0,
            because: ruling.because.into_owned(),
            reach: each(ruling.reach, "reach", TryInto::try_into)?,
            lifted_by: ruling.lifted_by.map(Cow::into_owned),
            use_instead: ruling.use_instead.map(Cow::into_owned),
            evidence: strings(ruling.evidence),
        })
    }
}

impl<'a> From<&'a model::AuthorityRef> for Authority<'a> {
    fn from(authority: &'a model::AuthorityRef) -> Self {
        let model::AuthorityRef { id, title, force, status, since, citations, litigation, contact, place } =
            authority;
        Self {
            id: cow(id),
            title: cow(title),
            force: cow(force),
            status: cow(status),
            since: optional(since.as_ref()),
            citations: cows(citations),
            litigation: cows(litigation),
            contact: optional(contact.as_ref()),
            place: place.into(),
        }
    }
}

impl TryFrom<Authority<'_>> for model::AuthorityRef {
    type Error = WireError;

    fn try_from(authority: Authority<'_>) -> Result<Self, WireError> {
        Ok(Self {
            id: authority.id.into_owned(),
            title: authority.title.into_owned(),
            force: word::fixed(&FORCES, "force of an authority", &authority.force).within("force")?,
            status: authority.status.into_owned(),
            since: authority.since.map(Cow::into_owned),
            citations: strings(authority.citations),
            litigation: strings(authority.litigation),
            contact: authority.contact.map(Cow::into_owned),
            place: authority.place.try_into().within("place")?,
        })
    }
}
