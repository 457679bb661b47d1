//! Forms of reports.

use super::authority::CITATION;
use super::entry::{FROM, NOTE, THROUGH, UNTIL};
use super::{Key, Kind, Table};

pub(super) static FORM: Table = Table {
    name: "form",
    title: "a form",
    about: "A form of a report: its fields since when, in which part, and where a recorded decision has their values.",
    keys: &[
        Key::new("name", Kind::Text, "The name that reports call it by", "\"far-52.204-23\"")
            .absent("its id"),
        Key::new("title", Kind::Text, "Its title", "\"Report of a covered article\"").absent("its name"),
        Key::new(
            "citations",
            Kind::List(&Kind::Any(&[Kind::Text, Kind::Table(&CITATION)])),
            "Where it is prescribed",
            "[{ text = \"FAR 52.204-23(c)\", from = 2018-07-16 }]",
        ),
        Key::new(
            "fields",
            Kind::List(&Kind::Table(&FIELD)),
            "Its fields of all versions, in order",
            "[{ key = \"brand\", label = \"Brand\", fill = \"brand\" }]",
        )
        .required(),
    ],
    entry: true,
    at_least: &[],
    others: None,
};

static FIELD: Table = Table {
    name: "form-field",
    title: "a field",
    about: "A field of a form, in the versions in which it holds.",
    keys: &[
        Key::new("key", Kind::Text, "Its key, which `--set` names", "\"model-number\"").required(),
        Key::new("label", Kind::Text, "Its name on the form", "\"Model number\"").absent("its key"),
        Key::new("part", Kind::Word(&["first", "follow-up"]), "The report it belongs to", "\"follow-up\"")
            .absent("`first`"),
        Key::new(
            "fill",
            Kind::Word(&[
                "contract-number",
                "order-number",
                "supplier-name",
                "supplier-uei",
                "supplier-cage",
                "brand",
                "manufacturer",
                "model-numbers",
                "item-description",
                "product-name",
                "covered-source",
            ]),
            "What of the recorded decision and its request fills it",
            "\"model-numbers\"",
        )
        .absent("a person gives it"),
        Key::new("if-known", Kind::Flag, "Whether it is asked for only as far as it is known", "true")
            .absent("`false`"),
        Key::new("help", Kind::Text, "What to write there", "\"any readily available information\""),
        FROM,
        UNTIL,
        THROUGH,
        NOTE,
    ],
    entry: false,
    at_least: &[],
    others: None,
};
