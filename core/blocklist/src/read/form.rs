//! Forms of reports as the list writes them.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::authority::citations;
use crate::fields::{Context, Fields, nearest};
use crate::source::Problem;
use crate::syntax::Node;
use crate::{Code, Fill, Form, FormField, FormPart, SHIPPED_FORMS, Span, read, shipped};

pub(super) fn form(cx: &mut Context, fields: &mut Fields<'_>, id: &str) -> Option<Form> {
    let head = fields.head(cx);
    let name = fields.string(cx, "name").unwrap_or_else(|| id.to_owned());
    let title = fields.string(cx, "title").unwrap_or_else(|| name.clone());
    let citations = fields.take("citations").map(|node| citations(cx, node)).unwrap_or_default();
    let mut all = vec![];
    if let Some(node) = fields.need(cx, "fields") {
        for item in cx.items(node) {
            let Some(mut fields) = Fields::open(cx, item, item.at, "a field") else { continue };
            all.extend(field(cx, &mut fields).map(|field| (field, item)));
            fields.finish(cx);
        }
        if all.is_empty() && !cx.has_errors() {
            cx.report(
                Problem::error(Code::EmptyEntry, node.at, "this form has no field")
                    .help("give its fields, such as `{ key = \"contract-number\", label = \"Contract number\", fill = \"contract-number\" }`"),
            );
        }
    }
    report_repeated(cx, &all);
    Some(Form { head, name, title, citations, fields: all.into_iter().map(|(field, _)| field).collect() })
}

/// The form that a report clock names. One that nobody has is a warning: the duty and its days stand all the same.
pub(super) fn name(cx: &mut Context, node: &Node) -> Option<String> {
    let name = cx.string(node)?;
    let plain = |text: &str| text.replace('.', "-").to_ascii_lowercase();
    let exists = |known: &BTreeSet<String>| known.iter().any(|form| plain(form) == plain(&name));
    // A mistake elsewhere may be why a form is not there, and a part of a list does not have them all.
    if exists(&cx.forms) || cx.has_errors() || cx.known.is_some() || exists(shipped_forms()) {
        return Some(name);
    }
    let guess = nearest(&name, cx.forms.iter().chain(shipped_forms()).map(String::as_str)).map(str::to_owned);
    let problem = Problem::warning(
        Code::UnknownForm,
        node.at,
        format!("there is no form `{name}`, neither in the list nor among those that ship"),
    );
    cx.report(match guess {
        Some(guess) => problem
            .help(format!("did you mean `{guess}`?"))
            .fix(format!("write `{guess}`"), node.at, format!("\"{guess}\""))
            .guess(),
        None => problem
            .help("define it under `[form.some-id]`: without it `debar report` has no fields to fill; the duty and its days stand"),
    });
    Some(name)
}

/// The names of the forms that ship.
fn shipped_forms() -> &'static BTreeSet<String> {
    static NAMES: OnceLock<BTreeSet<String>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let forms = read(SHIPPED_FORMS, &shipped()).list.map(|list| list.forms).unwrap_or_default();
        forms.into_values().map(|form| form.name).collect()
    })
}

fn field(cx: &mut Context, fields: &mut Fields<'_>) -> Option<FormField> {
    let key_node = fields.need(cx, "key");
    let key = key_node.and_then(|node| cx.string(node));
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if let (Some(node), Some(text)) = (key_node, &key)
        && !(text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(plain))
    {
        cx.report(Problem::error(Code::BadId, node.at, format!("`{text}` is not a key of a field")).help(
            "a key is made of a-z, 0-9 and hyphens and begins with a letter: it is what `--set` names",
        ));
    }
    let label = fields.string(cx, "label");
    let parts = [FormPart::First, FormPart::FollowUp].map(|part| (part.as_str(), part));
    let part = fields.take("part").and_then(|node| cx.word(node, &parts)).unwrap_or(FormPart::First);
    let fill =
        fields.take("fill").and_then(|node| cx.word(node, &Fill::ALL.map(|fill| (fill.as_str(), fill))));
    let if_known = fields.flag(cx, "if-known");
    let help = fields.string(cx, "help");
    let span = fields.span(cx);
    fields.string(cx, "note");
    let key = key?;
    Some(FormField { label: label.unwrap_or_else(|| key.clone()), key, part, fill, if_known, help, span })
}

/// Two fields of one key in one part at one time: nobody could tell which is meant.
fn report_repeated(cx: &mut Context, all: &[(FormField, &Node)]) {
    let mut told = BTreeSet::new();
    for (index, (field, node)) in all.iter().enumerate() {
        let clash = all.iter().take(index).find(|(other, _)| {
            other.key == field.key && other.part == field.part && meet(&other.span, &field.span)
        });
        if let Some((_, other)) = clash.filter(|_| told.insert(index)) {
            cx.report(
                Problem::error(
                    Code::DuplicateId,
                    node.at,
                    format!("the field `{}` stands here twice", field.key),
                )
                .also(other.at, "the other one is here")
                .help("give it another key, or let one end where the other begins with `until` and `from`"),
            );
        }
    }
}

/// Whether two spans have an instant in common: one of them holds where the later one begins.
fn meet(one: &Span, other: &Span) -> bool {
    match (&one.from, &other.from) {
        (None, None) => true,
        (Some(from), None) => other.holds(from.at),
        (None, Some(from)) => one.holds(from.at),
        (Some(a), Some(b)) => one.holds(a.at.max(b.at)) && other.holds(a.at.max(b.at)),
    }
}
