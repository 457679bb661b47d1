//! A red team for blocklists: writes every entry so that it might be overlooked, and asks the engine.
//!
//! # What it is for
//! A list is as good as what slips past it. For each entry this crate makes evasions by seed: look-alike letters,
//! characters that are not seen, other scripts, slips of the hand, mark-up, other spellings of identifiers. Each is put
//! as one line of an order, exactly as a `[[test]]` of the list would put it, and asked through the real engine at a
//! given instant. What is let through is told with the place of the entry and a remedy.
//!
//! It decides nothing and knows no rule: what an entry leads to as it is written, the engine says, and an evasion is
//! held to that. It reads no file and no clock; equal list, instant, seed and counts give equal results.
#![forbid(unsafe_code)]

mod attempt;
mod circumstances;
mod evasion;
mod letters;
mod made;
mod marks;
mod numbers;
mod outcome;
mod remedy;
mod run;
mod scripts;
mod spelling;
mod spot;
mod standing;
mod subject;
mod test_text;
mod visible;
mod wording;

pub use evasion::{Evasion, Floor};
pub use outcome::{Hardened, Idle, IdleReason, Slip, Total};
pub use remedy::Remedy;
pub use run::{Options, harden};
pub use spot::Spot;
pub use test_text::test_text;
pub use visible::escaped;
