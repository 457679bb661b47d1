//! Requests and decisions of every shape, for laws that hold for all of them.

use debar_model::*;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-zA-Z0-9 .,/:@#_-]{0,24}",
        1 => any::<String>().prop_map(|text| text.chars().take(24).collect()),
        1 => select(vec!["Лаборатория", "卡巴斯基", "a\u{0}b", "\"\\\n\r\t", "\u{2028}\u{feff}", "💀"]).prop_map(str::to_owned),
    ]
}

fn source() -> impl Strategy<Value = Source> {
    let known = (text(), any::<u64>(), any::<u64>(), any::<bool>())
        .prop_map(|(pointer, offset, len, decoded)| Source { pointer, offset, len, decoded });
    prop_oneof![known, Just(Source::default())]
}

fn sourced<T: std::fmt::Debug>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Sourced<T>> {
    (value, source()).prop_map(|(value, source)| Sourced::new(value, source))
}

fn texts() -> impl Strategy<Value = Vec<Sourced<String>>> {
    vec(sourced(text()), 0..3)
}

fn role() -> impl Strategy<Value = Role> {
    prop_oneof![
        select(vec![
            "supplier",
            "manufacturer",
            "publisher",
            "author",
            "buyer",
            "end-user",
            "product",
            "x-name",
            ""
        ])
        .prop_map(Role::read),
        text().prop_map(|word| Role::read(&word)),
    ]
}

fn identifier() -> impl Strategy<Value = Identifier> {
    let schemes = select(vec![
        "purl",
        "cpe",
        "lei",
        "uei",
        "cage",
        "duns",
        "vat",
        "gln",
        "gtin",
        "domain",
        "unspsc",
        "signer",
        "swid",
        "NetworkID",
        "Gtİn",
        "",
    ]);
    let values = prop_oneof![
        text(),
        select(vec![
            "pkg:npm/%40scope/name@1.2.3?arch=x86#sub",
            "cpe:2.3:a:kaspersky:internet_security:*:*:*:*:*:*:*:*",
            "cpe:/a:vendor:product:1.0",
            "529900T8BM49AURSDO55",
            "4006381333931",
            "150483782",
            "1K9G2",
            "kaspersky.com",
            "https://www.Example.COM/path",
            "43233205",
            "DE123456789",
            "CN=Example, O=Example Ltd",
            " 4006381333932 ",
        ])
        .prop_map(str::to_owned),
    ];
    (schemes, values).prop_map(|(scheme, value)| Identifier::read(scheme, &value))
}

fn digest() -> impl Strategy<Value = Digest> {
    let algorithm = select(vec![
        (Algorithm::Sha256, 32),
        (Algorithm::Sha384, 48),
        (Algorithm::Sha512, 64),
        (Algorithm::Sha1, 20),
        (Algorithm::Md5, 16),
        (Algorithm::Other("blake3".to_owned()), 32),
    ]);
    let object = select(vec![Object::Archive, Object::File, Object::Unknown]);
    let known = (algorithm, vec(any::<u8>(), 64), object.clone())
        .prop_map(|((algorithm, len), bytes, object)| Digest::new(algorithm, &bytes[..len], object).unwrap());
    let odd = (select(vec!["ssdeep", "tlsh", "x-sum", "Weird Name"]), text(), object)
        .prop_filter_map("no digest", |(name, value, object)| Digest::read(Some(name), &value, object).ok());
    prop_oneof![known, odd]
}

fn decimal() -> impl Strategy<Value = Decimal> {
    "-?(0|[1-9][0-9]{0,12})(\\.[0-9]{1,6})?".prop_map(|text| Decimal::parse(&text).unwrap())
}

fn money() -> impl Strategy<Value = Money> {
    (decimal(), text(), source()).prop_map(|(amount, currency, source)| Money { amount, currency, source })
}

fn extras() -> impl Strategy<Value = Vec<Extra>> {
    vec((text(), sourced(text())).prop_map(|(key, value)| Extra { key, value }), 0..3)
}

fn party() -> impl Strategy<Value = Party> {
    (role(), texts(), vec(sourced(identifier()), 0..3), texts(), extras()).prop_map(
        |(role, names, identifiers, countries, extra)| Party { role, names, identifiers, countries, extra },
    )
}

fn artifact() -> impl Strategy<Value = Artifact> {
    (texts(), texts(), of(sourced(text())), vec(sourced(digest()), 0..3), texts()).prop_map(
        |(uris, names, media_type, digests, unread)| Artifact { uris, names, media_type, digests, unread },
    )
}

fn product() -> impl Strategy<Value = Product> {
    let owner = select(vec![
        PartOwner::Supplier,
        PartOwner::SupplierAuxiliary,
        PartOwner::Manufacturer,
        PartOwner::Buyer,
    ]);
    let part = (owner, sourced(text())).prop_map(|(owner, number)| PartNumber { owner, number });
    let class = (text(), sourced(text()), of(sourced(text())))
        .prop_map(|(scheme, code, name)| Classification { scheme, code, name });
    let fields = (texts(), texts(), texts(), texts(), texts());
    (fields, vec(part, 0..3), vec(sourced(identifier()), 0..3), vec(class, 0..3), texts()).prop_map(
        |(
            (names, descriptions, brands, models, versions),
            part_numbers,
            identifiers,
            classifications,
            origins,
        )| {
            Product {
                names,
                descriptions,
                brands,
                models,
                versions,
                part_numbers,
                identifiers,
                classifications,
                origins,
            }
        },
    )
}

fn line() -> impl Strategy<Value = LineItem> {
    let kind = select(vec![LineKind::Item, LineKind::Service, LineKind::Component, LineKind::Bundle]);
    let head = (of(sourced(text())), kind, of(0_u32..4), of(sourced(text())), source());
    let money = (of(sourced(decimal())), of(sourced(text())), of(money()), of(money()));
    let tail = (vec(sourced(digest()), 0..3), vec(artifact(), 0..2), texts(), extras());
    (head, vec(party(), 0..3), product(), money, tail).prop_map(
        |(
            (id, kind, parent, reference, source),
            parties,
            product,
            (quantity, unit, unit_price, amount),
            tail,
        )| {
            let (digests, artifacts, comments, extra) = tail;
            LineItem {
                id,
                kind,
                parent,
                reference,
                source,
                parties,
                product,
                quantity,
                unit,
                unit_price,
                amount,
                digests,
                artifacts,
                comments,
                extra,
            }
        },
    )
}

fn document() -> impl Strategy<Value = Document> {
    let operation = select(vec![Operation::New, Operation::Update, Operation::Delete]);
    let optional = || of(sourced(text()));
    let ids = (optional(), optional(), optional(), optional(), optional());
    (text(), ids, operation, texts(), texts(), texts()).prop_map(
        |(
            format,
            (format_version, kind, id, revision, issued),
            operation,
            signatures,
            remarks,
            undecodable,
        )| {
            Document {
                format,
                format_version,
                kind,
                id,
                revision,
                operation,
                issued,
                signatures,
                remarks,
                undecodable,
            }
        },
    )
}

fn facts() -> impl Strategy<Value = Facts> {
    let origin =
        select(vec![FactOrigin::Config, FactOrigin::Call, FactOrigin::Document, FactOrigin::Default]);
    vec((text(), vec(text(), 0..3), origin), 0..3).prop_map(|items| {
        let mut facts = Facts::new();
        for (name, values, origin) in items {
            facts.add(&name, values, origin);
        }
        facts
    })
}

pub fn request() -> impl Strategy<Value = PurchaseRequest> {
    let correlation = (text(), sourced(text())).prop_map(|(name, value)| Correlation { name, value });
    let attachment = (of(0_u32..3), text(), text(), source(), vec(any::<u8>(), 0..8)).prop_map(
        |(line, media_type, name, source, bytes)| Attachment { line, media_type, name, source, bytes },
    );
    let tail = (facts(), vec(correlation, 0..3), vec(artifact(), 0..2), vec(attachment, 0..2), extras());
    (document(), vec(party(), 0..3), vec(line(), 0..4), of(money()), texts(), tail).prop_map(
        |(document, parties, lines, total, comments, (facts, correlation, artifacts, attachments, extra))| {
            PurchaseRequest {
                document,
                parties,
                lines,
                total,
                comments,
                facts,
                correlation,
                artifacts,
                attachments,
                extra,
            }
        },
    )
}

fn place() -> impl Strategy<Value = Place> {
    (text(), any::<u32>(), any::<u32>(), any::<usize>(), any::<usize>())
        .prop_map(|(file, line, column, start, end)| Place { file, line, column, start, end })
}

fn slot() -> impl Strategy<Value = Slot> {
    prop_oneof![
        role().prop_map(Slot::PartyName),
        role().prop_map(Slot::PartyIdentifier),
        text().prop_map(Slot::Extra),
        select(vec![
            Slot::ProductName,
            Slot::Description,
            Slot::Brand,
            Slot::Model,
            Slot::Version,
            Slot::ProductIdentifier,
            Slot::Classification,
            Slot::Origin,
            Slot::Comment,
            Slot::Artifact,
            Slot::Reference,
            Slot::PartNumber(PartOwner::Supplier),
            Slot::PartNumber(PartOwner::SupplierAuxiliary),
            Slot::PartNumber(PartOwner::Manufacturer),
            Slot::PartNumber(PartOwner::Buyer),
        ]),
    ]
}

fn verdict() -> impl Strategy<Value = Verdict> {
    select(vec![Verdict::Allow, Verdict::Review, Verdict::Deny])
}

fn step() -> impl Strategy<Value = Step> {
    let relation = select(vec![Relation::ComponentOf, Relation::OwnedBy, Relation::CommonControlWith]);
    (text(), relation, text(), text(), of(place())).prop_map(|(from, relation, to, detail, place)| Step {
        from,
        relation,
        to,
        detail,
        place,
    })
}

fn ruling() -> impl Strategy<Value = Ruling> {
    let force = select(vec!["prohibition", "exclusion", "advisory", "house-rule"]);
    let authority =
        (
            text(),
            text(),
            force,
            text(),
            of(text()),
            vec(text(), 0..2),
            vec(text(), 0..2),
            of(text()),
            place(),
        )
            .prop_map(|(id, title, force, status, since, citations, litigation, contact, place)| {
                AuthorityRef { id, title, force, status, since, citations, litigation, contact, place }
            });
    let action = select(vec![Action::Warn, Action::Review, Action::Deny]);
    let effect = select(vec![Effect::Bites, Effect::NeedsFact, Effect::Waived, Effect::Monitored]);
    let head = (text(), place(), authority, action, effect, verdict());
    (head, text(), vec(step(), 0..2), of(text()), of(text()), vec(text(), 0..2)).prop_map(
        |(
            (rule, place, authority, action, effect, verdict),
            because,
            reach,
            lifted_by,
            use_instead,
            evidence,
        )| {
            Ruling {
                rule,
                place,
                authority,
                action,
                effect,
                verdict,
                because,
                reach,
                lifted_by,
                use_instead,
                evidence,
            }
        },
    )
}

fn finding() -> impl Strategy<Value = Finding> {
    let listing = (select(vec!["vendor", "product", "class", "digests"]), text(), text(), place())
        .prop_map(|(table, id, name, place)| Listing { table, id, name, place });
    let scores =
        (any::<u16>(), of(any::<u16>())).prop_map(|(identity, family)| NameScores { identity, family });
    let compared = (text(), text(), text(), place(), text(), vec(text(), 0..2), of(scores));
    let evidence = (slot(), text(), source(), compared).prop_map(
        |(slot, value, source, (matched, folded, listed, listed_place, how, flags, scores))| Evidence {
            slot,
            value,
            source,
            matched,
            folded,
            listed,
            listed_place,
            how,
            flags,
            scores,
        },
    );
    let class =
        select(vec![Class::Cleared, Class::Weak, Class::Strong, Class::Family, Class::Alias, Class::Exact]);
    let response = (text(), of(text()), of(text()), of(text()), of(text()), vec(text(), 0..2)).prop_map(
        |(on, kind, says, result, result_on, evidence)| VendorResponse {
            on,
            kind,
            says,
            result,
            result_on,
            evidence,
        },
    );
    let cleared = (id(), text(), of(text()), instant(), instant(), text(), of(text())).prop_map(
        |(event, by, confirmed_by, on, until, reason, note)| Clearing {
            event,
            by,
            confirmed_by,
            on,
            until,
            reason,
            note,
            was: Class::Strong,
        },
    );
    let last = (vec(response, 0..2), of(cleared), verdict());
    (listing, of(any::<u32>()), class, evidence, vec(step(), 0..2), vec(ruling(), 0..2), last).prop_map(
        |(listing, line, class, evidence, path, rulings, (responses, cleared, verdict))| Finding {
            listing,
            line,
            class,
            evidence,
            path,
            rulings,
            responses,
            cleared,
            verdict,
        },
    )
}

fn id() -> impl Strategy<Value = Sha256Hex> {
    any::<[u8; 32]>().prop_map(Sha256Hex)
}

fn instant() -> impl Strategy<Value = Timestamp> {
    (-9_999_999_999_i64..99_999_999_999, 0_i32..1_000_000_000)
        .prop_map(|(second, nanosecond)| Timestamp::new(second, nanosecond).unwrap())
}

pub fn decision() -> impl Strategy<Value = Decision> {
    let head = (id(), id(), id(), instant(), of(instant()), text(), verdict(), any::<bool>());
    let hold = (select(vec![HoldReason::Unroutable, HoldReason::Tripwire, HoldReason::PluginFailed]), text());
    let line = (any::<u32>(), of(text()), verdict(), vec(any::<u32>(), 0..3))
        .prop_map(|(ordinal, id, verdict, findings)| LineDecision { ordinal, id, verdict, findings });
    let code = select(vec![NoticeCode::StaleList, NoticeCode::Lifted, NoticeCode::Cancellation]);
    let notice = (code, of(any::<u32>()), text()).prop_map(|(code, line, text)| Notice { code, line, text });
    let due = (any::<bool>(), 0_i64..4_000_000_000).prop_map(|(day, second)| {
        let at = Timestamp::from_second(second).unwrap();
        if day { DueBy::Day(DueBy::Instant(at).day(&TimeZone::UTC)) } else { DueBy::Instant(at) }
    });
    let from = (0_i64..4_000_000_000)
        .prop_map(|second| DueBy::Instant(Timestamp::from_second(second).unwrap()).day(&TimeZone::UTC));
    let obligation = (text(), of(text()), of(due), of(text()), of(from), text(), of(text())).prop_map(
        |(what, form, due, within, counted_from, rule, to)| Obligation {
            what,
            form,
            due,
            within,
            counted_from,
            rule,
            to,
        },
    );
    let need = (text(), vec(text(), 0..2), vec(text(), 0..2)).prop_map(|(fact, rules, values)| Need {
        fact,
        rules,
        values,
    });
    let lists = (vec(notice, 0..2), vec(obligation, 0..2), vec(need, 0..2), facts());
    (head, vec(hold, 0..2), vec(line, 0..3), vec(finding(), 0..3), vec(text(), 0..2), lists).prop_map(
        |(head, holds, lines, findings, conditions, (notices, obligations, needs, facts))| {
            let (id, request, revision, at, known_at, engine, verdict, complete) = head;
            Decision {
                id: DecisionId(id),
                request: RequestId(request),
                revision: Revision(revision),
                at,
                known_at,
                engine,
                verdict,
                complete,
                holds,
                lines,
                findings,
                conditions,
                notices,
                obligations,
                needs,
                facts,
            }
        },
    )
}

pub fn plain_decision() -> Decision {
    Decision {
        id: DecisionId(Sha256Hex([1; 32])),
        request: RequestId(Sha256Hex([2; 32])),
        revision: Revision(Sha256Hex([3; 32])),
        at: "2026-11-23T08:00:00.000000001Z".parse().unwrap(),
        known_at: None,
        engine: "engine 1".to_owned(),
        verdict: Verdict::Allow,
        complete: true,
        holds: vec![],
        lines: vec![],
        findings: vec![],
        conditions: vec![],
        notices: vec![],
        obligations: vec![],
        needs: vec![],
        facts: Facts::new(),
    }
}
