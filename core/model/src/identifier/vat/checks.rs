//! Check digits, country by country, over numbers whose form is right.
//!
//! Sources: the tax offices' own descriptions as collected by the European Commission ("VIES VAT number
//! validation routines"). Where a country has several kinds of number and one has no public rule
//! (Czech and Bulgarian persons, Latvian persons, British government departments), the form decides.

use crate::identifier::check::{luhn, mod11_10, mod97, weighted};

/// The check digits of a number hold, or it has none.
pub(super) fn holds(country: &str, n: &str) -> bool {
    match country {
        "AT" => austria(n),
        "BE" => (value(n, 0, 8) + value(n, 8, 10)).is_multiple_of(97),
        "BG" => n.len() != 9 || bulgaria(n),
        "CH" => complement(weighted(n, &[5, 4, 3, 2, 7, 6, 5, 4]), 11) == digit(n, 8),
        "CY" => cyprus(n),
        "CZ" => n.len() != 8 || czechia(n),
        "DE" => !n.starts_with('0') && mod11_10(n),
        "DK" => weighted(n, &[2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11),
        "EE" => weighted(n, &[3, 7, 1, 3, 7, 1, 3, 7, 1]).is_multiple_of(10),
        "EL" => weighted(n, &[256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10 == digit(n, 8),
        "ES" => spain(n),
        "FI" => complement(weighted(n, &[7, 9, 10, 5, 8, 4, 2]), 11) == digit(n, 7),
        "FR" => france(n),
        "GB" | "XI" => n.len() == 5 || united_kingdom(n),
        "HR" => mod11_10(n),
        "HU" => weighted(n, &[9, 7, 3, 1, 9, 7, 3, 1]).is_multiple_of(10),
        "IE" => ireland(n),
        "IT" => luhn(n),
        "LT" => lithuania(n),
        "LU" => value(n, 0, 6) % 89 == value(n, 6, 8),
        "LV" => digit(n, 0) <= 3 || weighted(n, &[9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 == 3,
        "MT" => weighted(n, &[3, 4, 6, 7, 8, 9, 10, 1]).is_multiple_of(37),
        "NL" => mod97(&format!("NL{n}")) == 1 || netherlands_before_2020(n),
        "NO" => complement(weighted(n, &[3, 2, 7, 6, 5, 4, 3, 2]), 11) == digit(n, 8),
        "PL" => weighted(n, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == digit(n, 9),
        "PT" => {
            let check = 11 - weighted(n, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11;
            digit(n, 8) == if check > 9 { 0 } else { check }
        }
        "RO" => romania(n),
        "SE" => n.get(..10).is_some_and(luhn) && value(n, 10, 12) > 0,
        "SI" => {
            let check = 11 - weighted(n, &[8, 7, 6, 5, 4, 3, 2]) % 11;
            !n.starts_with('0') && digit(n, 7) == if check == 10 { 0 } else { check }
        }
        "SK" => value(n, 0, 10).is_multiple_of(11),
        _ => false,
    }
}

fn digit(n: &str, at: usize) -> u32 {
    n.chars().nth(at).and_then(|c| c.to_digit(10)).unwrap_or(u32::MAX)
}

fn value(n: &str, from: usize, to: usize) -> u64 {
    n.get(from..to).and_then(|part| part.parse().ok()).unwrap_or(u64::MAX / 2)
}

/// What is missing to the next multiple; 10 and above match no digit.
fn complement(sum: u32, modulus: u32) -> u32 {
    (modulus - sum % modulus) % modulus
}

fn digit_sum(value: u32) -> u32 {
    value / 10 + value % 10
}

fn austria(n: &str) -> bool {
    let digits = n.chars().skip(1).filter_map(|c| c.to_digit(10)).take(7);
    let sum: u32 = digits.zip([1, 2].into_iter().cycle()).map(|(d, w)| digit_sum(d * w)).sum();
    complement(sum + 4, 10) == digit(n, 8)
}

fn bulgaria(n: &str) -> bool {
    let first = weighted(n, &[1, 2, 3, 4, 5, 6, 7, 8]) % 11;
    let check = if first == 10 { weighted(n, &[3, 4, 5, 6, 7, 8, 9, 10]) % 11 % 10 } else { first };
    check == digit(n, 8)
}

fn cyprus(n: &str) -> bool {
    const ODD: [u32; 10] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
    let digits = n.chars().filter_map(|c| c.to_digit(10)).zip([true, false].into_iter().cycle());
    let sum: u32 = digits
        .map(
            |(d, odd)| {
                if odd { usize::try_from(d).ok().and_then(|d| ODD.get(d)).copied().unwrap_or(0) } else { d }
            },
        )
        .sum();
    n.chars().last() == char::from_digit(sum % 26 + 10, 36).map(|c| c.to_ascii_uppercase())
}

fn czechia(n: &str) -> bool {
    let check = 11 - weighted(n, &[8, 7, 6, 5, 4, 3, 2]) % 11;
    !n.starts_with('9') && digit(n, 7) == check % 10
}

/// Persons (DNI, NIE) have a letter of the number modulo 23; companies (CIF) a Luhn digit or its letter.
fn spain(n: &str) -> bool {
    let (Some(first), Some(last)) = (n.chars().next(), n.chars().last()) else { return false };
    let person = |number: u64| {
        let letter =
            usize::try_from(number % 23).ok().and_then(|at| "TRWAGMYFPDXBNJZSQVHLCKE".chars().nth(at));
        letter == Some(last)
    };
    match first {
        '0'..='9' => person(value(n, 0, 8)),
        'X' | 'Y' | 'Z' => person(value(n, 1, 8) + u64::from(u32::from(first) - u32::from('X')) * 10_000_000),
        'K' | 'L' | 'M' => person(value(n, 1, 8)),
        'A'..='H' | 'J' | 'N' | 'P' | 'Q' | 'R' | 'S' | 'U' | 'V' | 'W' => {
            let digits = n.chars().skip(1).take(7).filter_map(|c| c.to_digit(10));
            let sum: u32 = digits.zip([2, 1].into_iter().cycle()).map(|(d, w)| digit_sum(d * w)).sum();
            let check = complement(sum, 10);
            let letter = usize::try_from(check).ok().and_then(|at| "JABCDEFGHI".chars().nth(at));
            last.to_digit(10) == Some(check) || letter == Some(last)
        }
        _ => false,
    }
}

/// Two check digits over the SIREN; keys with letters have no published rule. I and O do not occur.
fn france(n: &str) -> bool {
    let Some(key) = n.get(..2) else { return false };
    if key.contains(['I', 'O']) {
        return false;
    }
    let siren = n.get(2..).unwrap_or_default();
    // Numbers of Monaco begin with 000 and are no SIREN.
    let registered = siren.starts_with("000") || luhn(siren);
    match key.parse::<u64>() {
        Ok(key) => registered && (value(siren, 0, 9) % 97 * 3 + 12) % 97 == key,
        Err(_) => registered,
    }
}

fn united_kingdom(n: &str) -> bool {
    let sum = u64::from(weighted(n, &[8, 7, 6, 5, 4, 3, 2])) + value(n, 7, 9);
    // The second series, since 2010, is shifted by 55.
    sum.is_multiple_of(97) || (sum + 55).is_multiple_of(97)
}

/// Seven digits and a letter modulo 23; a second letter counts nine times. Old numbers have a letter in
/// second place and are read as if its neighbours had moved.
fn ireland(n: &str) -> bool {
    let number = match n.chars().nth(1) {
        Some(letter) if letter.is_ascii_alphabetic() => {
            format!("0{}{}", n.get(2..7).unwrap_or_default(), n.get(..1).unwrap_or_default())
        }
        _ => n.get(..7).unwrap_or_default().to_owned(),
    };
    let second = match n.chars().nth(8) {
        None | Some('W') => 0,
        Some(letter) => u32::from(letter) - u32::from('A') + 1,
    };
    let sum = weighted(&number, &[8, 7, 6, 5, 4, 3, 2]) + 9 * second;
    let letter = usize::try_from(sum % 23).ok().and_then(|at| "WABCDEFGHIJKLMNOPQRSTUV".chars().nth(at));
    letter.is_some() && n.chars().nth(7) == letter
}

fn lithuania(n: &str) -> bool {
    let round = |shift: u32| -> u32 {
        let digits = n.chars().take(n.len() - 1).filter_map(|c| c.to_digit(10));
        digits.zip(shift..).map(|(d, at)| d * (at % 9 + 1)).sum::<u32>() % 11
    };
    let first = round(0);
    let check = if first == 10 { round(2) % 10 } else { first };
    n.chars().last().and_then(|c| c.to_digit(10)) == Some(check)
}

fn netherlands_before_2020(n: &str) -> bool {
    weighted(n, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11 == digit(n, 8)
}

fn romania(n: &str) -> bool {
    let padded = format!("{n:0>10}");
    weighted(&padded, &[7, 5, 3, 2, 1, 7, 5, 3, 2]) * 10 % 11 % 10 == digit(&padded, 9)
}
