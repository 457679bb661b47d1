//! What an entry means, as one text with one digest: the revision that decisions are pinned to. Notes, evidence,
//! dates of review and places in the file are no part of it, and neither is the order of lists.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use crate::{ClearedParty, IdentifierPattern, Listed, Mode, ProductEntry, Rule, Span, Targets, Vendor};

/// The revision of a meaning: the first 16 hex digits of its SHA-256.
pub(super) fn revision(meanings: &[String]) -> String {
    let mut hasher = Sha256::new();
    for meaning in meanings {
        hasher.update(meaning.as_bytes());
        hasher.update([0]);
    }
    hasher.finalize().iter().take(8).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What a rule means.
pub(super) fn rule(id: &str, rule: &Rule) -> String {
    rule_with(id, rule, &rule.targets)
}

/// What a rule asks for, whomever it names.
pub(crate) fn terms(id: &str, rule: &Rule) -> String {
    rule_with(id, rule, &Targets { sellers: rule.targets.sellers, ..Targets::default() })
}

/// What a rule that names these means. Every field is named here, so that a new one has to be decided on.
fn rule_with(id: &str, rule: &Rule, targets: &Targets) -> String {
    let Rule {
        head: _,
        authority,
        targets: _,
        reach,
        ownership,
        depth,
        if_components_unknown,
        origin_not,
        origin,
        acts,
        scope,
        except,
        requires,
        waivable,
        waivable_by,
        delegable,
        action,
        mode,
        span,
        require_digest,
        deadlines,
        report_even_if_allowed,
        notice_to,
        use_instead: _,
        contact: _,
    } = rule;
    let mut lines = Lines::new("rule", id);
    lines.add("authority", authority);
    for (key, ids) in [
        ("vendors", &targets.vendors),
        ("products", &targets.products),
        ("classes", &targets.classes),
        ("digests", &targets.digests),
        ("signers", &targets.signers),
        ("sources", &targets.sources),
        ("origin", origin),
        ("origin-not", origin_not),
        ("waivable-by", waivable_by),
        ("notice-to", notice_to),
        ("buyers", &scope.buyers),
        ("jurisdictions", &scope.jurisdictions),
        ("vehicles", &scope.vehicles),
        ("system", &scope.system),
        ("not-system", &scope.not_system),
        ("funds", &scope.funds),
        ("tiers", &scope.tiers),
        ("end-use", &scope.end_use.only),
    ] {
        lines.sorted(key, ids.iter().cloned());
    }
    lines.add("sellers", &format!("{:?}", targets.sellers));
    lines.add("reach", &format!("{reach:?}"));
    lines.add("ownership", &format!("{:?} {} {}", ownership.operator, ownership.percent, ownership.add_up));
    lines.add("depth", &format!("{depth:?} {if_components_unknown:?}"));
    lines.sorted("acts", acts.iter().map(|(act, span)| format!("{act} {}", span_of(span))));
    lines.add("other-end-use", scope.end_use.other.map_or("", debar_model::Action::as_str));
    lines.add("or-contract-adds", scope.or_contract_adds.as_deref().unwrap_or_default());
    lines.add("by-amendment", &scope.newer_only_by_amendment.to_string());
    if let Some(share) = &scope.value_share {
        lines.add("value-share", &format!("{:?} {}", share.operator, share.percent));
    }
    if let Some(worth) = &scope.threshold {
        lines.add("threshold", &format!("{:?} {} {}", worth.operator, worth.amount, worth.currency));
    }
    lines.sorted(
        "except",
        except.iter().map(|one| {
            let mut uses = one.end_use.clone();
            uses.sort();
            format!("{:?} {:?} {uses:?} {}", one.product, one.approval, span_of(&one.span))
        }),
    );
    lines.sorted(
        "requires",
        requires.iter().map(|one| {
            let mut is = one.is.clone();
            is.sort();
            let age = one.valid_for.map(|age| age.to_string());
            format!("{} {is:?} {age:?}", one.fact)
        }),
    );
    lines.add("waivable", &format!("{waivable} {delegable}"));
    lines.add("action", action.as_str());
    lines.add(
        "mode",
        &match mode {
            Mode::Enforce => "enforce".to_owned(),
            Mode::Monitor { until } => {
                format!("monitor {:?}", until.as_ref().map(|moment| moment.at.to_string()))
            }
        },
    );
    lines.add("span", &span_of(span));
    lines.add("flags", &format!("{require_digest} {report_even_if_allowed}"));
    lines.sorted("deadlines", deadlines.iter().map(|one| format!("{} {}", one.by.at, one.what)));
    lines.0
}

/// What a vendor is: its names, identifiers, owners and relations.
pub(super) fn vendor(id: &str, vendor: &Vendor) -> String {
    let Vendor { head: _, name, aliases, brands, identifiers, owners, relations, not, responses: _ } = vendor;
    let mut lines = Lines::new("vendor", id);
    lines.add("name", &name.text);
    for (key, names) in [("aliases", aliases), ("brands", brands), ("not", not)] {
        lines.sorted(key, texts(names));
    }
    lines.sorted("identifiers", identifiers.iter().map(|(pattern, listed)| pattern_of(pattern, listed)));
    lines.sorted(
        "owners",
        owners.iter().map(|owner| {
            let share = owner.percent.map(|percent| (percent.min, percent.max));
            format!("{} {share:?} {}", owner.vendor, span_of(&owner.span))
        }),
    );
    lines.sorted(
        "relations",
        relations.iter().map(|tie| {
            let mut products = tie.products.clone();
            products.sort();
            format!("{:?} {} {products:?} {}", tie.relation, tie.vendor, span_of(&tie.span))
        }),
    );
    lines.0
}

/// What a vendor is matched by.
pub(crate) fn forms_of_vendor(id: &str, vendor: &Vendor) -> String {
    let Vendor { name, aliases, brands, identifiers, not, .. } = vendor;
    let mut lines = Lines::new("vendor", id);
    lines.add("name", &name.text);
    for (key, names) in [("aliases", aliases), ("brands", brands), ("not", not)] {
        lines.sorted(key, texts(names));
    }
    lines.sorted("identifiers", identifiers.iter().map(|(pattern, listed)| pattern_of(pattern, listed)));
    lines.0
}

/// What a product is matched by.
pub(crate) fn forms_of_product(id: &str, product: &ProductEntry) -> String {
    let ProductEntry { head: _, vendor, names, globs, part_numbers, identifiers, versions } = product;
    let mut lines = Lines::new("product", id);
    lines.add("vendor", vendor.as_deref().unwrap_or_default());
    for (key, names) in [("names", names), ("globs", globs), ("part-numbers", part_numbers)] {
        lines.sorted(key, texts(names));
    }
    lines.sorted("identifiers", identifiers.iter().map(|(pattern, listed)| pattern_of(pattern, listed)));
    lines.sorted("versions", texts(versions.as_ref().map(|range| &range.text)));
    lines.0
}

/// Who a cleared party is.
pub(super) fn party(party: &ClearedParty) -> String {
    let ClearedParty { name, identifiers } = party;
    let mut lines = Lines::new("party", "");
    lines.sorted("name", texts(name.as_slice()));
    lines.sorted(
        "identifiers",
        identifiers.iter().map(|(identifier, _)| format!("{} {}", identifier.scheme(), identifier.value())),
    );
    lines.0
}

struct Lines(String);

impl Lines {
    fn new(kind: &str, id: &str) -> Self {
        Self(format!("{kind} {id}\n"))
    }

    fn add(&mut self, key: &str, value: &str) {
        let _ = writeln!(self.0, "{key}={value:?}");
    }

    fn sorted(&mut self, key: &str, values: impl Iterator<Item = String>) {
        let mut values: Vec<String> = values.collect();
        values.sort();
        let _ = writeln!(self.0, "{key}={values:?}");
    }
}

fn texts<'a>(texts: impl IntoIterator<Item = &'a Listed>) -> impl Iterator<Item = String> {
    texts.into_iter().map(|listed| listed.text.clone())
}

fn span_of(span: &Span) -> String {
    let end = |moment: &Option<crate::Moment>| moment.as_ref().map_or("-".to_owned(), |at| at.at.to_string());
    format!("{}..{}", end(&span.from), end(&span.until))
}

fn pattern_of(pattern: &IdentifierPattern, listed: &Listed) -> String {
    match pattern {
        IdentifierPattern::Exact(identifier) => format!("{} {}", identifier.scheme(), identifier.value()),
        IdentifierPattern::CpeVendor(vendor) => format!("cpe-vendor {vendor}"),
        _ => listed.text.clone(),
    }
}
