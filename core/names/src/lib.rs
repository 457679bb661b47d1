//! Folding and comparing names: knows strings, not lists.
//!
//! # What it is for
//! A listed name and the text of an order meet only if both are brought to one form by the same rules. This crate has
//! the rules. It holds no list, reads no file, has no clock, and every function is total: any text gives an answer, in
//! bounded time.
//!
//! # From text to words ([`fold`])
//! 1. Character references are decoded, however often escaped (`&amp;#75;`); tags, comments and CDATA marks are taken
//!    out. The text with its tags is kept as a second reading, so mark-up can hide no word.
//! 2. Invisible characters (zero-width, soft hyphens, variation selectors, controls, bidi marks) are dropped. Letters
//!    behind a right-to-left override are also read in the order in which they are shown.
//! 3. Compatibility forms are replaced (full-width, styled, enclosed, half-width kana), letters are case-folded, Latin
//!    letters lose accents and ligatures, Greek, Arabic and Hebrew their marks; Cyrillic keeps й and ї, and ё is е.
//! 4. Apostrophes are deleted, `&` is `and`, every other sign and all white space is one space. Letters that stand
//!    alone are joined: `S. A.`, `a-b-c`, `K a s p e r s k y`. An alphabet beside Chinese, Japanese or Korean is a word
//!    of its own.
//! 5. A word that mixes alphabets is folded to its majority by the look of its letters ([`FoldFlags::HOMOGLYPH`]).
//!
//! The result has lower-case letters, digits and single spaces, and folds to itself. [`Folded::origin`] leads back to
//! the bytes of the original; [`Folded::flags`] says what had to be undone; [`Folded::alternates`] has the readings
//! that are not certain: transliterated, by shape (`Каѕрегѕку`, `Kasper5ky`), reversed, with tags.
//!
//! # From words to keys
//! [`Folded::tokens`] gives each word a [`TokenClass`]. [`exact_key`], [`core_key`] (without legal forms) and
//! [`joined_key`] (without spaces) are for equality; [`key_variants`] adds the looser ones, each with its [`KeyKind`].
//! [`is_weak_name`] tells which keys are too common to decide on.
//!
//! # Searching texts ([`scan_form`])
//! Search [`ScanForm::text`] of every form for needles folded alike, without spaces where the form is
//! [squeezed](ScanForm::squeezed), and keep the hits that [`ScanForm::at_boundary`] accepts. Short needles in squeezed
//! forms and weak [`Boundary`] kinds are evidence for a person, not for a deny.
//!
//! # Comparing names ([`compare`], [`NameIndex`])
//! The words of two names are aligned: equal, of one group of abbreviations, of another script, misspelt, joined.
//! `identity` is how much of both names is met, by weight, less the [conflicts](ConflictKind); `family` is whether a
//! declared brand is met and nothing else is said. A [`NameIndex`] finds, for a text, every listed name that may reach
//! a class; nothing is cut off. All scores are integers, and [`score_of`] makes them from the alignment that is shown.
#![forbid(unsafe_code)]

mod asked;
mod compare;
mod confusable;
mod ends;
mod flags;
mod fold;
mod hash;
mod index;
mod keys;
mod legal;
mod scan;
mod script;
mod thresholds;
mod tokens;
mod weak;
mod weights;
mod words;

pub use asked::AskedTexts;
pub use compare::{AlignedPair, Comparison, Conflict, ConflictKind, NameClass, PairKind, compare, score_of};
pub use flags::FoldFlags;
pub use fold::{Alternate, Folded, Reading, fold};
pub use index::{ListedKind, ListedName, Match, NameIndex};
pub use keys::{KeyKind, core_key, exact_key, joined_key, key_variants, stem_of, surely_differ};
pub use scan::{Boundary, ScanForm, ScanText, scan_form, squeeze};
pub use script::Script;
pub use thresholds::{T_FAMILY, T_STRONG, T_WEAK};
pub use tokens::{Token, TokenClass, tokens};
pub use weak::{WeakReason, is_weak_name, shared_by};
