//! Lists for tests: generated ones that hold, and faults to put into them. For tests of any crate; no part of the
//! program. Invariant: the same seed gives the same text.

mod faults;
mod lists;
mod random;

pub use faults::{FAULTS, Fault};
pub use lists::{Style, valid_list};
pub use random::Random;
