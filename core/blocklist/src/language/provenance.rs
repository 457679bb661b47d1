//! Signers and sources: who signed software, and where it comes from.

use super::{Key, Kind, Table};

const TEXTS: Kind = Kind::List(&Kind::Text);

pub(super) static SIGNER: Table = Table {
    name: "signer",
    title: "a signer",
    about: "Who signed software: any one of the names or fingerprints of a certificate is enough.",
    keys: &[
        Key::new("organisations", TEXTS, "Organisations of subjects, whole", "[\"Example X Holding\"]"),
        Key::new("common-names", TEXTS, "Common names of subjects, whole", "[\"Example X Code Signing\"]"),
        Key::new(
            "fingerprints",
            TEXTS,
            "SHA-256 or SHA-1 of certificates in hex digits, with colons or without",
            "[\"sha256:3d2a69bdf04b7e9f3afa292c3bc7a98816bbfafa10bc9b45f3f3700d2f761620\"]",
        ),
    ],
    entry: true,
    at_least: &[&["organisations", "common-names", "fingerprints"]],
    others: None,
};

pub(super) static SOURCE: Table = Table {
    name: "source",
    title: "a source",
    about: "Where software comes from: met in addresses of files and in package URLs.",
    keys: &[
        Key::new("hosts", TEXTS, "Hosts, with everything below them", "[\"downloads.example.com\"]"),
        Key::new(
            "repositories",
            TEXTS,
            "Source repositories, with every path below them",
            "[\"https://github.com/example/agent\"]",
        ),
        Key::new(
            "registries",
            TEXTS,
            "Package registries, with every path below them",
            "[\"https://packages.example.com/simple\"]",
        ),
    ],
    entry: true,
    at_least: &[&["hosts", "repositories", "registries"]],
    others: None,
};
