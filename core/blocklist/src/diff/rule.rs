//! The directions of rules. Every type in them is taken apart whole.

use debar_model::Action;

use super::change::Trend::{Loosened, Tightened};
use super::entry::head;
use super::field::{Field, Value, span, unordered, way, words};
use crate::{
    Deadline, Depth, EndUseRule, Exception, Mode, Operator, Ownership, Reach, Requirement, Rule, Scope,
    Sellers, Targets, UnknownComponents, ValueShare, ValueThreshold,
};

pub(super) fn rule(entry: &Rule) -> Vec<Field> {
    let Rule {
        head: own,
        authority,
        targets,
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
        span: held,
        require_digest,
        deadlines,
        report_even_if_allowed,
        notice_to,
        use_instead,
        contact,
    } = entry;
    let mut fields = head(own);
    fields.push(unordered("authority", authority.as_str()));
    self::targets(targets, *require_digest, &mut fields);
    self::reach(reach, ownership, &mut fields);
    let (rank, word) = match depth {
        Depth::BrandedOnly => (0, "branded-only"),
        Depth::SubstantialOrEssential => (1, "substantial-or-essential-component"),
        Depth::AnyComponent => (2, "any-component"),
    };
    fields.push(
        way(
            "depth",
            "it reaches deeper into products of others",
            "it reaches less deep into products of others",
        )
        .rank(rank, word, Tightened),
    );
    let (rank, word) = match if_components_unknown {
        UnknownComponents::Ignore => (0, "ignore"),
        UnknownComponents::Notice => (1, "notice"),
        UnknownComponents::Review => (2, "review"),
    };
    fields.push(
        way("if-components-unknown", "unknown parts weigh more", "unknown parts weigh less")
            .rank(rank, word, Tightened),
    );
    fields.push(
        way("origin-not", "goods of fewer origins are left out", "goods of more origins are left out")
            .set(origin_not.iter().cloned(), Loosened),
    );
    fields.push(
        way("origin", "goods of more origins are reached", "goods of fewer origins are reached")
            .limit(origin.iter().cloned(), Tightened),
    );
    let acts = acts.iter().map(|(act, held)| (act.clone(), span(held, Tightened).into())).collect();
    fields.push(way("acts", "it forbids more acts", "it forbids fewer acts").value(Value::Records {
        records: acts,
        more: Tightened,
        open: true,
    }));
    self::scope(scope, &mut fields);
    fields.push(
        way("except", "the law leaves out less", "the law leaves out more")
            .records(except.iter().map(exception).collect(), Loosened),
    );
    // A first requirement can be met and so loosens, and every further one has to be.
    let required = requires.iter().map(|Requirement { fact, is, valid_for, place: _ }| {
        let age = valid_for.map(|age| format!(" for {age}")).unwrap_or_default();
        format!("{fact} = {}{age}", is.join(" or "))
    });
    fields.push(unordered("requires", required.collect::<Vec<_>>().join("; ")));
    fields
        .push(way("waivable", "nobody may waive it any more", "it may be waived").flag(*waivable, Loosened));
    fields.push(
        way("waivable-by", "fewer offices may waive it", "more offices may waive it")
            .limit(waivable_by.iter().cloned(), Loosened),
    );
    fields.push(
        way("delegable", "the office waives it in person", "the office may let another waive it")
            .flag(*delegable, Loosened),
    );
    fields.push(way("action", "it asks for more", "it asks for less").rank(
        rank_of(Some(*action)),
        action.as_str(),
        Tightened,
    ));
    fields.push(self::mode(mode));
    fields.extend(span(held, Tightened));
    fields.push(
        way(
            "require-digest",
            "a line without a comparable digest asks a person",
            "lines without a digest pass",
        )
        .flag(*require_digest, Tightened),
    );
    let due = deadlines.iter().map(|Deadline { what, by }| {
        let by = way("by", "it is due earlier", "it is due later").moment(Some(by), i128::MAX, Loosened);
        (what.clone(), vec![by])
    });
    fields
        .push(way("deadlines", "more is to be done", "less is to be done").records(due.collect(), Tightened));
    fields.push(
        way(
            "report-even-if-allowed",
            "it is reported even when allowed",
            "it is reported only when not allowed",
        )
        .flag(*report_even_if_allowed, Tightened),
    );
    fields.push(
        way("notice-to", "more buyers are told", "fewer buyers are told")
            .set(notice_to.iter().cloned(), Tightened),
    );
    fields.push(words(
        "use-instead",
        use_instead.as_ref().map(|listed| listed.text.clone()).unwrap_or_default(),
    ));
    fields.push(words("contact", contact.clone().unwrap_or_default()));
    fields
}

fn targets(targets: &Targets, require_digest: bool, fields: &mut Vec<Field>) {
    let Targets { vendors, products, classes, digests, signers, sources, sellers } = targets;
    let who = match sellers {
        Sellers::NotOnly => "",
        Sellers::Listed => "vendors where they sell",
        Sellers::Any => "any",
    };
    fields.push(unordered("sellers", who));
    for (key, ids) in [
        ("vendors", vendors),
        ("products", products),
        ("classes", classes),
        ("digests", digests),
        ("signers", signers),
        ("sources", sources),
    ] {
        fields.push(way(key, "it names more", "it names less").set(ids.iter().cloned(), Tightened));
    }
    // With other sets, other lines have a digest that can be compared.
    let sets = (require_digest && !digests.is_empty()).then(|| digests.join(", "));
    fields.push(way("digests.comparable", "", "").value(Value::Guarded(sets)));
}

fn reach(reach: &[Reach], ownership: &Ownership, fields: &mut Vec<Field>) {
    let mut words = vec![];
    for one in reach {
        words.extend(match one {
            Reach::Successor => ["successor"].as_slice(),
            Reach::Parent => &["parent"],
            Reach::Owned => &["owned"],
            // Whoever is controlled includes whoever is owned.
            Reach::Controlled => &["controlled", "owned"],
            Reach::CommonControl => &["common-control"],
            Reach::Agent => &["agent"],
            Reach::WhiteLabel => &["white-label"],
        });
    }
    let words = words.into_iter().map(str::to_owned);
    fields.push(
        way("reach", "more relatives are reached", "fewer relatives are reached").set(words, Tightened),
    );
    let Ownership { operator, percent, add_up, show_from } = ownership;
    let (rank, shown) = threshold(*operator, i128::from(*percent));
    fields.push(
        way("ownership", "smaller shares are enough", "only larger shares are enough")
            .rank(rank, shown, Loosened),
    );
    fields.push(
        way("ownership.add-up", "shares of all listed owners add up", "each owner counts by itself")
            .flag(*add_up, Tightened),
    );
    let from = show_from.map(|from| format!("{} hundredths of a percent", from)).unwrap_or_default();
    fields.push(self::words("ownership.show-from", from));
}

fn scope(scope: &Scope, fields: &mut Vec<Field>) {
    let Scope {
        buyers,
        jurisdictions,
        vehicles,
        not_system,
        system,
        funds,
        tiers,
        end_use,
        or_contract_adds,
        newer_only_by_amendment,
        value_share,
        threshold: amount,
    } = scope;
    let EndUseRule { only, other } = end_use;
    for (key, values) in [
        ("scope.buyers", buyers),
        ("scope.jurisdictions", jurisdictions),
        ("scope.vehicles", vehicles),
        ("scope.system", system),
        ("scope.funds", funds),
        ("scope.tiers", tiers),
        ("scope.end-use", only),
    ] {
        fields.push(way(key, "it binds more", "it binds less").limit(values.iter().cloned(), Tightened));
    }
    fields.push(
        way("scope.not-system", "fewer systems are left out", "more systems are left out")
            .set(not_system.iter().cloned(), Loosened),
    );
    fields.push(way("other-end-use", "other end uses weigh more", "other end uses weigh less").rank(
        rank_of(*other),
        other.map_or("out of scope", Action::as_str),
        Tightened,
    ));
    fields.push(
        way("scope.or-contract-adds", "a contract can add it", "a contract can no longer add it")
            .set(or_contract_adds.clone(), Tightened),
    );
    fields.push(
        way(
            "scope.newer-than-solicitation",
            "it binds older solicitations",
            "it binds older solicitations only by amendment",
        )
        .flag(*newer_only_by_amendment, Loosened),
    );
    let (rank, shown) = match value_share {
        None => (i128::MIN, "any share".to_owned()),
        Some(ValueShare { operator, percent }) => threshold(*operator, hundredths(percent.as_str())),
    };
    fields.push(
        way(
            "scope.value-share",
            "smaller shares of the value are bound",
            "only larger shares of the value are bound",
        )
        .rank(rank, shown, Loosened),
    );
    self::amount(amount.as_ref(), fields);
}

fn exception(exception: &Exception) -> (String, Vec<Field>) {
    let Exception { product, approval, end_use, span: held, head: own } = exception;
    let mut fields = head(own);
    fields.extend(span(held, Loosened));
    fields.push(
        way("end-use", "it is left out for fewer end uses", "it is left out for more end uses")
            .limit(end_use.iter().cloned(), Loosened),
    );
    let product = product.as_ref().map(|id| format!("product {id}"));
    let approval = approval.as_ref().map(|word| format!("approval {word}"));
    let key: Vec<String> = product.into_iter().chain(approval).collect();
    (if key.is_empty() { "end use".to_owned() } else { key.join(" with ") }, fields)
}

fn mode(mode: &Mode) -> Field {
    let way = way("monitor-until", "it decides earlier", "it only observes for longer");
    match mode {
        Mode::Enforce => way.rank(i128::MIN, "decides", Loosened),
        Mode::Monitor { until: Some(until) } => way.moment(Some(until), i128::MAX, Loosened),
        Mode::Monitor { until: None } => way.rank(i128::MAX, "only observes", Loosened),
    }
}

const fn rank_of(action: Option<Action>) -> i128 {
    match action {
        None => 0,
        Some(Action::Warn) => 1,
        Some(Action::Review) => 2,
        Some(Action::Deny) => 3,
    }
}

/// At one share, `at-least` takes in what `more-than` leaves out.
fn threshold(operator: Operator, percent: i128) -> (i128, String) {
    let shown = format!("{}.{:02} %", percent / 100, percent % 100);
    match operator {
        Operator::AtLeast => (percent * 2, format!("at least {shown}")),
        Operator::MoreThan => (percent * 2 + 1, format!("more than {shown}")),
    }
}

/// A number in hundredths, as percentages and amounts of the list are written.
fn hundredths(text: &str) -> i128 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part: String = part.chars().chain("00".chars()).take(2).collect();
    format!("{whole}{part}").parse().unwrap_or(i128::MAX / 4)
}

fn amount(threshold: Option<&ValueThreshold>, fields: &mut Vec<Field>) {
    let Some(ValueThreshold { operator, amount, currency }) = threshold else {
        fields.push(way("scope.threshold", "any contract is bound", "").rank(
            i128::MIN,
            "any amount",
            Loosened,
        ));
        fields.push(way("scope.threshold.currency", "", "").value(Value::Guarded(None)));
        return;
    };
    let (rank, _) = self::threshold(*operator, hundredths(amount.as_str()));
    let word = if *operator == Operator::AtLeast { "at least" } else { "more than" };
    fields.push(
        way("scope.threshold", "smaller contracts are bound", "only larger contracts are bound").rank(
            rank,
            format!("{word} {amount} {currency}"),
            Loosened,
        ),
    );
    fields.push(way("scope.threshold.currency", "", "").value(Value::Guarded(Some(currency.clone()))));
}
