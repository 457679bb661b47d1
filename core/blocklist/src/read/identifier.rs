//! Identifiers and the few patterns of them. Invariant: a `*` stands for a whole name or version, and what
//! loosens has none.

use debar_model::{Identifier, IdentifierError, Purl};

use crate::fields::{Context, is_certain, nearest};
use crate::source::Problem;
use crate::syntax::{Key, Node, Value};
use crate::{Code, IdentifierPattern, Listed};

pub(super) const SCHEMES: [&str; 13] = [
    "purl",
    "cpe",
    "cpe-vendor",
    "domain",
    "signer",
    "lei",
    "uei",
    "cage",
    "duns",
    "vat",
    "gln",
    "gtin",
    "unspsc",
];

/// `identifiers = { scheme = [..] }` of a vendor or a product.
pub(super) fn patterns(cx: &mut Context, node: &Node) -> Vec<(IdentifierPattern, Listed)> {
    let mut all = vec![];
    each(cx, node, |cx, key, item| all.extend(pattern(cx, key.text, item)));
    all
}

/// The same of what loosens: identifiers only.
pub(super) fn exact(cx: &mut Context, node: &Node) -> Vec<(Identifier, Listed)> {
    let mut all = vec![];
    each(cx, node, |cx, key, item| all.extend(one_exact(cx, key.text, item)));
    all
}

/// One identifier or pattern of a scheme.
pub(super) fn pattern(cx: &mut Context, scheme: &str, node: &Node) -> Option<(IdentifierPattern, Listed)> {
    let listed = cx.text(node)?;
    let text = listed.text.trim();
    let pattern = match scheme {
        "cpe-vendor" => {
            if text.contains(['*', '?', ':', ' ']) {
                cx.report(
                    Problem::error(
                        Code::BadIdentifier,
                        node.at,
                        format!("`{text}` is not a vendor name of CPE"),
                    )
                    .help("give the vendor part alone, as in cpe:2.3:a:VENDOR:..., such as `kaspersky_lab`"),
                );
                return None;
            }
            IdentifierPattern::CpeVendor(text.to_lowercase())
        }
        "purl" => purl(cx, text, node)?,
        _ => match parse(cx, scheme, text, node)? {
            Identifier::Cpe(cpe) if cpe.product().is_none() && cpe.vendor().is_some() => {
                IdentifierPattern::CpeVendor(cpe.vendor().unwrap_or_default().to_lowercase())
            }
            identifier => IdentifierPattern::Exact(identifier),
        },
    };
    Some((pattern, listed))
}

/// An identifier of a party or a product as a test gives it.
pub(super) fn parse(cx: &mut Context, scheme: &str, text: &str, node: &Node) -> Option<Identifier> {
    match Identifier::parse(scheme, text) {
        Ok(identifier) => Some(identifier),
        Err(error) => {
            report(cx, scheme, text, node, &error);
            None
        }
    }
}

fn one_exact(cx: &mut Context, scheme: &str, node: &Node) -> Option<(Identifier, Listed)> {
    let listed = cx.text(node)?;
    let text = listed.text.trim();
    let wide = scheme == "cpe-vendor" || (scheme == "purl" && text.contains('*'));
    let identifier = if wide { None } else { Some(parse(cx, scheme, text, node)?) };
    let wide = wide || matches!(&identifier, Some(Identifier::Cpe(cpe)) if cpe.product().is_none());
    if wide {
        cx.report(
            Problem::error(
                Code::LooseningGlob,
                node.at,
                format!("`{text}` would let through more than one thing"),
            )
            .help("what loosens names one product or party: give its whole identifier"),
        );
        return None;
    }
    Some((identifier?, listed))
}

fn each<'n>(
    cx: &mut Context,
    node: &'n Node<'n>,
    mut read: impl FnMut(&mut Context, &'n Key<'n>, &'n Node<'n>),
) {
    let Value::Table(table) = &node.value else {
        cx.wrong_type(node, "a table such as `{ domain = [\"example.com\"] }`");
        return;
    };
    for (key, values) in table.0 {
        if !SCHEMES.contains(&key.text) && !key.text.starts_with("x-") {
            let problem = Problem::error(
                Code::UnknownScheme,
                key.at,
                format!("there is no identifier scheme `{}`", key.text),
            );
            cx.report(match nearest(key.text, SCHEMES.into_iter()) {
                Some(guess) => problem
                    .help(format!("did you mean `{guess}`?"))
                    .fix(format!("write `{guess}`"), key.at, guess)
                    .guess_unless(is_certain(key.text, SCHEMES.into_iter())),
                None => problem.help(format!(
                    "possible are {}; begin a scheme of your own with `x-`",
                    SCHEMES.map(|scheme| format!("`{scheme}`")).join(", ")
                )),
            });
            continue;
        }
        for item in cx.items(values) {
            read(cx, key, item);
        }
    }
}

fn purl(cx: &mut Context, text: &str, node: &Node) -> Option<IdentifierPattern> {
    let body = text.strip_suffix("@*").unwrap_or(text);
    if let Some(base) = body.strip_suffix("/*").filter(|base| !base.contains('*')) {
        let purl = parse_purl(cx, &format!("{base}/x"), text, node)?;
        let Some(namespace) = purl.namespace() else {
            cx.report(
                Problem::error(
                    Code::PurlPattern,
                    node.at,
                    format!("`{text}` names every package of its type"),
                )
                .help("put a namespace in front of the `*`, such as `pkg:npm/%40scope/*`"),
            );
            return None;
        };
        return Some(IdentifierPattern::PurlNamespace {
            kind: purl.kind().to_owned(),
            namespace: namespace.to_owned(),
        });
    }
    if body.contains('*') {
        cx.report(
            Problem::error(Code::PurlPattern, node.at, format!("a `*` in `{text}` stands for part of a name"))
                .help("a `*` stands for a whole name (`pkg:npm/%40scope/*`) or version (`@*`): list the packages one by one"),
        );
        return None;
    }
    let purl = parse_purl(cx, body, text, node)?;
    let plain = purl.version().is_none() && purl.qualifiers().next().is_none() && purl.subpath().is_none();
    Some(if plain {
        IdentifierPattern::PurlPackage {
            kind: purl.kind().to_owned(),
            namespace: purl.namespace().unwrap_or_default().to_owned(),
            name: purl.name().to_owned(),
        }
    } else {
        IdentifierPattern::Exact(Identifier::Purl(purl))
    })
}

fn parse_purl(cx: &mut Context, text: &str, written: &str, node: &Node) -> Option<Purl> {
    match Purl::parse(text) {
        Ok(purl) => Some(purl),
        Err(error) => {
            report(cx, "purl", written, node, &error);
            None
        }
    }
}

fn report(cx: &mut Context, scheme: &str, text: &str, node: &Node, error: &IdentifierError) {
    let code = match error {
        IdentifierError::CheckDigit => Code::CheckDigit,
        _ => Code::BadIdentifier,
    };
    let problem =
        Problem::error(code, node.at, format!("`{text}` is no {scheme}: {error}")).help(error.help());
    cx.report(match plainer(scheme, text) {
        Some(plain) => problem.fix(format!("write `{plain}`"), node.at, format!("\"{plain}\"")),
        None => problem,
    });
}

/// The identifier inside of what was pasted: the host of an address, a number without its label. None when what is
/// left is no identifier of the scheme either.
fn plainer(scheme: &str, text: &str) -> Option<String> {
    let text = text.trim();
    let plain = match scheme {
        "domain" => {
            let host = text.split_once("://").map_or(text, |(_, rest)| rest);
            let host = host.split(['/', '?', '#']).next().unwrap_or_default();
            host.rsplit('@').next().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase()
        }
        _ => {
            let label = text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
            let rest = if label { text.get(scheme.len()..)? } else { return None };
            rest.trim_start_matches([':', ' ', '=', '#']).to_owned()
        }
    };
    let safe = !plain.contains(['"', '\\']) && plain != text;
    (safe && Identifier::parse(scheme, &plain).is_ok()).then_some(plain)
}
