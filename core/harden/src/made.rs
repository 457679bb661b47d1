//! From a listed text to one evasion of it and the field it is put in. Invariant: the dice decide, and nothing is made
//! where a way does not apply.

use debar_blocklist::IdentifierPattern;
use debar_calibration::Dice;
use debar_model::Identifier;

use crate::evasion::Evasion as E;
use crate::spot::Spot;
use crate::subject::{Subject, What, scheme};
use crate::{letters, marks, numbers, scripts, spelling, wording};

/// Fields in which a listed text is tried as it is.
pub(crate) fn spots(subject: &Subject<'_>) -> Vec<Spot> {
    match subject.what {
        What::Name | What::Brand => vec![Spot::Manufacturer, Spot::Supplier, Spot::Title, Spot::Component],
        What::Product | What::Glob => vec![Spot::Title, Spot::Component],
        What::PartNumber => vec![Spot::PartNumber],
        What::Identifier(pattern) => vec![Spot::Identifier(scheme(pattern).to_owned())],
        What::Digest(_) => vec![Spot::Digest],
    }
}

/// The one field that some ways are about.
pub(crate) const fn own_spot(evasion: E) -> Option<Spot> {
    Some(match evasion {
        E::SellerOnly => Spot::Supplier,
        E::MidTitle | E::PartNumberOnly => Spot::MidTitle,
        E::InDescription => Spot::Description,
        E::InComment => Spot::Comment,
        E::InFileName => Spot::FileName,
        E::ComponentOnly => Spot::Component,
        E::DomainInAddress => Spot::Address,
        _ => return None,
    })
}

/// The text written in this way.
pub(crate) fn made(evasion: E, subject: &Subject<'_>, dice: &mut Dice) -> Option<String> {
    let plain = match subject.what {
        What::Glob => numbers::of_glob(&subject.text, dice),
        _ => subject.text.clone(),
    };
    let text = plain.as_str();
    match evasion {
        E::AsWritten
        | E::SellerOnly
        | E::MidTitle
        | E::InDescription
        | E::InComment
        | E::InFileName
        | E::ComponentOnly
        | E::PartNumberOnly => Some(plain),
        E::Case => wording::case(text, dice),
        E::FullWidth => letters::full_width(text, dice),
        E::Mathematical => letters::mathematical(text, dice),
        E::SmallCapitals => letters::small_capitals(text, dice),
        E::Cyrillic => letters::cyrillic(text, dice),
        E::Greek => letters::greek(text, dice),
        E::Armenian => letters::armenian(text, dice),
        E::Cherokee => letters::cherokee(text, dice),
        E::LatinTwin => letters::latin_twin(text, dice),
        E::Leet => letters::leet(text, dice),
        E::ZeroWidth => marks::zero_width(text, dice),
        E::Blank => marks::blank(text, dice),
        E::Bidi => marks::bidi(text, dice),
        E::SoftHyphen => marks::soft_hyphen(text, dice),
        E::Combining => marks::combining(text, dice),
        E::Entities => marks::entities(text, dice),
        E::Markup => marks::markup(text, dice),
        E::SpacedLetters => marks::spaced_letters(text, dice),
        E::Joined => marks::joined(text, dice),
        E::Split => marks::split(text, dice),
        E::OddSpaces => marks::odd_spaces(text, dice),
        E::LineBreak => marks::line_break(text, dice),
        E::PunctuationAround => marks::around(text, dice),
        E::PunctuationInside => marks::inside(text, dice),
        E::LegalForm => wording::legal_form(text, dice),
        E::WordOrder => wording::order(text, dice),
        E::Abbreviation => wording::abbreviation(text, dice),
        E::CutOff => wording::cut_off(text, dice),
        E::Subsidiary => wording::subsidiary(text, dice),
        E::Declension => scripts::declension(text, dice),
        E::Possessive => scripts::possessive(text, dice),
        E::Transliteration => scripts::transliteration(text, dice),
        E::Pinyin => scripts::pinyin(text, dice),
        E::Swap => spelling::swap(text, dice),
        E::Drop => spelling::drop(text, dice),
        E::Double => spelling::double(text, dice),
        E::NeighbourKey => spelling::neighbour(text, dice),
        E::DomainForm => numbers::domain(text, dice),
        E::DomainInAddress => numbers::domain_in_address(text, dice),
        E::PurlForm => numbers::purl(text, dice),
        E::CpeForm => cpe(subject, dice),
        E::CodeForm => match subject.what {
            What::Identifier(pattern) => numbers::code(scheme(pattern), text, dice),
            _ => None,
        },
        E::DigestForm => match subject.what {
            What::Digest(digest) => numbers::digest(digest, dice),
            _ => None,
        },
        E::PartNumberForm => numbers::part_number(text, dice),
    }
}

fn cpe(subject: &Subject<'_>, dice: &mut Dice) -> Option<String> {
    match subject.what {
        What::Identifier(IdentifierPattern::CpeVendor(vendor)) => numbers::cpe(vendor, "agent", dice),
        What::Identifier(IdentifierPattern::Exact(Identifier::Cpe(cpe))) => {
            // A listed version is met by that version alone.
            cpe.version().is_none().then(|| numbers::cpe(cpe.vendor()?, cpe.product()?, dice)).flatten()
        }
        _ => None,
    }
}
