//! Which names share a key, as a table; whether every company name on the challenge list meets its listing is the
//! matter of scoring, not of keys. Invariant: every row goes through one check.

use debar_names::{KeyKind, core_key, exact_key, joined_key, key_variants};

/// The strictest kind under which the two names meet, taking the looser of the two sides.
fn meet(left: &str, right: &str) -> Option<KeyKind> {
    let right = key_variants(right);
    let shared = |(kind, key): &(KeyKind, String)| {
        right.iter().find(|(_, other)| other == key).map(|(other, _)| (*kind).max(*other))
    };
    key_variants(left).iter().filter_map(shared).min()
}

#[test]
fn names_that_meet() {
    fn check(left: &str, right: &str, expect: Option<KeyKind>) {
        assert_eq!(meet(left, right), expect, "{left} / {right}");
        assert_eq!(meet(right, left), expect, "{right} / {left}");
    }
    use KeyKind::*;
    check("Kaspersky Lab", "KASPERSKY  LAB.", Some(Exact));
    check("Huawei Technologies Co., Ltd.", "HUAWEI TECHNOLOGIES CO.,LTD", Some(Exact));
    check("Hytera Communications Corporation", "Hytera Communications Co .,ltd", Some(Core));
    check("Kaspersky Lab", "Kaspersky Lab, Inc.", Some(Core));
    check("Kaspersky Lab", "AO Kaspersky Lab", Some(Core));
    check("Kaspersky Lab", "Kaspersky Lab ZAO", Some(Core));
    check("ZTE Corporation", "ZTE", Some(Core));
    check("Лаборатория Касперского", "АО «Лаборатория Касперского»", Some(Core));
    check("华为技术有限公司", "华为技术", Some(Core));
    check("Kaspersky Lab", "Kаspersky Lаb", Some(Exact));
    check("Kaspersky Lab", "kaspersky_lab", Some(Exact));
    check("Kaspersky Lab", "KasperskyLab", Some(Joined));
    check("Kaspersky Lab", "k a s p e r s k y lab", Some(Exact));
    check("Hikvision", "HIK VISION", Some(Joined));
    check("Kaspersky Lab", "kasper sky lab", Some(Joined));
    check("Hikvision Digital", "Hik Vision Digital", Some(Joined));
    check("Huawei Technologies Co., Ltd.", "HUAWEI TECH CO LTD", Some(Canonical));
    check("Kaspersky Lab", "Kaspersky Labs Limited", Some(Canonical));
    check("Huawei Technologies Co., Ltd.", "Huawei Technologies Company", Some(Core));
    check("Huawei Cloud", "huaweicloud", Some(Joined));
    check("Zhejiang Dahua Technology Co., Ltd.", "ZHEJIANG DAHUA TECHNOLOGYCO.,LTD", Some(Split));
    check("Лаборатория Касперского", "Лаборатории Касперского", Some(Canonical));
    check("Касперский Банк", "Касперского Банка", Some(Stemmed));
    check("Касперский", "Kasperskiy", Some(Transliterated));
    check("Huawei Jishu", "华为 技术有限公司", Some(Transliterated));
    check("Müller GmbH", "Mueller", Some(Transliterated));
    check("Kaspersky", "Каѕрегѕку", Some(Lookalike));
    check("Kaspersky", "Kasper5ky", Some(Lookalike));
    check("Kaspersky", "\u{202E}yksrepsaK\u{202C}", Some(Reversed));
    check("Kaspersky", "<Kaspersky>", Some(Markup));
    check("Foo Electric", "Foo Electronics", None);
    check("Foo Holding", "Foo Group", None);
    check("Kaspersky March", "Kaspersky June", None);
    check("ZTE Corporation", "ATE Corporation", None);
    check("ZTE Corporation", "ZT Systems", None);
    check("Kaspersky Lab", "Kasper Labs", None);
    check("Huawei Technologies Co., Ltd.", "Technologies Co., Ltd.", None);
    check("Hangzhou Hikvision Digital Technology Co., Ltd.", "Hangzhou Digital Technology Co., Ltd.", None);
    check("", "", None);
    check("...", "!", None);
}

#[test]
fn keys_of_one_name() {
    fn check(name: &str, exact: &str, core: &str, joined: &str) {
        assert_eq!([exact_key(name), core_key(name), joined_key(name)], [exact, core, joined], "{name}");
    }
    check("Kaspersky Lab UK Ltd", "kaspersky lab uk ltd", "kaspersky lab uk", "kasperskylabuk");
    check("Foo GmbH & Co. KG", "foo gmbh and co kg", "foo", "foo");
    check("Smith & Wesson, Inc.", "smith and wesson inc", "smith and wesson", "smithandwesson");
    check(
        "杭州海康威视数字技术股份有限公司",
        "杭州海康威视数字技术股份有限公司",
        "杭州海康威视数字技术",
        "杭州海康威视数字技术",
    );
    check("(株)カスペルスキー", "株 カスペルスキー", "カスペルスキー", "カスペルスキー");
    check("Co., Ltd.", "co ltd", "co ltd", "coltd");
    check("GmbH", "gmbh", "gmbh", "gmbh");
    check("有限公司", "有限公司", "有限公司", "有限公司");
    check("", "", "", "");
    check("?!", "", "", "");
}
