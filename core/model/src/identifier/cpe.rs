//! Common Platform Enumeration names: NISTIR 7695, formatted strings of 2.3 and URIs of 2.2.
//!
//! A name, not a match: NISTIR 7696 set relations are not here. Both bindings of one name are equal, and
//! so are spellings that differ in case or in needless backslashes.

mod bind;

use super::IdentifierError;
use super::check::trimmed;
use std::fmt;

/// A CPE name in the canonical form of a 2.3 formatted string.
///
/// ```
/// # use debar_model::Cpe;
/// let uri = Cpe::parse("cpe:/a:Kaspersky_Lab:kaspersky_anti-virus:5.5")?;
/// assert_eq!(uri.as_str(), "cpe:2.3:a:kaspersky_lab:kaspersky_anti-virus:5.5:*:*:*:*:*:*:*");
/// assert_eq!(uri.vendor(), Some("kaspersky_lab"));
/// # Ok::<(), debar_model::IdentifierError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cpe {
    canonical: String,
    attributes: Box<[Attribute; bind::COUNT]>,
}

/// One attribute of the name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Attribute {
    #[default]
    Any,
    NotApplicable,
    /// The text without escapes, and as it is bound in a formatted string.
    Value {
        text: String,
        bound: String,
    },
}

impl Cpe {
    /// Reads a formatted string (`cpe:2.3:a:vendor:product:...`) or a URI (`cpe:/a:vendor:product`).
    /// Trailing attributes may be missing (any value), blanks count as underscores and punctuation
    /// may lack its backslash, because documents write it so.
    ///
    /// # Errors
    /// Another scheme, no vendor, an unknown part, or too many attributes.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let text = trimmed(text)?;
        let attributes = match (after(text, "cpe:2.3:"), after(text, "cpe:/")) {
            (Some(rest), _) => bind::formatted_string(rest)?,
            (_, Some(rest)) => bind::uri(rest)?,
            _ => {
                return Err(IdentifierError::Form {
                    fault: "a CPE name begins with `cpe:2.3:` or `cpe:/`",
                    help: "write cpe:2.3:a:vendor:product:version:*:*:*:*:*:*:*",
                });
            }
        };
        let cpe = Self { canonical: bind::canonical(&attributes), attributes: Box::new(attributes) };
        match cpe.attributes.first() {
            Some(Attribute::Value { text, .. }) if !matches!(text.as_str(), "a" | "o" | "h") => {
                Err(IdentifierError::Form {
                    fault: "the part is not `a`, `o` or `h`",
                    help: "use `a` for applications, `o` for operating systems, `h` for hardware",
                })
            }
            _ => Ok(cpe),
        }
    }

    /// The canonical text.
    pub fn as_str(&self) -> &str {
        &self.canonical
    }

    /// `a` application, `o` operating system, `h` hardware; none for any.
    pub fn part(&self) -> Option<char> {
        self.text(0).and_then(|part| part.chars().next())
    }

    /// The vendor without escapes; none for any or not applicable. So are the ones below.
    pub fn vendor(&self) -> Option<&str> {
        self.text(1)
    }

    /// The product.
    pub fn product(&self) -> Option<&str> {
        self.text(2)
    }

    /// The version.
    pub fn version(&self) -> Option<&str> {
        self.text(3)
    }

    /// The update, such as `sp1`.
    pub fn update(&self) -> Option<&str> {
        self.text(4)
    }

    /// The edition of CPE 2.2 (deprecated in 2.3).
    pub fn edition(&self) -> Option<&str> {
        self.text(5)
    }

    /// The language tag.
    pub fn language(&self) -> Option<&str> {
        self.text(6)
    }

    /// The software edition.
    pub fn sw_edition(&self) -> Option<&str> {
        self.text(7)
    }

    /// The software environment it runs in.
    pub fn target_sw(&self) -> Option<&str> {
        self.text(8)
    }

    /// The hardware it runs on.
    pub fn target_hw(&self) -> Option<&str> {
        self.text(9)
    }

    /// Whatever else the vendor tells apart.
    pub fn other(&self) -> Option<&str> {
        self.text(10)
    }

    fn text(&self, at: usize) -> Option<&str> {
        match self.attributes.get(at) {
            Some(Attribute::Value { text, .. }) => Some(text),
            _ => None,
        }
    }
}

impl fmt::Display for Cpe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.canonical)
    }
}

/// The rest of the text after a prefix in any case.
fn after<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| text.get(prefix.len()..)).flatten()
}

#[cfg(test)]
mod tests {
    use super::Cpe;
    use proptest::prelude::*;

    #[track_caller]
    fn check(input: &str, expect: Result<&str, &str>) {
        let found = Cpe::parse(input).map(|cpe| cpe.to_string()).map_err(|error| error.to_string());
        assert_eq!(found.as_deref().map_err(String::as_str), expect, "{input}");
    }

    /// Examples of NISTIR 7695 sections 6.1.2.4 and 6.2.2.3, and names of the National Vulnerability Database.
    #[test]
    fn both_bindings() {
        check(
            r"cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*",
            Ok(r"cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*"),
        );
        check(
            "cpe:/a:microsoft:internet_explorer:8.0.6001:beta",
            Ok(r"cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*"),
        );
        check(
            "cpe:/a:microsoft:internet_explorer:8.%02:sp%01",
            Ok("cpe:2.3:a:microsoft:internet_explorer:8.*:sp?:*:*:*:*:*:*"),
        );
        check(
            "cpe:/a:hp:insight_diagnostics:7.4.0.1570::~~online~win2003~x64~",
            Ok("cpe:2.3:a:hp:insight_diagnostics:7.4.0.1570:*:*:*:online:win2003:x64:*"),
        );
        check("cpe:/a:hp:openview_network_manager:7.51:-:~~~linux~~", {
            Ok("cpe:2.3:a:hp:openview_network_manager:7.51:-:*:*:*:linux:*:*")
        });
        check(
            "cpe:/a:foo%5cbar:big%24money_manager_2010:::~~special~ipod_touch~80gb~",
            Ok(r"cpe:2.3:a:foo\\bar:big\$money_manager_2010:*:*:*:*:special:ipod_touch:80gb:*"),
        );
        check(
            r"cpe:2.3:a:foo\\bar:big\$money_2010:*:*:*:*:special:ipod_touch:80gb:*",
            Ok(r"cpe:2.3:a:foo\\bar:big\$money_2010:*:*:*:*:special:ipod_touch:80gb:*"),
        );
        check(
            r"cpe:2.3:a:Perl:Archive\:\:Tar:1.0:*:*:*:*:*:*:*",
            Ok(r"cpe:2.3:a:perl:archive\:\:tar:1.0:*:*:*:*:*:*:*"),
        );
    }

    #[test]
    fn as_documents_write_it() {
        let short = "cpe:2.3:a:kaspersky:total_security";
        check(short, Ok("cpe:2.3:a:kaspersky:total_security:*:*:*:*:*:*:*:*"));
        check("cpe:2.3:o:Kaspersky Lab:os", Ok("cpe:2.3:o:kaspersky_lab:os:*:*:*:*:*:*:*:*"));
        check("cpe:2.3:a:x:anti\\-virus", Ok("cpe:2.3:a:x:anti-virus:*:*:*:*:*:*:*:*"));
        check("cpe:2.3:a:x:c++:::::::", Ok(r"cpe:2.3:a:x:c\+\+:*:*:*:*:*:*:*:*"));
        check(r"cpe:2.3:a:x:\-:-", Ok(r"cpe:2.3:a:x:\-:-:*:*:*:*:*:*:*"));
        check(r"cpe:2.3:a:x:a\*b", Ok(r"cpe:2.3:a:x:a\*b:*:*:*:*:*:*:*:*"));
        check("CPE:/H:cisco:router", Ok("cpe:2.3:h:cisco:router:*:*:*:*:*:*:*:*"));
        let cpe = Cpe::parse(r"cpe:2.3:a:perl:archive\:\:tar:1\.0:-:*:*:*:*:*:*").unwrap();
        assert_eq!(
            (cpe.part(), cpe.product(), cpe.version()),
            (Some('a'), Some("archive::tar"), Some("1.0"))
        );
        assert_eq!((cpe.update(), cpe.other()), (None, None));
    }

    #[test]
    fn refuses() {
        check("cpe:a:b", Err("a CPE name begins with `cpe:2.3:` or `cpe:/`"));
        check("cpe:2.3:a", Err("the CPE name has no vendor"));
        check("cpe:/a", Err("the CPE name has no vendor"));
        check("cpe:2.3:x:y:z", Err("the part is not `a`, `o` or `h`"));
        check("cpe:2.3:a:1:2:3:4:5:6:7:8:9:10:11", Err("the CPE name has too many attributes"));
        check("cpe:/a:1:2:3:4:5:6:7", Err("the CPE name has too many attributes"));
        check("cpe:/a:%zz", Err("a `%` is not followed by two hex digits"));
        check("cpe:2.3:a:\0:b", Err("`\\0` where printable characters belong"));
        check("", Err("the identifier is empty"));
        check(&format!("cpe:2.3:a:{}", "x".repeat(1 << 20)), Err("longer than 4096 bytes"));
    }

    proptest! {
        #[test]
        fn canonical_text_is_stable(text in r"cpe:(2\.3:|/)[aoh]:[ -~я:%\\]{1,60}") {
            if let Ok(cpe) = Cpe::parse(&text) {
                prop_assert_eq!(Cpe::parse(cpe.as_str()), Ok(cpe));
            }
        }

        #[test]
        fn never_panics(text in "(cpe:/|cpe:2.3:)?.{0,100}") {
            let _ = Cpe::parse(&text);
        }
    }
}
