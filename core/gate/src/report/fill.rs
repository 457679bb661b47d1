//! Filling: every field of the form's version, from the caller first, then from the request; what is left is missing.

use std::collections::{BTreeMap, BTreeSet};

use debar_blocklist::{Blocklist, Fill, FormField, FormPart};
use debar_model::{Decision, Finding, LineItem};
use debar_wire::{
    MissingField, Report, ReportArticle, ReportAuthority, ReportField, SCHEMA_VERSION, Verdict,
};

use super::basis::{Basis, basis, speaks};
use super::values::{Article, of_article, of_request};
use super::{ReportChoice, clocks};
use crate::outcome::{CheckError, Recorded};

pub(super) fn report(
    recorded: &Recorded,
    list: &Blocklist,
    choice: &ReportChoice,
) -> Result<Report, CheckError> {
    let decision = &recorded.decision;
    let basis = basis(decision, list, choice.form.as_deref())?;
    let event = clocks::identified(choice, decision.at);
    let zone =
        basis.rules.first().and_then(|(_, rule)| list.authority_of(rule)).map(|found| &found.time_zone);
    let zone = zone.unwrap_or(&list.time_zone);
    let at = clocks::instant(event, zone);
    let identified = zone.to_datetime(at).date();
    if let Some(sent) = choice.sent.filter(|sent| *sent < identified) {
        return Err(CheckError::Unknown {
            why: format!("a report sent on {sent} cannot tell of what was identified on {identified}"),
            help:
                "give the day on which it was sent, and with `--identified` the day of identification if it \
                   is not that of the decision"
                    .to_owned(),
        });
    }
    let lines = lines_of(decision, recorded, &basis);
    let articles: Vec<Article<'_>> =
        lines.iter().map(|(line, findings)| Article { line: *line, findings }).collect();
    let mut answers = Answers::read(&choice.set)?;
    let mut filled = Filled::default();
    // A follow-up repeats by what the first report is known; only its own fields can be missing.
    let parts: &[FormPart] = match choice.part {
        FormPart::First => &[FormPart::First],
        FormPart::FollowUp => &[FormPart::First, FormPart::FollowUp],
    };
    let fields: Vec<&FormField> = parts
        .iter()
        .flat_map(|part| basis.form.fields_at(*part, at))
        .filter(|field| field.part == choice.part || field.fill.is_some())
        .collect();
    for field in fields.iter().filter(|field| !of_each_article(field)) {
        let own = field.part == choice.part;
        let known = field.fill.map(|fill| of_request(fill, recorded, &articles)).unwrap_or_default();
        filled.fields.extend(filled.missing.fill(field, None, answers.take(None, &field.key), known, own));
    }
    for (number, article) in (1..).zip(&articles) {
        let mut own_fields = vec![];
        for field in fields.iter().filter(|field| of_each_article(field)) {
            let own = field.part == choice.part;
            let known =
                field.fill.map(|fill| of_article(fill, *article, &recorded.request)).unwrap_or_default();
            let answer = answers.take(Some(number), &field.key);
            let several = (articles.len() > 1).then_some(number);
            own_fields.extend(filled.missing.fill(field, several, answer, known, own));
        }
        filled.articles.push(ReportArticle {
            number,
            line_id: article.line.and_then(|line| Some(line.id.as_ref()?.value.clone())),
            found: article.findings.iter().map(|finding| found(finding)).collect(),
            fields: own_fields,
        });
    }
    answers.all_used(&fields, articles.len())?;
    let (clocks, to) = clocks::clocks(&basis, list, choice, decision.at);
    let mut remarks = basis.remarks.clone();
    if clocks.is_empty() {
        remarks.push("no authority of the list sets a clock for this form on that day".to_owned());
    }
    Ok(Report {
        schema_version: SCHEMA_VERSION,
        form: basis.form.name.clone(),
        title: basis.form.title.clone(),
        part: choice.part.as_str().to_owned(),
        citations: basis
            .form
            .citations
            .iter()
            .filter(|citation| citation.span.holds(at))
            .map(|citation| citation.text.text.clone())
            .collect(),
        complete: filled.missing.0.is_empty(),
        missing: filled.missing.0,
        decision_id: decision.id.to_string(),
        request_id: decision.request.to_string(),
        decided_at: decision.at.to_string(),
        verdict: Verdict(decision.verdict),
        identified: event.day(zone).to_string(),
        authorities: authorities(&basis),
        to,
        clocks,
        fields: filled.fields,
        articles: filled.articles,
        remarks,
    })
}

#[derive(Default)]
struct Filled {
    fields: Vec<ReportField>,
    articles: Vec<ReportArticle>,
    missing: Missing,
}

#[derive(Default)]
struct Missing(Vec<MissingField>);

impl Missing {
    /// A field with its values; none for a field of another part that has none.
    fn fill(
        &mut self,
        field: &FormField,
        article: Option<u32>,
        answer: Option<String>,
        known: Vec<String>,
        own: bool,
    ) -> Option<ReportField> {
        let (values, origin) = match answer {
            Some(answer) => (vec![answer], "caller"),
            None if known.is_empty() => (vec![], "nobody"),
            None => (known, "request"),
        };
        if values.is_empty() && !own {
            return None;
        }
        if values.is_empty() && !field.if_known {
            let key = match article {
                Some(number) => format!("{number}.{}", field.key),
                None => field.key.clone(),
            };
            let help = field.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
            self.0.push(MissingField {
                help: format!("give it with `--set {key}=...`{help}"),
                key,
                label: field.label.clone(),
            });
        }
        Some(ReportField {
            key: field.key.clone(),
            label: field.label.clone(),
            values,
            origin: origin.to_owned(),
            if_known: field.if_known,
        })
    }
}

/// What the caller gave, by article and key.
struct Answers {
    given: BTreeMap<(Option<u32>, String), String>,
    used: BTreeSet<(Option<u32>, String)>,
}

impl Answers {
    fn read(set: &[(String, String)]) -> Result<Self, CheckError> {
        let mut given = BTreeMap::new();
        for (key, value) in set {
            let named = key.split_once('.').and_then(|(number, key)| Some((number.parse().ok()?, key)));
            let slot = match named {
                Some((number, key)) => (Some(number), key.to_owned()),
                None => (None, key.clone()),
            };
            if value.trim().is_empty() || given.insert(slot, value.trim().to_owned()).is_some() {
                return Err(CheckError::Unknown {
                    why: format!("the field `{key}` is given twice or without a value"),
                    help: "give each field once, as `--set KEY=VALUE`".to_owned(),
                });
            }
        }
        Ok(Self { given, used: BTreeSet::new() })
    }

    /// The answer for an article, else the one for all of them.
    fn take(&mut self, article: Option<u32>, key: &str) -> Option<String> {
        let slots = [(article, key.to_owned()), (None, key.to_owned())];
        let slot = slots.into_iter().find(|slot| self.given.contains_key(slot))?;
        let answer = self.given.get(&slot).cloned();
        // An answer for all articles stays in use where one article has its own.
        self.used.insert(slot);
        answer
    }

    fn all_used(&self, fields: &[&FormField], articles: usize) -> Result<(), CheckError> {
        let Some((article, key)) = self.given.keys().find(|slot| !self.used.contains(*slot)) else {
            return Ok(());
        };
        let known: Vec<&str> = fields.iter().map(|field| field.key.as_str()).collect();
        if article.is_none() && known.contains(&key.as_str()) {
            return Ok(());
        }
        let number = article.map(|number| format!("{number}.")).unwrap_or_default();
        Err(CheckError::Unknown {
            why: format!("this report has no field `{number}{key}`"),
            help: format!("it has {} article(s) and the fields {}", articles, known.join(", ")),
        })
    }
}

fn of_each_article(field: &FormField) -> bool {
    field.fill.is_some_and(Fill::is_of_article)
}

type Found<'a> = (Option<&'a LineItem>, Vec<&'a Finding>);

/// The articles in order: lines that were found, lines that a found party sells or makes, else the whole request.
fn lines_of<'a>(decision: &'a Decision, recorded: &'a Recorded, basis: &Basis<'a>) -> Vec<Found<'a>> {
    let mut by_line: BTreeMap<Option<u32>, Vec<&Finding>> = BTreeMap::new();
    for (index, finding) in &basis.findings {
        let sold: Vec<u32> = decision
            .lines
            .iter()
            .filter(|line| line.findings.contains(index))
            .map(|line| line.ordinal)
            .collect();
        let lines: Vec<Option<u32>> = match finding.line {
            Some(line) => vec![Some(line)],
            None if sold.is_empty() => vec![None],
            None => sold.into_iter().map(Some).collect(),
        };
        for line in lines {
            by_line.entry(line).or_default().push(finding);
        }
    }
    let line = |ordinal: Option<u32>| ordinal.and_then(|ordinal| recorded.request.line(ordinal));
    by_line.into_iter().map(|(ordinal, findings)| (line(ordinal), findings)).collect()
}

fn found(finding: &Finding) -> String {
    let path: Vec<String> = finding
        .path
        .iter()
        .map(|step| format!("; `{}` is {} `{}`", step.from, step.relation.as_str(), step.to))
        .collect();
    format!(
        "`{}` is {} ({}){}",
        finding.evidence.matched,
        finding.listing.name,
        finding.evidence.how,
        path.concat()
    )
}

fn authorities(basis: &Basis<'_>) -> Vec<ReportAuthority> {
    let ids: BTreeSet<&str> = basis.rules.iter().map(|(id, _)| *id).collect();
    let rulings = basis.findings.iter().flat_map(|(_, finding)| &finding.rulings);
    let mut all: BTreeMap<&str, ReportAuthority> = BTreeMap::new();
    for ruling in rulings.filter(|ruling| speaks(ruling, &ids)) {
        let authority = &ruling.authority;
        all.entry(ruling.rule.as_str()).or_insert_with(|| ReportAuthority {
            rule: ruling.rule.clone(),
            title: authority.title.clone(),
            status: authority.status.clone(),
            since: authority.since.clone(),
            citations: authority.citations.clone(),
            contact: authority.contact.clone(),
        });
    }
    all.into_values().collect()
}
