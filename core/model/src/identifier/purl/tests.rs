//! Purls beyond the public conformance suite, which runs in `tests/purl_conformance.rs`.

use super::Purl;
use proptest::prelude::*;

#[track_caller]
fn check(input: &str, expect: Result<&str, &str>) {
    let found = Purl::parse(input).map(|purl| purl.to_string()).map_err(|error| error.to_string());
    assert_eq!(found.as_deref().map_err(String::as_str), expect, "{input}");
}

#[test]
fn normalises() {
    check(" PKG:npm/%40Acme/Left-Pad@1.0.0 ", Ok("pkg:npm/%40acme/left-pad@1.0.0"));
    check("pkg:npm/%40acme%2Fleft-pad@1.0.0", Ok("pkg:npm/%40acme/left-pad@1.0.0"));
    check("pkg:npm/@acme/left-pad@1.0.0", Ok("pkg:npm/%40acme/left-pad@1.0.0"));
    check("pkg:generic//a///b@1#./x/../%2E%2E/y/", Ok("pkg:generic/a/b@1#x/y"));
    check("pkg:generic/a?x=https://h/?q=1&y=", Ok("pkg:generic/a?x=https:%2F%2Fh%2F%3Fq%3D1"));
    check("pkg:generic/a?flag", Ok("pkg:generic/a"));
    check("pkg:generic/%D1%8F@1+2", Ok("pkg:generic/%D1%8F@1%2B2"));
    check("pkg:generic/я", Ok("pkg:generic/%D1%8F"));
    check("pkg:golang/stdlib@1.22.0", Ok("pkg:golang/stdlib@1.22.0"));
    check("pkg:git/github.com/Acme/Tool.git", Ok("pkg:git/github.com/acme/tool.git"));
    check("pkg:git/gitlab.gnome.org/GNOME/fonts", Ok("pkg:git/gitlab.gnome.org/GNOME/fonts"));
    check("pkg:cpan/drolsky/DateTime", Ok("pkg:cpan/DROLSKY/DateTime"));
    check("pkg:pub/Some-Package", Ok("pkg:pub/some_package"));
    check("pkg:unheard-of/A/B@1", Ok("pkg:unheard-of/A/B@1"));
}

#[test]
fn refuses() {
    let no_name = Err("the package URL has no name");
    check("", Err("the identifier is empty"));
    check("npm/left-pad", Err("a package URL begins with `pkg:`"));
    check("pkg:", no_name);
    check("pkg:npm", no_name);
    check("pkg:npm/@1.0", no_name);
    check("pkg:npm/%00", Err("`\\0` where printable characters belong"));
    check("pkg:npm/%zz", Err("a `%` is not followed by two hex digits"));
    check("pkg:npm/%ff", Err("the escapes are not UTF-8"));
    check("pkg:npm/a?x=1&X=2", Err("a qualifier is given twice"));
    check("pkg:npm/a?1x=1", Err("a qualifier key does not begin with a letter"));
    check("pkg:nuget/a/b", Err("this type has no namespace"));
    check("pkg:swift/a", Err("this type requires a namespace"));
    check("pkg:git/host", no_name_or_namespace());
    check(&format!("pkg:npm/{}", "a".repeat(1 << 20)), Err("longer than 4096 bytes"));
}

fn no_name_or_namespace() -> Result<&'static str, &'static str> {
    Err("this type requires a namespace")
}

#[test]
fn accessors_are_decoded() {
    let purl = Purl::parse("pkg:maven/org.acme/a%2Fb@1%200?type=x%26y&classifier=z#src/c%20d").unwrap();
    assert_eq!(purl.kind(), "maven");
    assert_eq!(purl.namespace(), Some("org.acme"));
    assert_eq!(purl.name(), "a/b");
    assert_eq!(purl.version(), Some("1 0"));
    assert_eq!(purl.qualifiers().collect::<Vec<_>>(), [("classifier", "z"), ("type", "x&y")]);
    assert_eq!(purl.qualifier("type"), Some("x&y"));
    assert_eq!(purl.subpath(), Some("src/c d"));
}

proptest! {
    #[test]
    fn canonical_text_is_stable(text in "pkg:(npm|git|maven|pypi|cpan|x)/[ -~я]{1,40}") {
        if let Ok(purl) = Purl::parse(&text) {
            prop_assert_eq!(Purl::parse(purl.as_str()), Ok(purl));
        }
    }

    #[test]
    fn parts_survive(
        namespace in proptest::option::of("[a-z%@/ ]{1,12}"),
        name in "[a-zA-Z0-9%@#?&= ]{1,12}",
        version in proptest::option::of(".{1,12}"),
        value in ".{1,12}",
    ) {
        let built = Purl::from_parts("generic", namespace.as_deref(), &name, version.as_deref(), [("k", value.as_str())], None);
        if let Ok(built) = built {
            prop_assert_eq!(built.name(), &name);
            prop_assert_eq!(built.version(), version.as_deref());
            prop_assert_eq!(built.qualifier("k"), Some(value.as_str()));
            prop_assert_eq!(Purl::parse(built.as_str()), Ok(built));
        }
    }

    #[test]
    fn never_panics(text in ".{0,200}") {
        let _ = Purl::parse(&text);
    }
}
