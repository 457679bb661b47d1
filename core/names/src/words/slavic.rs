//! Slavic words that many firms share, told by their stem in whatever alphabet and spelling they are written, with the
//! English word they stand for: `предприятия`, `predpriyatiye` and `predpriiatie` are one. Not a dictionary and not a
//! stemmer: endings are accepted by their letters. Invariant: the English word stands for its group in the tables.

use std::sync::LazyLock;

use super::canonical;
use crate::compare::romanised;
use crate::fold::transliterated;
use crate::hash::Table;

/// The English word that a folded word of a Slavic language stands for.
pub(crate) fn meaning(word: &str) -> Option<&'static str> {
    if word.is_ascii() {
        return of_latin(word);
    }
    if !word.chars().any(|c| matches!(c, '\u{400}'..='\u{45F}' | '\u{490}' | '\u{491}')) {
        return None;
    }
    of_latin(&transliterated(word)?)
}

fn of_latin(latin: &str) -> Option<&'static str> {
    if latin.len() < SHORTEST || latin.len() > LONGEST || !latin.bytes().all(|c| c.is_ascii_lowercase()) {
        return None;
    }
    let text = romanised(latin);
    if let Some(english) = STEMS.whole.get(text.as_str()) {
        return Some(english);
    }
    let least = text.len().saturating_sub(MOST_ENDING).max(SHORTEST);
    (least..=text.len()).rev().find_map(|at| {
        let (stem, ending) = text.split_at_checked(at)?;
        let english = STEMS.stems.get(stem)?;
        // Without an ending an adjective is no word, and `Severn` no north.
        let bare = ending.is_empty() && stem.ends_with(['n', 'k', 'h']);
        (!bare && is_ending(ending)).then_some(*english)
    })
}

/// Letters of a stem.
const SHORTEST: usize = 4;
const MOST_ENDING: usize = 4;
const LONGEST: usize = 32;

/// Whether a stem may be followed by this: endings of nouns and adjectives are vowels with few consonants between.
fn is_ending(text: &str) -> bool {
    text.bytes()
        .all(|c| matches!(c, b'a' | b'e' | b'i' | b'o' | b'u' | b'm' | b'h' | b'g' | b'v' | b'n' | b't'))
}

struct Stems {
    stems: Table<String, &'static str>,
    whole: Table<String, &'static str>,
}

static STEMS: LazyLock<Stems> = LazyLock::new(|| {
    let mut found = Stems { stems: Table::default(), whole: Table::default() };
    for group in WORDS.split('|') {
        let mut words = group.split_whitespace();
        let Some(english) = words.next() else { continue };
        let english = canonical(english);
        for word in words {
            match word.strip_suffix('-') {
                Some(stem) => found.stems.entry(romanised(stem)).or_insert(english),
                None => found.whole.entry(romanised(word)).or_insert(english),
            };
        }
    }
    found
});

/// Groups: the English word, then stems (with `-`) and whole words in the usual Latin spelling.
const WORDS: &str = "
technology tekhnolog- tehnolog- technolog- tekhnik tekhnik- | technical tekhnichesk- technichesk- | science nauchn- nauka | production proizvodstvenn- proizvodstv- |
association obyedinen- obedinen- obiedinen- assotsiats- associac- | enterprise predpriyat- predpriiat- pidpryiemstv- predpriemstv- |
plant zavod- kombinat fabrik- | institute institut- | bureau byuro buro | design konstruktorsk- proektn- proyektn- |
project proekt- proyekt- | center tsentr- centr- | central tsentraln- centraln- | state gosudarstvenn- derzhavn- |
federal federaln- | federation federats- federac- | republic respublik- | region regionaln- oblast oblastn- |
company kompani- kompany- | corporation korporats- korporac- | concern kontsern kontsern- koncern koncern- | group grupp- | holding kholding- holding- |
research issledovatelsk- | experimental eksperimentaln- opytn- opytno | special spetsialn- spetsializirovann- specialn- |
machinebuilding mashinostroitel- mashinostroen- mashynobudivn- | instrument priborostroitel- priborostroen- pribor- |
shipbuilding sudostroitel- sudostroen- | shipyard sudoremontn- verf | aviation aviatsionn- aviacionn- | aircraft samolet- samolyot- |
helicopter vertolet- vertolyot- | missile raketn- | space kosmichesk- | military voenn- voyenn- viyskov- | defense oboronn- |
radio radioelektron- radiotekhnich- | electronics elektronn- elektronika elektronik- | electrical elektrotekhnich- elektrichesk- |
energy energetichesk- energetik- energi- | nuclear atomn- yadern- | oil neft neftyan- neftian- naftov- | gas gazov- |
refinery neftepererabatyvayush- | petrochemical neftekhimichesk- | chemical khimichesk- himichesk- | pipeline truboprovod- magistraln- |
metallurgy metallurgichesk- metallurg- | steel staleliteyn- staleplavil- | mining gornodobyvayush- gornorudn- gornyak |
coal ugoln- | construction stroitel- stroitelstv- budivel- | investment investits- investic- investytsiin- | finance finansov- finansirovan- |
commercial kommerchesk- komertsiyn- | bank bank bank- | insurance strakhov- strahov- strachov- | leasing lizing- lizyng |
fund fond- | pension pensionn- pensiyn- | private chastn- pryvatn- | public publichn- | nonstate negosudarstvenn- nederzhavn- |
trading torgov- torgivel- | house torgdom | foreign vneshn- zovnishn- inostrann- | economic ekonomichesk- vneshneekonomichesk- |
import importn- | export eksportn- eksport | transport transportn- | railway zheleznodorozhn- | aviation avia aviats- |
airline aviakompan- avialin- avialinii | airport aeroport- | sea morsk- | river rechn- | port portov- | shipping parokhodstv- sudokhodn- |
agriculture selskokhoz- agrarn- agropromyshlenn- silskohosp- | food pishchev- prodovolstvenn- kharchov- | security bezopasnost- okhrann- bezpek- |
service uslug- obsluzhivan- servisn- | information informatsionn- informacionn- informatsiin- | system sistem- system- |
communications svyaz svyazi kommunikats- zvyazk- | network setev- | software programmn- | development razvit- rozvytk- |
university universitet- | academy akademi- | management upravlen- upravlyayush- upravlinn- | asset aktivami aktivov aktivy | administration administrats- |
ministry ministerstv- | committee komitet- | agency agentstv- | department departament- | directorate direktsi- upravl- |
union soyuz- soiuz- spilk- | society obshchestvenn- | organization organizats- organizac- | movement dvizhen- rukh |
army armi- | navy flot- |  television televidenie teleradio- telekanal- |  media informagentstv- |
national natsionaln- nacionaln- | international mezhdunarodn- mizhnarodn- | interregional mezhregionaln- | unitary unitarn- |
municipal munitsipaln- | scientific naukov- | industry promyshlenn- promyslov- | industrial industrialn- |
product produkts- | refining pererabotk- | extraction dobych- | exploration geologorazved- | supply snabzhen- |
maintenance remontn- remont | housing zhilishchn- zhyl- | realestate nedvizhimost- neruhomist | mortgage ipotek- |
savings sberegatel- oshchadn- | credit kreditn- kredyt- | asset imushchestv- | center tsentr- | new novaya novoe novye novyy noviy novogo |
first perv- pershy- | north severn- pivnichn- | south yuzhn- iuzhn- pivdenn- | east vostochn- vostok skhidn- | west zapadn- zakhidn- |
black chernomorsk- | russia rossi- rossiysk- russk- rosi- rosiisk- rossisk- | moscow moskovsk- moskv- moskva |
ukraine ukrainsk- ukrain- | belarus belorussk- belarusk- belarus- | crimea krymsk- krym | kazakhstan kazakhstansk- |
petersburg peterburg- sanktpeterburg- | far dalnevostochn- dalniy dalnii | caucasus kavkaz- kavkazsk- | siberia sibirsk- sibir |
ural uralsk- | volga povolzhsk- privolzhsk- | named imeni | subsidiary dochern- filial- | plastic plastmass- |
optical optichesk- | precision vysokotochn- tochn- | complex kompleks- | material material- | composite kompozitsionn- |
automobile avtomobiln- | tractor traktorn- | locomotive lokomotiv- | wagon vagon- vahon- | engine dvigatel- dvyhun- | turbine turbinn- |
weapon oruzh- oruzheyn- vooruzhen- | ammunition patronn- boepripas- | explosive vzryvchat- | testing ispytateln- ispytan- |
repair remontn- | hydro gidroelektr- | power elektroenergetich- elektrostants- | heat teplov- | water vodokanal- vodn- |
people narodn- respublikansk- | city gorodsk- gorod miskyi | council sovet- | election izbirateln- | medical meditsinsk- |
pharmaceutical farmatsevtichesk- | publishing izdatel- | printing poligrafichesk- tipografi- | newspaper gazeta | club klub- |
sport sportivn- | charity blagotvoriteln- | youth molodezhn- molodyozhn- | culture kulturn- | education obrazovatel- obrazovan- |
logistics logistichesk- logistik- | consulting konsalting- | auction auktsion auktsion- aukcion- | broker broker- | modern sovremenn- |
unified obyedinenn- obedinenn- | joint sovmestn- | open otkryt- | closed zakryt- | general obshche- generaln-";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;
    use crate::tokens::TokenClass;
    use crate::words::class_of;

    #[test]
    fn stems_in_every_spelling() {
        fn check(words: &str, expect: Option<&str>) {
            for word in words.split(' ') {
                assert_eq!(meaning(fold(word).text()), expect.map(canonical), "{word}");
            }
        }
        check("предприятие предприятия predpriyatie predpriiatiye predpriyatiya", Some("enterprise"));
        check("ЗАВОД завода zavod zavoda", Some("plant"));
        check("Научно-производственное", None);
        check("производственное proizvodstvennoye proizvodstvennoe", Some("production"));
        check("страховая strakhovaya strahovaja страхование", Some("insurance"));
        check("России Rossii rossiyskaya Российской", Some("russia"));
        check("Kaspersky касперского bankers novel zavodski3 lukoil gazprom", None);
    }

    #[test]
    fn every_meaning_is_known() {
        let all = STEMS.stems.values().chain(STEMS.whole.values());
        let unknown: Vec<_> = all.filter(|english| class_of(english) == TokenClass::Distinctive).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
