//! The public challenge set of vendor names, where it lies beside the repository: every pair is screened with the
//! names and brands that the lists which ship declare. It is small and public: it guards against loss and is not what
//! scores are set by. Invariant: no pair of the set is named here.

use std::fs;
use std::path::PathBuf;

use debar_names::{ListedKind, ListedName, NameClass, NameIndex};

/// Party, kind, names separated by `|`; as in the lists that ship.
const LISTED: &[(&str, ListedKind, &str)] = &[
    ("kaspersky", ListedKind::Name, "AO Kaspersky Lab"),
    (
        "kaspersky",
        ListedKind::Alias,
        "Kaspersky Lab|Kaspersky Lab, Inc.|Kaspersky Labs Limited|Kaspersky Lab Switzerland GmbH|OOO Kaspersky Group|\
         Kaspersky Labs|KasperskyLab|Лаборатория Касперского|卡巴斯基实验室|カスペルスキー研究所",
    ),
    ("kaspersky", ListedKind::Brand, "Kaspersky|Касперский|Касперского|卡巴斯基|カスペルスキー"),
    ("huawei", ListedKind::Name, "Huawei Technologies Co., Ltd."),
    (
        "huawei",
        ListedKind::Alias,
        "Huawei Technologies Company|华为技术有限公司|Huawei Investment & Holding Co., Ltd.",
    ),
    ("huawei", ListedKind::Brand, "Huawei|华为"),
    ("zte", ListedKind::Name, "ZTE Corporation"),
    ("zte", ListedKind::Alias, "中兴通讯股份有限公司"),
    ("zte", ListedKind::Brand, "ZTE"),
    ("hytera", ListedKind::Name, "Hytera Communications Corporation Limited"),
    ("hytera", ListedKind::Alias, "Hytera Communications Corporation|海能达通信股份有限公司"),
    ("hytera", ListedKind::Brand, "Hytera|海能达"),
    ("hikvision", ListedKind::Name, "Hangzhou Hikvision Digital Technology Co., Ltd."),
    ("hikvision", ListedKind::Alias, "Hikvision Digital Technology|杭州海康威视数字技术股份有限公司"),
    ("hikvision", ListedKind::Brand, "Hikvision|海康威视"),
    ("dahua", ListedKind::Name, "Zhejiang Dahua Technology Co., Ltd."),
    ("dahua", ListedKind::Alias, "Dahua Technology Company|浙江大华技术股份有限公司"),
    ("dahua", ListedKind::Brand, "Dahua"),
];

fn index() -> NameIndex {
    NameIndex::new(LISTED.iter().flat_map(|(entity, kind, names)| {
        names.split('|').map(|name| ListedName { entity, name, kind: *kind })
    }))
}

#[test]
fn challenge() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora/names/challenge.tsv");
    let Ok(text) = fs::read_to_string(path) else {
        println!("skipped 1: names/challenge.tsv is not beside the repository");
        return;
    };
    let index = index();
    let (mut alerts, mut denied, mut true_pairs) = (0, 0, 0);
    let (mut false_alerts, mut false_denied) = (0, 0);
    for line in text.lines().skip(1) {
        let mut fields = line.split('\t').skip(1);
        let (candidate, expect) = (fields.next().unwrap(), fields.next().unwrap());
        let found = index.screen(candidate, 1001);
        let best = found.first();
        let class = best.and_then(|best| best.class);
        let deny = class.is_some_and(|class| class <= NameClass::Family);
        if expect == "alert" {
            true_pairs += 1;
            alerts += usize::from(class.is_some());
            denied += usize::from(deny);
        } else {
            false_alerts += usize::from(class.is_some());
            false_denied += usize::from(deny);
        }
        if class.is_some() != (expect == "alert") || !deny && class.is_some() {
            println!("{expect} {candidate:?}: {best:?} {:?}", index.screen(candidate, 400).first());
        }
    }
    println!(
        "alerts {alerts} of {true_pairs}, denied {denied}; false alerts {false_alerts}, denied {false_denied}"
    );
    assert!(alerts == true_pairs && denied >= 55 && false_denied == 0 && false_alerts <= 2);
}
