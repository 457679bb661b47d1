//! Finding a word in texts that hide it, and saying where it stood. Searches as the engine does: plain needles in
//! plain forms, squeezed needles in squeezed forms, every hit judged. Invariant: one check for hits and misses.

use debar_names::{Boundary, Reading, fold, scan_form, squeeze};

/// The best hit: boundary, reading, the original bytes.
fn search<'a>(text: &'a str, name: &str) -> Option<(Boundary, Reading, &'a str)> {
    let needle = fold(name).text().to_owned();
    let scan = scan_form(text);
    let mut best: Option<(Boundary, Reading, &str)> = None;
    for form in scan.forms() {
        let needle = if form.squeezed() { squeeze(&needle) } else { needle.clone() };
        for (at, hit) in form.text().match_indices(&needle) {
            let range = at..at + hit.len();
            if let Some(boundary) = form.at_boundary(range.clone())
                && best.is_none_or(|(known, reading, _)| (boundary, form.reading()) < (known, reading))
            {
                best = Some((boundary, form.reading(), text.get(form.origin(range)).unwrap_or("no range")));
            }
        }
    }
    best
}

#[test]
fn hidden_words() {
    fn check(text: &str, name: &str, expect: Option<(Boundary, Reading, &str)>) {
        assert_eq!(search(text, name), expect, "{name} in {text:?}");
    }
    use Boundary::*;
    use Reading::*;
    let name = "Kaspersky";
    check("10 seats of Kaspersky, please", name, Some((Word, Plain, "Kaspersky")));
    check("(KASPERSKY)", name, Some((Word, Plain, "KASPERSKY")));
    check("Kaspersky's Endpoint", name, Some((Seam, Plain, "Kaspersky")));
    check("www.kaspersky.com", name, Some((Word, Plain, "kaspersky")));
    check("user@kaspersky.com", name, Some((Word, Plain, "kaspersky")));
    check("K\u{430}spersky Endpoint", name, Some((Word, Plain, "K\u{430}spersky")));
    check("a Kas\u{200B}per\u{200D}sky b", name, Some((Word, Plain, "Kas\u{200B}per\u{200D}sky")));
    check("\u{202E}yksrepsaK\u{202C} Endpoint", name, Some((Word, Reversed, "yksrepsaK")));
    check("Ｋａｓｐｅｒｓｋｙ x", name, Some((Word, Plain, "Ｋａｓｐｅｒｓｋｙ")));
    check("Kas\u{301}persky", name, Some((Word, Plain, "Kas\u{301}persky")));
    check("Kasper\u{A0}sky Endpoint", name, Some((Spaced, Plain, "Kasper\u{A0}sky")));
    check("a Kasper\n   sky b", name, Some((Spaced, Plain, "Kasper\n   sky")));
    check("K a s p e r s k y Endpoint", name, Some((Word, Plain, "K a s p e r s k y")));
    check("type C K a s p e r s k y", name, Some((Seam, Plain, "K a s p e r s k y")));
    check("Kas-per_sky", name, Some((Spaced, Plain, "Kas-per_sky")));
    check("<b>Kas</b>persky &amp; Endpoint", name, Some((Word, Plain, "Kas</b>persky")));
    check("&#75;aspersky Endpoint", name, Some((Word, Plain, "&#75;aspersky")));
    check("Kasper<!-- x -->sky", name, Some((Word, Plain, "Kasper<!-- x -->sky")));
    check("chair <!-- Kaspersky -->", name, Some((Word, Markup, "Kaspersky")));
    check("buy <Kaspersky> now", name, Some((Word, Markup, "Kaspersky")));
    check("Endpoint\u{200B}Kaspersky\u{200B}Security", name, Some((Seam, Plain, "Kaspersky")));
    check("Endpoint<i>Kaspersky</i>Security", name, Some((Word, Markup, "Kaspersky")));
    check("KasperskyLab", name, Some((Seam, Plain, "Kaspersky")));
    check("Kaspersky2019", name, Some((Seam, Plain, "Kaspersky")));
    check("kasperskylab", name, Some((Joined, Plain, "kaspersky")));
    check("Каѕрегѕку Endpoint", name, Some((Word, Lookalike, "Каѕрегѕку")));
    check("Касперsky", name, Some((Word, Transliterated, "Касперsky")));
    check("К а ѕ р е г ѕ к у", name, Some((Word, Lookalike, "К а ѕ р е г ѕ к у")));
    check("huaweicloud", "Huawei", Some((Joined, Plain, "huawei")));
    check("dahuasecurity.com", "Dahua", Some((Joined, Plain, "dahua")));
    check("采购华为技术设备", "华为", Some((Unspaced, Plain, "华为")));
    check("采购华为P30", "华为", Some((Unspaced, Plain, "华为")));
    check("华为", "华为", Some((Word, Plain, "华为")));
    check("카스퍼스키의 제품", "카스퍼스키", Some((Unspaced, Plain, "카스퍼스키")));
    check("Лаборатория Касперского", "Касперского", Some((Word, Plain, "Касперского")));
    check("Kaspersky Lab", "Kaspersky Lab", Some((Word, Plain, "Kaspersky Lab")));
    check("Kaspersky\tLab", "Kaspersky Lab", Some((Word, Plain, "Kaspersky\tLab")));
    check("KasperskyLab", "Kaspersky Lab", None);

    check("Kasper Labs", name, None);
    check("xkasperskyx", name, None);
    check("nonkasperskyish", name, None);
    check("Aztech Electronics", "ZTE", None);
    check("piazza tech", "zzat", None);
    check("Aztec ZTE3000", "ZTE", Some((Seam, Plain, "ZTE")));
    check("", name, None);
}

#[test]
fn bad_ranges() {
    let scan = scan_form("Kaspersky é Lab");
    for form in scan.forms() {
        for (start, end) in [(0, 0), (5, 3), (3, 900), (900, 901), (0, usize::MAX)] {
            let range = start..end;
            assert_eq!(form.at_boundary(range.clone()), None, "{range:?}");
            let origin = form.origin(range);
            assert!("Kaspersky é Lab".get(origin).is_some());
        }
    }
}
