//! What kinds of company the forms stand for, on two levels: `compare`, the same form in other words or letters, and
//! `generic`, the same kind under the law of another country. Not a register: forms that could be several kinds are
//! left out. Invariant: a form stands in one group.

use std::sync::LazyLock;

use super::slavic;
use crate::fold::plain;
use crate::hash::Table;
use crate::scan::squeeze;

/// The kind of one form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FormLevel {
    generic: u16,
    compare: u16,
}

/// How the forms of two names stand to each other, from the closest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Relation {
    /// One form in two spellings.
    Same,
    /// One kind under two laws.
    Generic,
    /// One has none, or none that is known.
    Unknown,
    /// Two kinds of company.
    Different,
}

impl Relation {
    pub(crate) fn of(left: &[FormLevel], right: &[FormLevel]) -> Self {
        let pairs = left.iter().flat_map(|l| right.iter().map(move |r| (l, r)));
        let relation = |(l, r): (&FormLevel, &FormLevel)| {
            if l.compare == r.compare {
                Self::Same
            } else if l.generic == r.generic {
                Self::Generic
            } else {
                Self::Different
            }
        };
        pairs.map(relation).min().unwrap_or(Self::Unknown)
    }
}

/// The levels of the forms of one name, given as its words.
pub(crate) fn levels_of(words: &[&str]) -> Vec<FormLevel> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let longest = (1..=words.len() - at).rev().find_map(|len| {
            let text = words.get(at..at + len)?.concat();
            LEVELS.get(text.as_str()).map(|level| (len, *level))
        });
        match longest {
            Some((len, level)) => {
                found.push(level);
                at += len;
            }
            None => at += 1,
        }
    }
    if found.is_empty() {
        found.extend(slavic::kind(words).and_then(|kind| LEVELS.get(kind)));
    }
    found
}

static LEVELS: LazyLock<Table<String, FormLevel>> = LazyLock::new(|| {
    let mut levels = Table::default();
    let (mut generic, mut compare) = (0, 0);
    for (_, groups) in GROUPS {
        generic += 1;
        for group in groups.split('|') {
            compare += 1;
            for form in group.split(',') {
                let text = squeeze(&plain(form));
                levels.entry(text).or_insert(FormLevel { generic, compare });
            }
        }
    }
    levels
});

/// The kind, then its forms: those between two `|` are one form, `,` separates spellings.
const GROUPS: &[(&str, &str)] = &[
    (
        "limited",
        "Ltd,Limited,Co Ltd,Company Limited,Co Limited,Ltd Co,Limted,Private Limited,Pvt Ltd,Private Ltd,Pvt Limited,\
         P Ltd,Pty Ltd,Pty Limited,Proprietary Limited,Pte Ltd,Pte Limited,(Pvt) Ltd,(Pty) Ltd,Private Limited Company,\
         Company Ltd,Corporation Limited,Corp Ltd,Youxian Gongsi,有限公司,有限责任公司,有限責任公司,Sdn Bhd,Sendirian \
         Berhad,Nigeria Limited,Nig Ltd,Ltd Şti,Limited Şirketi,San ve Tic Ltd Şti,בע\"מ,公司,จำกัด,TNHH,Công ty TNHH,\
         Designated Activity Company,DAC,Unlimited Company,Ltee,Limitée|\
         LLC,Limited Liability Company,Limited Liability Co,Ltd Liability Co,PLLC,FZ LLC,WLL,Co WLL,FZE,FZCO,ذ.م.م,\
         ООО,OOO,Общество с ограниченной ответственностью,Obshchestvo s Ogranichennoy Otvetstvennostyu,ТОВ,TOV,ТзОВ,\
         Товариство з обмеженою відповідальністю,ТОО,TOO,Товарищество с ограниченной ответственностью,ЖШС,ОсОО,OsOO,\
         МЧЖ,MChJ,MMC,ММС,ՍՊԸ,შპს,ХХК,XXK|\
         GmbH,gGmbH,mbH,Gesellschaft mit beschränkter Haftung,Gesellschaft mbH,GesmbH,UG,UG haftungsbeschränkt|\
         SARL,Société à Responsabilité Limitée,EURL,SARL AU,Sàrl,Sagl|\
         SRL,Società a Responsabilità Limitata,Srls,Soc a rl,SPRL,SCRL,BVBA|BV,Besloten Vennootschap|\
         SL,SLU,Sociedad Limitada,Sociedad de Responsabilidad Limitada,S de RL,S de RL de CV,Cía Ltda,Ltda,Lda,\
         Limitada,Sociedade Limitada,Unipessoal Lda,EIRELI,EIRL|\
         Sp z oo,Spółka z oo,Spółka z ograniczoną odpowiedzialnością|sro,spol s ro,společnost s ručením omezeným,\
         spoločnosť s ručením obmedzeným|Kft,Korlátolt Felelősségű Társaság|doo,ДОО,jdoo,DOOEL,ДООЕЛ,Društvo s \
         ograničenom odgovornošću,Družba z omejeno odgovornostjo|ООД,ЕООД,OOD,EOOD|ApS,Anpartsselskab|Oy,Osakeyhtiö|\
         OÜ,Osaühing|SIA|UAB|ehf,Einkahlutafélag|ΕΠΕ,EPE,ΙΚΕ,IKE|合同会社,Godo Kaisha,有限会社,Yugen Kaisha|유한회사,\
         유한책임회사|Sh.p.k.",
    ),
    (
        "stock",
        "Inc,Incorporated,Incorporation,Corp,Corporation,Coporation,Corpration,Incorporée|\
         PLC,Public Limited Company,Public Company Limited,PCL,Pub Co Ltd,Cyf|\
         JSC,Joint Stock Company,CJSC,OJSC,PJSC,Closed Joint Stock Company,Open Joint Stock Company,Public Joint Stock \
         Company,АО,AO,ОАО,OAO,ЗАО,ZAO,ПАО,PAO,НАО,NAO,Акционерное общество,Открытое акционерное общество,Закрытое \
         акционерное общество,Публичное акционерное общество,ПАТ,ПрАТ,ВАТ,ЗАТ,АТ,PrAT,АҚ,ХК,ASC,QSC,ՓԲԸ,ԲԲԸ,Aktsionernoe \
         Obshchestvo|\
         AG,Aktiengesellschaft|SA,Société Anonyme,Sociedad Anónima,Sociedade Anónima,SAU,Spółka Akcyjna,S/A|SAS,SASU,\
         Société par Actions Simplifiée|SpA,Società per Azioni|NV,Naamloze Vennootschap|SA de CV,SAB de CV,SAPI de CV,\
         Sociedad Anónima de Capital Variable|AB,Aktiebolag,AB publ|AS,A/S,ASA,Aktieselskab,Aksjeselskap,\
         Allmennaksjeselskap,Aktsiaselts,Akciju sabiedrība|Oyj,Abp,Julkinen Osakeyhtiö|SE,Societas Europaea|a.s.,\
         akciová společnost,akciová spoločnosť|Zrt,Nyrt,Rt,Részvénytársaság|АД,AD,ЕАД,EAD|d.d.,Dioničko društvo|ΑΕ,A.E.,\
         ABEE,Ανώνυμη Εταιρεία|A.Ş.,Anonim Şirketi,San ve Tic A.Ş.,Sanayi ve Ticaret A.Ş.|股份有限公司,股份公司,Gufen \
         Youxian Gongsi,集团股份有限公司|株式会社,株式會社,Kabushiki Kaisha,Kabushiki Gaisha,KK|주식회사,(주),Jusik Hoesa,Chusik \
         Hoesa|Bhd,Berhad|Tbk,PT Tbk|PT,Perseroan Terbatas|CTCP,Công ty Cổ phần|بس,BSC,KSC,KSCC,QPSC,SAOG,SAE,SAL,SJSC",
    ),
    (
        "partnership",
        "LLP,Limited Liability Partnership,LLLP|LP,Limited Partnership,LTP|GmbH & Co KG,GmbH & Co,AG & Co KG,Co KG,KG,\
         Kommanditgesellschaft,KGaA|OHG,GbR,GdbR|SNC,Société en Nom Collectif|SCS,SCSp|VOF|HB,Handelsbolag,KB,\
         Kommanditbolag|Sp.k.,Spółka Komandytowa,Sp. j.,Spółka Jawna|v.o.s.,k.s.|合資会社|合名会社|有限合伙",
    ),
    (
        "state",
        "ФГУП,FGUP,FSUE,Federal State Unitary Enterprise|ГУП,GUP|МУП|УП,РУП,RUP,ЧУП,ЧТУП|Государственная корпорация",
    ),
    ("society", "e.V.,eingetragener Verein|ASBL,VZW|АНО|НКО|Stichting|一般社団法人|一般財団法人|MTÜ"),
    (
        "cooperative",
        "eG,Genossenschaft|Soc Coop,Società Cooperativa|S.Coop.|Coöperatie|Osk|Ekonomisk Förening",
    ),
    ("person", "e.K.,e.Kfm.|ИП|ФОП|Tmi|Enr|ENK|FIE"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations() {
        fn check(a: &str, b: &str, expect: Relation) {
            let levels = |text: &str| {
                let folded = plain(text);
                levels_of(&folded.split(' ').collect::<Vec<_>>())
            };
            assert_eq!(Relation::of(&levels(a), &levels(b)), expect, "{a} {b}");
            assert_eq!(Relation::of(&levels(b), &levels(a)), expect, "{b} {a}");
        }
        check("Ltd", "Limited", Relation::Same);
        check("Co., Ltd.", "Pvt. Ltd.", Relation::Same);
        check("ООО", "LLC", Relation::Same);
        check("AO", "Joint Stock Company", Relation::Same);
        check("GmbH", "LLC", Relation::Generic);
        check("S.p.A.", "Inc", Relation::Generic);
        check("GmbH", "AG", Relation::Different);
        check("GmbH & Co. KG", "GmbH", Relation::Different);
        check("Co", "Ltd", Relation::Unknown);
    }
}
