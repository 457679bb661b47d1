//! What one rule says of one finding. The order of the questions: does it bind here, does it reach this
//! vendor, this deep, this origin; is it lifted; is a fact missing; does it only observe; and is the
//! evidence strong enough for what it asks.

use debar_blocklist::{Depth, Sellers};
use debar_model::{Action, AuthorityRef, Class, Effect, Relation, Role, Ruling, Slot, Step, Verdict, fact};

use super::lift::{LIFTED, Lift, Lifts};
use super::origin::{self, Origin};
use super::question::Question;
use super::reach::{Reached, reach};
use super::requirement::{self, Answer};
use super::scope::listed;
use super::sentence;
use super::state::State;
use crate::clear::Said;
use crate::matching::Met;

/// A ruling and what follows from it beside the verdict.
pub(crate) struct Ruled {
    pub ruling: Ruling,
    pub needs: Vec<(String, Vec<String>)>,
    pub conditions: Vec<String>,
    /// What would have lifted it but has ended.
    pub ended: Vec<String>,
    /// An owner holds less than the rule counts, which is shown.
    pub below: bool,
}

/// Rules on a finding; none when the rule does not reach its entry at all.
pub(crate) fn rule(question: &Question<'_>, state: &State<'_>, met: &Met, said: &Said) -> Option<Ruled> {
    if state.rule.targets.sellers != Sellers::NotOnly && !sells(met) {
        return None;
    }
    let reached = reach(question, state, met.entry);
    let (steps, below, unsure) = match reached {
        Reached::No => return None,
        Reached::Yes(steps) => (steps, None, None),
        Reached::Maybe(steps, why) => (steps, None, Some(why)),
        Reached::Below(steps, why) => (steps, Some(why), None),
    };
    let shown = below.is_some() && state.no.is_none();
    let unsure = unsure.or_else(|| labelled(met, &steps));
    let mut judged = judge(question, state, (met, said), below, unsure);
    if judged.effect == Effect::Bites && judged.verdict == Verdict::Allow {
        judged.because.push_str("; the rule only warns");
    }
    if judged.verdict != Verdict::Allow && !steps.is_empty() {
        judged.because.push_str("; ");
        judged.because.push_str(&sentence::way(question.list, &steps));
    }
    Some(Ruled {
        ruling: ruling(question, state, steps, &judged),
        needs: judged.needs,
        conditions: judged.conditions,
        ended: judged.ended,
        below: shown,
    })
}

impl Ruled {
    /// A ruling without relatives.
    pub fn of(ruling: Ruling, judged: Judged) -> Self {
        let Judged { needs, conditions, ended, .. } = judged;
        Self { ruling, needs, conditions, ended, below: false }
    }
}

/// A judgement before it is dressed as a ruling.
pub(crate) struct Judged {
    pub effect: Effect,
    pub verdict: Verdict,
    pub because: String,
    pub lifted_by: Option<String>,
    pub needs: Vec<(String, Vec<String>)>,
    pub conditions: Vec<String>,
    pub ended: Vec<String>,
}

impl Judged {
    /// What a lifted rule comes to.
    pub fn lifted(lift: Lift) -> Self {
        let mut judged = Self::new(lift.effect, LIFTED, lift.because);
        judged.lifted_by = Some(lift.by);
        judged.conditions = lift.conditions;
        judged
    }

    pub fn new(effect: Effect, verdict: Verdict, because: String) -> Self {
        Self { effect, verdict, because, lifted_by: None, needs: vec![], conditions: vec![], ended: vec![] }
    }
}

fn judge(
    question: &Question<'_>,
    state: &State<'_>,
    (met, said): (&Met, &Said),
    below: Option<String>,
    unsure: Option<String>,
) -> Judged {
    if let Some((effect, why)) = &state.no {
        return Judged::new(*effect, Verdict::Allow, why.clone());
    }
    if let Some(why) = below {
        return Judged::new(Effect::OutOfScope, Verdict::Allow, why);
    }
    let component = met.line.and_then(|line| question.prepared.line(line)).is_some_and(|line| line.component);
    if component && state.rule.depth == Depth::BrandedOnly {
        let why = format!("rule `{}` reaches branded products only, and this is a component", state.id);
        return Judged::new(Effect::DepthNotReached, Verdict::Allow, why);
    }
    let mut needs: Vec<(String, Vec<String>)> =
        state.needs.iter().map(|(name, values)| ((*name).to_owned(), values.clone())).collect();
    match origin::read(question, state, met.line) {
        Origin::Reached => {}
        Origin::NotReached(effect, why) => return Judged::new(effect, Verdict::Allow, why),
        Origin::Unknown => needs.push((fact::ORIGIN.to_owned(), vec![])),
    }
    let lifts = Lifts::of(question, state, met, said);
    if let Some(lift) = lifts.lift {
        return Judged::lifted(lift);
    }
    let mut unstated = None;
    match requirement::answer(question, &state.rule.requires) {
        None | Some(Answer::Unmet(_)) => {}
        Some(Answer::Met(why)) => {
            let because = format!("{} is met: {why}", state.authority.title);
            let mut judged = Judged::new(Effect::Excepted, Verdict::Allow, because);
            judged.lifted_by = state.rule.requires.first().map(|one| one.fact.clone());
            return judged;
        }
        Some(Answer::Unknown(why, facts)) => {
            needs.extend(facts);
            unstated = Some(why);
        }
    }
    if !lifts.claimed.is_empty() {
        let names: Vec<String> = lifts.claimed.iter().map(|(name, _)| name.clone()).collect();
        unstated =
            Some(format!("only the document states {}, and that lifts nothing", listed(&names, "and")));
        needs.extend(lifts.claimed);
    }
    let mut judged = weigh(question, state, met, component, unsure, needs, unstated);
    judged.ended = lifts.ended;
    judged
}

/// What the rule asks for, against what the evidence allows.
fn weigh(
    question: &Question<'_>,
    state: &State<'_>,
    met: &Met,
    component: bool,
    unsure: Option<String>,
    needs: Vec<(String, Vec<String>)>,
    unstated: Option<String>,
) -> Judged {
    let what = sentence::what(question, met);
    let forbids = sentence::forbids(question, state);
    if let Some(why) = &state.monitored {
        let because = format!("{why}; it would say {}: {what}", state.action.as_str());
        return Judged::new(Effect::Monitored, Verdict::Allow, because);
    }
    if !needs.is_empty() && state.action != Action::Warn {
        let names: Vec<String> = needs.iter().map(|(name, _)| name.clone()).collect();
        let why = unstated.map(|why| format!("; {why}")).unwrap_or_default();
        let because = if why.is_empty() {
            format!("{forbids}, depending on {}, which nobody stated: {what}", listed(&names, "and"))
        } else {
            format!("{forbids}, depending on {}: {what}{why}", listed(&names, "and"))
        };
        let mut judged = Judged::new(Effect::NeedsFact, Verdict::Review, because);
        judged.needs = needs;
        return judged;
    }
    let asked = state.action.verdict();
    let softer = softening(question, state, met, component).or(unsure);
    match softer {
        Some(why) if asked == Verdict::Deny => Judged::new(
            Effect::Softened,
            Verdict::Review,
            format!("{forbids}: {what}; {why}, so a person decides"),
        ),
        _ => {
            let why = state.action_why.as_ref().map(|why| format!("; {why}")).unwrap_or_default();
            Judged::new(Effect::Bites, asked, format!("{forbids}: {what}{why}"))
        }
    }
}

/// Whether a finding is about a party that does not make the goods.
fn sells(met: &Met) -> bool {
    match &met.evidence.slot {
        Slot::PartyName(role) | Slot::PartyIdentifier(role) => {
            !matches!(role, Role::Manufacturer | Role::Publisher | Role::Author)
        }
        _ => false,
    }
}

/// A seller may sell many things: that it puts its name on a maker's goods does not say that these are among them.
fn labelled(met: &Met, steps: &[Step]) -> Option<String> {
    let labels = steps.iter().any(|step| step.relation == Relation::WhiteLabelOf);
    (labels && sells(met)).then(|| {
        "it only sells here, and whether these are goods of the listed maker under its name is not known"
            .to_owned()
    })
}

/// Why the evidence is too thin to deny on.
fn softening(question: &Question<'_>, state: &State<'_>, met: &Met, component: bool) -> Option<String> {
    if let Some(digest) = met.digest {
        let entry = question.index.entries.find(met.entry);
        let set = entry.and_then(|entry| question.list.digests.get(&entry.id));
        if digest.member && !set.is_some_and(|set| set.members_deny) {
            return Some("the digest is of a file inside, which may be harmless elsewhere".to_owned());
        }
        if digest.legacy && !set.is_some_and(|set| set.legacy_deny) {
            return Some("files with the same SHA-1 or MD5 digest can be made at will".to_owned());
        }
    }
    if let Some(caution) = &met.caution {
        return Some(caution.clone());
    }
    if component && state.rule.depth == Depth::SubstantialOrEssential {
        return Some("whether the component is substantial or essential is not known".to_owned());
    }
    match met.class {
        Class::Exact | Class::Alias | Class::Family => None,
        Class::Strong => Some("the name is close to a listed one".to_owned()),
        Class::Weak | Class::Cleared => Some("the name is not evidence enough where it stands".to_owned()),
    }
}

pub(crate) fn ruling(
    question: &Question<'_>,
    state: &State<'_>,
    reach: Vec<Step>,
    judged: &Judged,
) -> Ruling {
    let rule = state.rule;
    let authority = state.authority;
    let citations = authority.citations.iter().filter(|citation| citation.span.holds(question.at));
    let litigation =
        authority.litigation.iter().filter(|step| step.on.as_ref().is_none_or(|on| on.at <= question.at));
    let mut evidence = rule.head.evidence.clone();
    evidence.extend(authority.head.evidence.iter().filter(|id| !rule.head.evidence.contains(id)).cloned());
    Ruling {
        rule: state.id.to_owned(),
        place: rule.head.place.clone(),
        authority: AuthorityRef {
            id: rule.authority.clone(),
            title: authority.title.clone(),
            force: authority.force.as_str(),
            status: state.standing.status.clone(),
            since: state.standing.since.clone(),
            citations: citations.map(|citation| citation.text.text.clone()).collect(),
            litigation: litigation.map(sentence::litigation).collect(),
            contact: rule.contact.as_ref().or(authority.contact.as_ref()).cloned(),
            place: authority.head.place.clone(),
        },
        action: state.action,
        effect: judged.effect,
        verdict: judged.verdict,
        because: judged.because.clone(),
        reach,
        lifted_by: judged.lifted_by.clone(),
        use_instead: rule.use_instead.as_ref().map(|listed| listed.text.clone()),
        evidence,
    }
}
