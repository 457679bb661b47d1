//! Ranges and versions, as tables.

use super::{Contains, contains, is_everything};

fn check(range: &str, version: &str, expect: Contains) {
    assert_eq!(contains(range, version), expect, "{range} {version}");
}

#[test]
fn ranges_by_type() {
    use Contains::{No, Unknown, Yes};
    for (range, version, expect) in [
        ("vers:pypi/1.0.0", "1.0.0", Yes),
        ("vers:pypi/1.0.0", "1.0", Yes),
        ("vers:pypi/1.0.0", "1.0.1", No),
        ("vers:npm/*", "0.0.0", Yes),
        ("vers:npm/>=0", "99.1.2-rc.1", Yes),
        ("vers:npm/>=1.2.0|<1.4.1", "1.2.0", Yes),
        ("vers:npm/>=1.2.0|<1.4.1", "1.4.1", No),
        ("vers:npm/>=1.2.0|<1.4.1", "1.4.1-beta.1", Yes),
        ("vers:npm/>=1.2.0|<1.4.1", "v1.3.0+build", Yes),
        ("vers:npm/<=2.3.0", "2.3.0", Yes),
        ("vers:npm/<=2.3.0", "2.3.1", No),
        ("vers:npm/>=1|<2|>=3|<4", "2.5.0", No),
        ("vers:npm/>=1|<2|>=3|<4", "3.5.0", Yes),
        ("vers:npm/>=1|!=1.5.0", "1.5.0", No),
        ("vers:npm/<1.0.0", "1.0.0-rc.1", Yes),
        ("vers:npm/<1.0.0-rc.2", "1.0.0-rc.10", No),
        ("vers:pypi/>=1.0rc1|<1.0.post2", "1.0", Yes),
        ("vers:pypi/>=1.0rc1|<1.0.post2", "1.0.post2", No),
        ("vers:pypi/>=1.0rc1|<1.0.post2", "1.0b3", No),
        ("vers:pypi/>=1.0rc1|<1.0.post2", "1.0.dev1", No),
        ("vers:pypi/<1!1.0", "2024.1", Yes),
        ("vers:deb/<1.0-1", "1.0~rc1-1", Yes),
        ("vers:deb/<1.0-1", "1.0-1", No),
        ("vers:deb/>=1:0.1", "2.0", No),
        ("vers:maven/<1.0", "1.0-SNAPSHOT", Yes),
        ("vers:maven/<=1.0", "1.0-ga", Yes),
        ("vers:generic/>=2.10", "2.9", No),
        ("vers:generic/>=2.10", "2.10b", Yes),
        ("vers:npm/%3E=1", "1.0", No),
        ("vers:npm/1.0%2Bx", "1.0", Yes),
        ("vers:npm/>=1", "", Unknown),
        ("npm/>=1", "1", Unknown),
        ("vers:npm/>=", "1", Unknown),
    ] {
        check(range, version, expect);
    }
}

#[test]
fn everything_is_a_star() {
    assert!(is_everything("vers:npm/*"));
    assert!(!is_everything("vers:npm/>=0"));
    assert!(!is_everything("*"));
}
