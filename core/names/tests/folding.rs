//! What folding gives, as a table: text, folded text, flags. Hostile texts stand beside kind ones.
//! Invariant: every row goes through one check, which also folds the answer again.

use debar_names::{FoldFlags, Reading, fold};

fn check(text: &str, expect: &str, flags: &str) {
    let folded = fold(text);
    assert_eq!(folded.text(), expect, "{text:?}");
    assert_eq!(folded.flags().to_string(), flags, "flags of {text:?}");
    assert_eq!(fold(expect).text(), expect, "folding {expect:?} again");
}

#[test]
fn kind() {
    check("Kaspersky Lab", "kaspersky lab", "");
    check("  KASPERSKY\tLab, Inc. ", "kaspersky lab inc", "");
    check("HUAWEI TECHNOLOGIES CO.,LTD", "huawei technologies co ltd", "");
    check("Hytera Communications Co .,ltd", "hytera communications co ltd", "");
    check("ZT Group Int'l Inc", "zt group intl inc", "");
    check("ZT Group Int’l Inc", "zt group intl inc", "");
    check("Huawei Investment & Holding", "huawei investment and holding", "");
    check("AT&T", "at and t", "");
    check("kaspersky_lab", "kaspersky lab", "");
    check("anti-virus 6.0 ( pc )", "anti virus 6 0 pc", "");
    check("security.kaspersky.com/en", "security kaspersky com en", "");
    check("Kaspersky™ Endpoint®", "kaspersky endpoint", "");
    check("Sp. z o.o.", "sp z oo", "");
    check("S.A.R.L.", "sarl", "");
    check("S. à r. l.", "sarl", "accent");
    check("a-b-c", "abc", "");
    check("Plan B S.A.", "plan b sa", "");
    check("A.B. C D e.f", "ab cd ef", "");
    check("Société Générale Straße", "societe generale strasse", "accent");
    check("АО «Лаборатория Касперского»", "ао лаборатория касперского", "");
    check("Пётр Йй Їх", "петр йй їх", "");
    check("Ελλάδα Λόγος", "ελλαδα λογοσ", "accent");
    check("华为技术有限公司", "华为技术有限公司", "");
    check("Kaspersky株式会社", "kaspersky 株式会社", "");
    check("华为P30手机", "华为 p30 手机", "");
    check("ｶｽﾍﾟﾙｽｷｰ", "カスペルスキー", "width");
    check("カスペルスキー", "カスペルスキー", "");
    check("㈱カスペルスキー", "株 カスペルスキー", "");
    check("한국", "한국", "");
    check("\u{1112}\u{1161}\u{11AB}국", "한국", "");
    check("كَاسْبِرسكي", "كاسبرسكي", "");
    check("บริษัท น้ำ", "บริษัท น้ํา", "");
    check("٣٤ Bits", "34 bits", "");
    check("Яндексmail", "яндекс mail", "");
    check("R&amp;D &lt;5", "r and d 5", "markup");
    check("x < y > z", "xyz", "");
    check("10 < 20 > 15", "10 20 15", "");
}

#[test]
fn hostile() {
    check("K\u{430}spersky Endpoint", "kaspersky endpoint", "homoglyph");
    check("Kаspersky Lаb", "kaspersky lab", "homoglyph");
    check("Кaсперский", "касперский", "homoglyph");
    check("Kas\u{200B}per\u{200D}sky Endpoint\u{AD} Security", "kaspersky endpoint security", "invisible");
    check("\u{202E}yksrepsaK\u{202C} Endpoint", "yksrepsak endpoint", "bidi");
    check("Ｋａｓｐｅｒｓｋｙ", "kaspersky", "width");
    check("𝐊𝕒𝓈𝔭𝖊𝗋𝘴𝙠𝚢", "kaspersky", "width");
    check("Ⓚⓐⓢⓟⓔⓡⓢⓚⓨ", "kaspersky", "width");
    check("🅺🅰🆂🅿🅴🆁🆂🅺🆈", "kaspersky", "width");
    check("ᴋᴀꜱᴘᴇʀꜱᴋʏ", "kaspersky", "");
    check("Kas\u{301}persky", "kaspersky", "accent");
    check("K\u{336}a\u{336}s\u{336}persky", "kaspersky", "accent");
    check("Kasper\u{A0}sky", "kasper sky", "");
    check("Kasper\n   sky", "kasper sky", "");
    check("K a s p e r s k y Endpoint", "kaspersky endpoint", "spaced");
    check("K а s р e r s k y Endpoint", "kaspersky endpoint", "homoglyph, spaced");
    check("K-a-s-p-e-r-s-k-y", "kaspersky", "spaced");
    check("K.a.s.p.e.r.s.k.y", "kaspersky", "spaced");
    check("<b>Kas</b>persky &amp; Endpoint", "kaspersky and endpoint", "markup");
    check("&lt;b&gt;Kas&lt;/b&gt;persky", "kaspersky", "markup");
    check("&#75;aspersky", "kaspersky", "markup");
    check("&amp;amp;#x4b;aspersky", "kaspersky", "markup");
    check("Kasper<!-- x -->sky", "kaspersky", "markup");
    check("Kas&shy;persky", "kaspersky", "markup, invisible");
    check("Kas\u{0}per\u{7}sky", "kaspersky", "invisible");
    check("Kas\u{FE0F}per\u{E0061}sky", "kaspersky", "invisible");
    check("ꓗꓮꓢper", "kasper", "homoglyph");
}

/// Texts whose folded form once folded to something else.
#[test]
fn folded_twice() {
    check("ßКасперA", "ѕѕкаспера", "homoglyph");
    check("&#75;КасперUuD", "ккаспер uud", "homoglyph, markup");
    check("华为o.o.", "华为 oo", "");
    check("Aบร\u{E34}\u{FF9E}", "aบร\u{E34}", "width");
}

#[test]
fn nothing_to_fold() {
    for text in
        ["", " ", "\u{200B}", "...", "-–—", "\u{301}", "\u{202E}\u{202C}", "<b></b>", "'", "🙂", "\u{FFFF}"]
    {
        assert_eq!(fold(text).text(), "", "{text:?}");
        assert_eq!(fold(text).tokens(), [], "{text:?}");
        assert_eq!(fold(text).origin(0..9), 0..0, "{text:?}");
    }
    assert!(fold("\u{200B}").flags().contains(FoldFlags::INVISIBLE));
}

#[test]
fn other_readings() {
    fn check(text: &str, reading: Reading, expect: Option<&str>) {
        let folded = fold(text);
        let got = folded.alternates().iter().find(|other| other.reading() == reading);
        assert_eq!(got.map(|other| other.text()), expect, "{reading:?} of {text:?}");
    }
    check("\u{202E}yksrepsaK\u{202C} Endpoint", Reading::Reversed, Some("kaspersky endpoint"));
    check("&#x202E;yksrepsaK Endpoint", Reading::Reversed, Some("tniopdne kaspersky"));
    check("<img alt='Kaspersky'> chair", Reading::Markup, Some("img alt kaspersky chair"));
    check("<!-- Kaspersky --> chair", Reading::Markup, Some("kaspersky chair"));
    check("Endpoint <Kaspersky Lab> chair", Reading::Markup, Some("endpoint kaspersky lab chair"));
    check("Касперский", Reading::Transliterated, Some("kasperskiy"));
    check("Hikвision", Reading::Transliterated, Some("hikvision"));
    check("Касперsky", Reading::Transliterated, Some("kaspersky"));
    check("华为 技术", Reading::Transliterated, Some("huawei jishu"));
    check("Каѕрегѕку", Reading::Lookalike, Some("kaspersky"));
    check("Kаѕреrѕку", Reading::Lookalike, Some("kaspersky"));
    check("ꓗꓮꓢꓑꓰꓣꓢꓗꓬ", Reading::Lookalike, Some("kaspersky"));
    check("Kasper5ky", Reading::Lookalike, Some("kaspersky"));
    check("Hikvisi0n", Reading::Lookalike, Some("hikvision"));
    check("K@sper$ky", Reading::Lookalike, Some("kaspersky"));
    check("Hikv1$ion", Reading::Lookalike, Some("hikvision"));
    check("costs 5$ @ home", Reading::Lookalike, None);
    check("costs 15$ @ home", Reading::Lookalike, None);
    check("Huavvei", Reading::Lookalike, Some("huawei"));
    check("Office365", Reading::Lookalike, None);
    check("3COM", Reading::Lookalike, Some("ecom"));
    check("plain words", Reading::Transliterated, None);
}

#[test]
fn origins() {
    fn check(text: &str, word: &str, expect: &str) {
        let folded = fold(text);
        let mut texts = vec![(folded.text(), folded.text().find(word))];
        texts.extend(folded.alternates().iter().map(|other| (other.text(), other.text().find(word))));
        let at = texts
            .iter()
            .position(|(_, found)| found.is_some())
            .unwrap_or_else(|| panic!("no {word} in {text:?}"));
        let start = texts[at].1.unwrap();
        let range = start..start + word.len();
        let origin = if at == 0 { folded.origin(range) } else { folded.alternates()[at - 1].origin(range) };
        assert_eq!(text.get(origin), Some(expect), "{word} in {text:?}");
    }
    check("Buy Kaspersky now", "kaspersky", "Kaspersky");
    check("Buy  Kаspersky  now", "kaspersky", "Kаspersky");
    check("Buy &#75;as<b>per</b>sky, now", "kaspersky", "&#75;as<b>per</b>sky");
    check("Kas\u{200B}per\u{200D}sky x", "kaspersky", "Kas\u{200B}per\u{200D}sky");
    check("a \u{202E}yksrepsaK\u{202C} b", "kaspersky", "yksrepsaK");
    check("ﬁre Kasﬁ x", "kasfi", "Kasﬁ");
    check("to K a s p e r s k y now", "kaspersky", "K a s p e r s k y");
    check("die Straße hier", "strasse", "Straße");
    check("бренд Касперский тут", "kasperskiy", "Касперский");
    check("e\u{301}e\u{301} caf", "caf", "caf");
    check("x caf\u{65}\u{301}", "cafe", "cafe\u{301}".trim_end_matches('\u{301}'));
}

#[test]
fn seams() {
    fn check(text: &str, expect: &str) {
        let folded = fold(text);
        let cut: String = folded
            .text()
            .char_indices()
            .map(|(at, c)| if folded.seam(at) { format!("|{c}") } else { c.into() })
            .collect();
        assert_eq!(cut, expect, "{text:?}");
    }
    check("KasperskyLab", "kaspersky|lab");
    check("XMLParser 3Com", "xml|parser 3|com");
    check("kes2019mac", "kes|2019|mac");
    check("Kaspersky's", "kaspersky|s");
    check("Endpoint\u{200B}Kaspersky", "endpoint|kaspersky");
    check("Endpoint<x>Kaspersky", "endpoint|kaspersky");
    check("a K b", "a|k|b");
    check("KASPERSKY lab", "kaspersky lab");
    check("华为技术", "华|为|技|术");
}
