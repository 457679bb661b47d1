//! What a score must reach to be reported as a class. Data, no logic: the calibration run measures the curves on which
//! these numbers stand, and a person copies them here. Invariant: weak is below strong.

/// Identity from which two names are likely one party: at most one clean name in two thousand reaches it.
pub const T_STRONG: u16 = 832;

/// Identity from which two names may be one party: at most three clean names in a thousand reach it.
pub const T_WEAK: u16 = 721;

/// Share of a brand's words, by weight, that must be met before the rest of a name is looked at.
pub const T_FAMILY: u16 = 900;

const _: () = assert!(T_WEAK < T_STRONG && T_STRONG <= 1000);
