//! Signers and sources: who signed software, and where it comes from.

use debar_model::{Algorithm, Digest, Object};

use super::vendor;
use crate::fields::{Context, Fields};
use crate::source::Problem;
use crate::{Code, Listed, Location, SignerEntry, SourceEntry};

pub(super) fn signer(cx: &mut Context, fields: &mut Fields<'_>) -> Option<SignerEntry> {
    let head = fields.head(cx);
    let organisations = fields.texts(cx, "organisations");
    let common_names = fields.texts(cx, "common-names");
    let fingerprints: Vec<(Digest, Listed)> = fields
        .texts(cx, "fingerprints")
        .into_iter()
        .filter_map(|listed| Some((fingerprint(cx, &listed)?, listed)))
        .collect();
    fields.refuse(cx, "organizations", "write `organisations`");
    fields.refuse(cx, "serial", "a serial number says nothing without its issuer: give the fingerprint");
    let asked = ["organisations", "organizations", "common-names", "fingerprints"];
    if !asked.iter().any(|key| fields.key(key).is_some()) && !fields.is_quiet() {
        vendor::empty(
            cx,
            fields,
            "nothing to recognise a certificate by",
            "give `organisations`, `common-names` or `fingerprints`",
        );
    }
    Some(SignerEntry { head, organisations, common_names, fingerprints })
}

fn fingerprint(cx: &mut Context, listed: &Listed) -> Option<Digest> {
    let plain = listed.text.replace([':', ' '], "");
    let text = if listed.text.to_ascii_lowercase().starts_with("sha") { &listed.text } else { &plain };
    let found = Digest::read(None, text, Object::Unknown).ok();
    let found = found.filter(|digest| matches!(digest.algorithm(), Algorithm::Sha1 | Algorithm::Sha256));
    if found.is_none() {
        let at = cx.at_of(&listed.place)?;
        cx.report(
            Problem::error(
                Code::BadFingerprint,
                at,
                format!("`{}` is not the fingerprint of a certificate", listed.text),
            )
            .help(
                "give the SHA-256 (64 hex digits) or SHA-1 (40) of the certificate, with colons or without",
            ),
        );
    }
    found
}

pub(super) fn source(cx: &mut Context, fields: &mut Fields<'_>) -> Option<SourceEntry> {
    let head = fields.head(cx);
    let mut places = |cx: &mut Context, key: &'static str, needs_path: bool| -> Vec<(Location, Listed)> {
        let texts = fields.texts(cx, key);
        texts.into_iter().filter_map(|listed| Some((location(cx, &listed, needs_path)?, listed))).collect()
    };
    let hosts = places(cx, "hosts", false);
    let repositories = places(cx, "repositories", true);
    let registries = places(cx, "registries", false);
    for (place, listed) in &hosts {
        if !place.path().is_empty()
            && let Some(at) = cx.at_of(&listed.place)
        {
            cx.report(
                Problem::error(Code::BadLocation, at, format!("`{}` is more than a host", listed.text))
                    .help(
                        "a host stands for everything on it: name paths under `repositories` or `registries`",
                    )
                    .fix(format!("write `{}`", place.host()), at, format!("\"{}\"", place.host())),
            );
        }
    }
    fields.refuse(cx, "urls", "write `hosts`, `repositories` or `registries`");
    let asked = ["hosts", "repositories", "registries"];
    if !asked.iter().any(|key| fields.key(key).is_some()) && !fields.is_quiet() {
        vendor::empty(cx, fields, "no place", "give `hosts`, `repositories` or `registries`");
    }
    Some(SourceEntry { head, hosts, repositories, registries })
}

fn location(cx: &mut Context, listed: &Listed, needs_path: bool) -> Option<Location> {
    let at = cx.at_of(&listed.place)?;
    let found = Location::read(&listed.text).filter(|_| !listed.text.contains(['*', '?']));
    let Some(found) = found else {
        cx.report(
            Problem::error(Code::BadLocation, at, format!("`{}` is not a host or a URL", listed.text)).help(
                "give a host such as `downloads.example.com`, or a URL; what lies below it is meant too",
            ),
        );
        return None;
    };
    if needs_path && found.path().is_empty() {
        cx.report(
            Problem::error(Code::BadLocation, at, format!("`{}` names no repository", listed.text))
                .help("give its whole URL, or name the host under `hosts`"),
        );
        return None;
    }
    Some(found)
}
