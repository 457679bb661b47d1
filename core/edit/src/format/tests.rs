//! The form by example. Meaning and comments are checked by `format` itself.

use super::{FormatError, format};

fn check(input: &str, expect: &str) {
    assert_eq!(format(input).as_deref(), Ok(expect), "{input}");
    assert_eq!(format(expect).as_deref(), Ok(expect), "not stable");
}

#[test]
fn spacing_and_blank_lines() {
    check("a=1\n\n\n\nb   =  2   # x\n[t]\n\n\nc=3\n\n\n", "a = 1\n\nb = 2 # x\n\n[t]\nc = 3\n");
    check("# top\n\n\n# more\na=1", "# top\n\n# more\na = 1\n");
    check(
        "  [t]#c\n  a.b=[1,2,]\n # end\n\n",
        "[t] # c\na.b = [1, 2]\n# end\n".replace("# c", "#c").as_str(),
    );
    check("", "");
    check("# only", "# only\n");
    check("a = { }\r\nb = {x=1}\r\n", "a = {}\r\nb = { x = 1 }\r\n");
    check("\u{feff}a = 1", "a = 1\n");
}

#[test]
fn lists_are_broken_where_they_must_be() {
    let long = "x".repeat(70);
    check(
        &format!("a = [\"{long}\", \"{long}\"] # c\n"),
        &format!("a = [\n  \"{long}\",\n  \"{long}\",\n] # c\n"),
    );
    check(
        "a = [ # first\n 1, # one\n # two\n 2 # behind\n, 3\n # end\n]",
        "a = [\n  # first\n  1, # one\n  # two\n  2, # behind\n  3,\n  # end\n]\n",
    );
    check("a = [\n  1,\n  2,\n]\n", "a = [1, 2]\n");
    check("a = [{x=1, y = [ # c\n 1]}]\n", "a = [\n  { x = 1, y = [\n    # c\n    1,\n  ] },\n]\n");
}

#[test]
fn long_entries_get_a_header() {
    let long = "x".repeat(110);
    check(
        &format!(
            "[vendor] # all\n# short\na = {{ name = \"A\" }}\n# long\nb = {{ name = \"{long}\", note = \"n\" }} # why\nc = {{ name = \"C\" }}\n[rule.x]\ny = 1\n"
        ),
        &format!(
            "[vendor] # all\n# short\na = {{ name = \"A\" }}\nc = {{ name = \"C\" }}\n\n# long\n[vendor.b] # why\nname = \"{long}\"\nnote = \"n\"\n\n[rule.x]\ny = 1\n"
        ),
    );
    check(
        &format!("# these\n[rule] # all\nb = {{ name = \"{long}\", note = \"n\" }}\n"),
        &format!("# these\n# all\n[rule.b]\nname = \"{long}\"\nnote = \"n\"\n"),
    );
}

#[test]
fn what_is_no_toml_is_left_alone() {
    assert!(matches!(format("a = "), Err(FormatError::Syntax(_))));
}
