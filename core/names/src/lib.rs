//! Folding and comparing names: knows strings, not lists.
#![forbid(unsafe_code)]

mod confusable;
mod flags;
mod fold;
mod keys;
mod scan;
mod script;
mod tokens;
mod weak;

pub use flags::FoldFlags;
pub use fold::{Alternate, Folded, Reading, fold};
pub use keys::{KeyKind, core_key, exact_key, joined_key, key_variants};
pub use scan::{Boundary, ScanForm, ScanText, scan_form, squeeze};
pub use script::Script;
pub use tokens::{Token, TokenClass};
pub use weak::{WeakReason, is_weak_name};
