//! VAT identification numbers: forms of Council Directive 2006/112/EC art. 215 and the VIES "structure of
//! VAT numbers", the United Kingdom, Norway and Switzerland, with the countries' check digits.
//!
//! Not a register query: a valid number may never have been issued.

mod checks;
mod forms;

use super::IdentifierError;
use super::check::compact;
use super::code::text_of;

/// A VAT identification number with its country prefix, without blanks.
///
/// ```
/// # use debar_model::Vat;
/// let vat = Vat::parse("DE 136 695 976")?;
/// assert_eq!((vat.country(), vat.as_str()), ("DE", "DE136695976"));
/// # Ok::<(), debar_model::IdentifierError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Vat(String);

text_of!(Vat);

impl Vat {
    /// Reads a number with its country prefix; case, blanks, dots and hyphens do not matter. `GR` is read
    /// as `EL`, and the suffixes `MWST`, `TVA`, `IVA` and `MVA` of Switzerland and Norway are dropped.
    ///
    /// # Errors
    /// No known country prefix, a form that the country does not issue, or wrong check digits.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let code = compact(text, "letters and digits")?;
        if code.len() > 20 {
            return Err(IdentifierError::Length { found: code.len(), expected: "4 to 15 characters" });
        }
        let (country, number) = forms::split(&code).ok_or(IdentifierError::Form {
            fault: "the VAT number does not begin with a known country",
            help: "put the country in front, such as DE136695976; other tax numbers belong in another scheme",
        })?;
        if !forms::fits(country, &number) {
            return Err(IdentifierError::Form {
                fault: "the country issues no VAT number of this form",
                help: "check the number of digits and the country in front",
            });
        }
        if !checks::holds(country, &number) {
            return Err(IdentifierError::CheckDigit);
        }
        Ok(Self(format!("{country}{number}")))
    }

    /// The country prefix: two letters, `EL` for Greece, `XI` for Northern Ireland.
    pub fn country(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }

    /// The number without its country.
    pub fn number(&self) -> &str {
        self.0.get(2..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Vat;
    use proptest::prelude::*;

    #[track_caller]
    fn check(input: &str, expect: Result<&str, &str>) {
        let found = Vat::parse(input).map(|vat| vat.to_string()).map_err(|error| error.to_string());
        assert_eq!(found.as_deref().map_err(String::as_str), expect, "{input}");
    }

    /// Published numbers of well-known companies and bodies, and examples of the countries' own guides.
    #[test]
    fn one_of_each_country() {
        for number in [
            "ATU13585627",
            "BE0428759497",
            "BG175074752",
            "CY10259033P",
            "CZ25123891",
            "DE136695976",
            "DK13585628",
            "EE100931558",
            "EL094259216",
            "ESB58378431",
            "ES54362315K",
            "ESX2482300W",
            "FI20774740",
            "FR40303265045",
            "FR83404833048",
            "HR33392005961",
            "HU12892312",
            "IE6433435F",
            "IE6433435OA",
            "IE8D79739I",
            "IT00743110157",
            "LT119511515",
            "LT100001919017",
            "LU15027442",
            "LV40003521600",
            "MT11679112",
            "NL004495445B01",
            "NL123456789B13",
            "PL8567346215",
            "PT501964843",
            "RO18547290",
            "SE123456789701",
            "SI50223054",
            "SK2022749619",
            "GB980780684",
            "XI980780684",
            "GBGD001",
            "NO995525828",
            "CH100155212",
        ] {
            check(number, Ok(number));
            // One wrong digit is noticed wherever a check digit exists.
            if !number.starts_with("GBGD") {
                let digits = number.char_indices().skip(2).filter(|(_, c)| c.is_ascii_digit());
                let wrong: Vec<String> = digits
                    .map(|(at, c)| {
                        let next = (c.to_digit(10).unwrap() + 1) % 10;
                        let mut wrong = number.to_owned();
                        wrong.replace_range(at..=at, &next.to_string());
                        wrong
                    })
                    .collect();
                let refused = wrong.iter().filter(|wrong| Vat::parse(wrong).is_err()).count();
                assert!(
                    refused * 10 >= wrong.len() * 7,
                    "{number}: only {refused} of {} refused",
                    wrong.len()
                );
            }
        }
    }

    #[test]
    fn spellings() {
        check("de 136.695.976", Ok("DE136695976"));
        check("GR094259216", Ok("EL094259216"));
        check("BE428759497", Ok("BE0428759497"));
        check("CHE-100.155.212 MWST", Ok("CH100155212"));
        check("NO 995 525 828 MVA", Ok("NO995525828"));
    }

    #[test]
    fn refuses() {
        check("", Err("the identifier is empty"));
        check("DE136695977", Err("the check digits do not fit"));
        check("DE13669597", Err("the country issues no VAT number of this form"));
        check("ZZ123456789", Err("the VAT number does not begin with a known country"));
        check("136695976", Err("the VAT number does not begin with a known country"));
        check("DE13669597я", Err("`я` where letters and digits belong"));
        check(&"1".repeat(1 << 20), Err("longer than 4096 bytes"));
        check(&"1".repeat(1 << 10), Err("1024 characters where 4 to 15 characters belong"));
    }

    proptest! {
        #[test]
        fn never_panics_and_is_stable(
            country in "(AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|GB|CHE|NO)",
            number in "[0-9]{8,12}|[0-9A-Z]{2,13}",
        ) {
            if let Ok(vat) = Vat::parse(&format!("{country}{number}")) {
                prop_assert_eq!(Vat::parse(vat.as_str()), Ok(vat));
            }
        }
    }
}
