//! Ownership against a slow oracle that is written in another way: of all sets of firms that are closed under the
//! rule, the smallest. Graphs have circles, ranges, unknown shares, several listed owners, control, and days on which
//! each edge begins and ends. Wherever the engine denies, the edges that it names are enough alone.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use debar_model::{Facts, Party, PurchaseRequest, Relation, Role, Step, Verdict};
use proptest::prelude::*;

use crate::{ask, engine_of};

const NAMES: [&str; 6] = [
    "Aldershot Quarry Works",
    "Birkenau Velvet House",
    "Caernarfon Lantern Guild",
    "Dolomite Orchard Union",
    "Eskilstuna Pepper Mill",
    "Fontaine Marble League",
];
const DAYS: [&str; 5] = ["2020-01-01", "2021-01-01", "2022-01-01", "2023-01-01", "2099-01-01"];
/// Instants that fall on each side of the days.
const ASKED: [(&str, &str); 4] = [
    ("2020-06-01", "2020-06-01T12:00:00Z"),
    ("2021-01-01", "2021-01-01T00:00:00Z"),
    ("2021-12-31", "2021-12-31T23:59:59Z"),
    ("2023-06-01", "2023-06-01T12:00:00Z"),
];

#[derive(Clone, Debug)]
struct Edge {
    firm: usize,
    owner: usize,
    /// Bounds in percent; none where nobody knows. Control has none either.
    share: Option<(u32, u32)>,
    control: bool,
    from: usize,
    until: usize,
}

#[derive(Clone, Debug)]
struct Graph {
    edges: Vec<Edge>,
    listed: BTreeSet<usize>,
    at_least: bool,
    threshold: u32,
    add_up: bool,
    control: bool,
}

fn edge() -> impl Strategy<Value = Edge> {
    let share = prop_oneof![
        3 => (0_u32..=10).prop_map(|tenths| Some((tenths * 5, tenths * 5))),
        1 => (0_u32..=5, 0_u32..=10).prop_map(|(low, more)| Some((low * 5, (low + more) * 5))),
        1 => Just(Some((50, 50))),
        1 => Just(None),
    ];
    (0..NAMES.len(), 0..NAMES.len(), share, prop::bool::weighted(0.15), 0_usize..3, 1_usize..5)
        .prop_map(|(firm, owner, share, control, from, length)| {
            let until = (from + length).min(DAYS.len() - 1);
            Edge { firm, owner, share: share.filter(|_| !control), control, from, until }
        })
        .prop_filter("nobody owns itself", |edge| edge.firm != edge.owner)
}

fn graph() -> impl Strategy<Value = Graph> {
    let threshold = prop_oneof![Just(50_u32), Just(25), Just(75), 1_u32..100];
    (
        prop::collection::vec(edge(), 0..14),
        prop::collection::btree_set(0..NAMES.len(), 1..4),
        any::<bool>(),
        threshold,
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(edges, listed, at_least, threshold, add_up, control)| {
            let mut graph = Graph { edges: vec![], listed, at_least, threshold, add_up, control };
            // The lower ends of the shares of a firm never add up to more than the whole.
            for edge in edges {
                let held = |edge: &Edge| edge.share.map_or(0, |(low, _)| low);
                let sum: u32 =
                    graph.edges.iter().filter(|known| known.firm == edge.firm).map(held).sum::<u32>();
                let twice =
                    graph.edges.iter().any(|known| (known.firm, known.owner) == (edge.firm, edge.owner));
                if sum + held(&edge) <= 100 && !twice {
                    graph.edges.push(edge);
                }
            }
            graph
        })
}

impl Graph {
    fn toml(&self) -> String {
        let mut text = "version = 1\ntitle = \"Graph\"\ntime-zone = \"UTC\"\n".to_owned();
        for (firm, name) in NAMES.iter().enumerate() {
            let span = |edge: &Edge| format!("from = {}, until = {}", DAYS[edge.from], DAYS[edge.until]);
            let of = |control: bool| {
                self.edges.iter().filter(move |edge| edge.firm == firm && edge.control == control)
            };
            let owners: Vec<String> = of(false)
                .map(|edge| {
                    let share = match edge.share {
                        Some((low, high)) if low == high => format!("percent = {low}, "),
                        Some((low, high)) => format!("percent = {{ min = {low}, max = {high} }}, "),
                        None => String::new(),
                    };
                    format!("{{ vendor = \"v{}\", {share}{} }}", edge.owner, span(edge))
                })
                .collect();
            let masters: Vec<String> =
                of(true).map(|edge| format!("{{ vendor = \"v{}\", {} }}", edge.owner, span(edge))).collect();
            writeln!(
                text,
                "[vendor.v{firm}]\nname = \"{name}\"\nowners = [{}]\ncontrolled-by = [{}]",
                owners.join(", "),
                masters.join(", ")
            )
            .unwrap();
        }
        let operator = if self.at_least { "at-least" } else { "more-than" };
        let add_up = if self.add_up { "all-listed" } else { "none" };
        let reach = if self.control { "controlled" } else { "owned" };
        let listed: Vec<String> = self.listed.iter().map(|id| format!("\"v{id}\"")).collect();
        writeln!(
            text,
            "[authority.a]\nstatus = [{{ is = \"in-force\", from = 2019-01-01 }}]\n[rule.r]\nauthority = \"a\"\n\
             vendors = [{}]\nreach = [\"{reach}\"]\nownership = {{ {operator} = {}, add-up = \"{add_up}\" }}",
            listed.join(", "),
            self.threshold
        )
        .unwrap();
        text
    }

    fn suffices(&self, share: u32) -> bool {
        if self.at_least { share > 0 && share >= self.threshold } else { share > self.threshold }
    }

    /// The smallest set that holds `roots` and every firm that its members own or control far enough, found by
    /// looking at every set there is.
    fn closed(&self, roots: &BTreeSet<usize>, edges: &[&Edge], upper: bool) -> BTreeSet<usize> {
        let share = |edge: &Edge| match (edge.share, upper) {
            (Some((low, _)), false) => low,
            (Some((_, high)), true) => high,
            (None, false) => 0,
            (None, true) => 100,
        };
        let is_closed = |set: &BTreeSet<usize>| {
            roots.is_subset(set)
                && (0..NAMES.len()).filter(|firm| !set.contains(firm)).all(|firm| {
                    let held = |control| {
                        edges.iter().filter(move |edge| {
                            edge.firm == firm && edge.control == control && set.contains(&edge.owner)
                        })
                    };
                    let controlled = self.control && held(true).next().is_some();
                    !controlled && !self.suffices(held(false).map(|edge| share(edge)).sum())
                })
        };
        (0_u32..1 << NAMES.len())
            .map(|bits| (0..NAMES.len()).filter(|firm| bits >> firm & 1 == 1).collect::<BTreeSet<usize>>())
            .filter(is_closed)
            .reduce(|one, other| one.intersection(&other).copied().collect())
            .unwrap()
    }

    fn expected(&self, firm: usize, edges: &[&Edge]) -> Verdict {
        let groups: Vec<BTreeSet<usize>> = if self.add_up {
            vec![self.listed.clone()]
        } else {
            self.listed.iter().map(|root| [*root].into()).collect()
        };
        let reached = |upper| groups.iter().any(|roots| self.closed(roots, edges, upper).contains(&firm));
        if reached(false) {
            Verdict::Deny
        } else if reached(true) {
            Verdict::Review
        } else {
            Verdict::Allow
        }
    }

    fn holding(&self, day: &str) -> Vec<&Edge> {
        self.edges.iter().filter(|edge| DAYS[edge.from] <= day && day < DAYS[edge.until]).collect()
    }

    /// The edge that a step names, with its share and its days.
    fn named(&self, step: &Step) -> Option<&Edge> {
        let id = |text: &str| text.strip_prefix('v')?.parse::<usize>().ok();
        let (firm, owner) = (id(&step.from)?, id(&step.to)?);
        let control = match step.relation {
            Relation::OwnedBy => false,
            Relation::ControlledBy => true,
            _ => return None,
        };
        self.edges.iter().find(|edge| {
            let share = match edge.share {
                Some((low, high)) if low == high => format!("{low} %"),
                Some((low, high)) => format!("{low} % to {high} %"),
                None => String::new(),
            };
            let days = format!("since {} until {}", DAYS[edge.from], DAYS[edge.until]);
            (edge.firm, edge.owner, edge.control) == (firm, owner, control)
                && step.detail.contains(&share)
                && step.detail.contains(&days)
        })
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn ownership_agrees_with_the_oracle_and_names_every_edge(graph in graph()) {
        let engine = engine_of(&graph.toml());
        let facts = Facts::new();
        for (day, instant) in ASKED {
            let edges = graph.holding(day);
            for (firm, name) in NAMES.iter().enumerate() {
                let seller = Party { names: vec![(*name).into()], ..Party::new(Role::Supplier) };
                let request = PurchaseRequest { parties: vec![seller], ..PurchaseRequest::default() };
                let decision = engine.screen(&ask(&request, &facts, instant.parse().unwrap()));
                let expected = graph.expected(firm, &edges);
                prop_assert_eq!(decision.verdict, expected, "{} on {}\n{}", name, day, graph.toml());
                if expected != Verdict::Deny || graph.listed.contains(&firm) {
                    continue;
                }
                let rulings = decision.findings.iter().flat_map(|finding| &finding.rulings);
                let steps: Vec<&Step> = rulings.flat_map(|ruling| &ruling.reach).collect();
                let named: Vec<&Edge> = steps.iter().filter_map(|step| graph.named(step)).collect();
                prop_assert_eq!(named.len(), steps.len(), "{:?}\n{}", steps, graph.toml());
                let again = graph.expected(firm, &named);
                prop_assert_eq!(again, Verdict::Deny, "{:?} is not enough\n{}", steps, graph.toml());
            }
        }
    }
}
