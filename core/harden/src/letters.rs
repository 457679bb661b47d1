//! Letters replaced by others that look alike. The tables are ours, by eye, and not those of the folding: what is tried
//! must not be what is tried with. Invariant: only ASCII letters and digits change, and at least one does.

use debar_calibration::Dice;

const CYRILLIC: &str = "aаcсeеiіjјoоpрsѕxхyуhһAАBВCСEЕHНKКMМOОPРTТXХYУSЅIІJЈ";
const GREEK: &str = "oοvνaαpρiιuυAΑBΒEΕZΖHΗIΙKΚMΜNΝOΟPΡTΤYΥXΧ";
const ARMENIAN: &str = "oօhհgցuսnոqզjյSՏLԼUՍOՕ";
const CHEROKEE: &str = "AᎪBᏴCᏟDᎠEᎬGᏀHᎻJᎫKᏦLᏞMᎷPᏢRᏒSᏚTᎢVᏙWᎳZᏃ";
const SMALL: &str = "aᴀbʙcᴄdᴅeᴇfꜰgɢhʜiɪjᴊkᴋlʟmᴍnɴoᴏpᴘrʀtᴛuᴜvᴠwᴡyʏzᴢ";
const TWINS: &str = "aɑgɡiıuʋyʏoøOØlłeɛdđhħkƙtŧzƶbƀnɲsʂnŋkĸiɩiɪjȷhɦpƿlʟsſrɾuᴜmᴍ";
const LEET: &str = "a4a@e3i1o0s5s$t7A4E3I1O0S5T7";

/// Some letters from another script, or as many of them as it has.
pub(crate) fn cyrillic(text: &str, dice: &mut Dice) -> Option<String> {
    twins(text, CYRILLIC, dice)
}

pub(crate) fn greek(text: &str, dice: &mut Dice) -> Option<String> {
    twins(text, GREEK, dice)
}

pub(crate) fn armenian(text: &str, dice: &mut Dice) -> Option<String> {
    twins(text, ARMENIAN, dice)
}

/// Cherokee letters look like capitals.
pub(crate) fn cherokee(text: &str, dice: &mut Dice) -> Option<String> {
    let upper = text.to_uppercase();
    twins(&upper, CHEROKEE, dice)
}

pub(crate) fn small_capitals(text: &str, _: &mut Dice) -> Option<String> {
    changed(text, text.chars().map(|c| twin_of(SMALL, c.to_ascii_lowercase()).first().copied().unwrap_or(c)))
}

pub(crate) fn latin_twin(text: &str, dice: &mut Dice) -> Option<String> {
    some(text, TWINS, 1 + dice.below(2), dice)
}

/// One letter in four at most, in the longest word of five letters or more: else nobody reads the word.
pub(crate) fn leet(text: &str, dice: &mut Dice) -> Option<String> {
    let latin = |word: &&str| word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let word = text.split_whitespace().filter(latin).max_by_key(|word| word.len())?;
    if word.len() < 5 {
        return None;
    }
    let made = some(word, LEET, 1 + dice.below((word.len() / 4).clamp(1, 2)), dice)?;
    Some(text.replacen(word, &made, 1))
}

pub(crate) fn full_width(text: &str, _: &mut Dice) -> Option<String> {
    let wide = |c: char| match c {
        '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c),
        ' ' => '\u{3000}',
        c => c,
    };
    changed(text, text.chars().map(wide))
}

/// Mathematical alphabets, circled, squared and parenthesised letters.
pub(crate) fn mathematical(text: &str, dice: &mut Dice) -> Option<String> {
    // Capital A, small a, and how far the small ones lie from it; 0 where there are none.
    const STYLES: [(u32, u32); 9] = [
        (0x1D400, 0x1D41A),
        (0x1D468, 0x1D482),
        (0x1D5A0, 0x1D5BA),
        (0x1D5D4, 0x1D5EE),
        (0x1D670, 0x1D68A),
        (0x1D4D0, 0x1D4EA),
        (0x24B6, 0x24D0),
        (0x1F130, 0x1F130),
        (0x1F170, 0x1F170),
    ];
    let (capital, small) = *dice.one(&STYLES)?;
    let styled = |c: char| {
        let (base, first) = if c.is_ascii_uppercase() { ('A', capital) } else { ('a', small) };
        let letter = u32::from(c).checked_sub(u32::from(base)).filter(|at| *at < 26);
        letter.and_then(|at| char::from_u32(first + at)).unwrap_or(c)
    };
    changed(text, text.chars().map(styled))
}

/// One letter, some, or all that the table has.
fn twins(text: &str, table: &str, dice: &mut Dice) -> Option<String> {
    let most = match dice.below(3) {
        0 => 1,
        1 => 2 + dice.below(2),
        _ => usize::MAX,
    };
    some(text, table, most, dice)
}

fn some(text: &str, table: &str, most: usize, dice: &mut Dice) -> Option<String> {
    let mut letters: Vec<char> = text.chars().collect();
    let mut spots: Vec<usize> = letters
        .iter()
        .enumerate()
        .filter(|(_, c)| !twin_of(table, **c).is_empty())
        .map(|(at, _)| at)
        .collect();
    for _ in 0..most {
        if spots.is_empty() {
            break;
        }
        let spot = spots.swap_remove(dice.below(spots.len()));
        let letter = letters.get_mut(spot)?;
        *letter = *dice.one(&twin_of(table, *letter))?;
    }
    changed(text, letters.into_iter())
}

fn twin_of(table: &str, letter: char) -> Vec<char> {
    let all: Vec<char> = table.chars().collect();
    all.chunks_exact(2)
        .filter_map(|pair| match pair {
            [from, to] if *from == letter => Some(*to),
            _ => None,
        })
        .collect()
}

fn changed(text: &str, letters: impl Iterator<Item = char>) -> Option<String> {
    let made: String = letters.collect();
    (made != text).then_some(made)
}
