//! Exit codes: one documented enum. Only zero lets a purchase through.

use debar_model::Verdict;

/// What the process tells its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Allowed, or the command did what it was asked for.
    Ok = 0,
    /// Denied, or a check failed.
    Deny = 1,
    /// The command line is wrong.
    Usage = 2,
    /// A person must decide, or the document is held.
    Review = 3,
    /// The blocklist or the configuration is invalid.
    Invalid = 4,
    /// No durable decision: the ledger, an internal fault, or nothing was screened.
    NoDecision = 5,
}

impl Exit {
    /// The code of a verdict.
    pub const fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Allow => Self::Ok,
            Verdict::Review => Self::Review,
            Verdict::Deny => Self::Deny,
        }
    }

    /// The code for several files: 1 over 4 over 5 over 3 over 0; a usage error wins over all.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        if self.rank() >= other.rank() { self } else { other }
    }

    const fn rank(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Review => 1,
            Self::NoDecision => 2,
            Self::Invalid => 3,
            Self::Deny => 4,
            Self::Usage => 5,
        }
    }

    /// The number.
    pub const fn code(self) -> u8 {
        self as u8
    }
}

#[cfg(test)]
mod tests {
    use super::Exit;

    #[test]
    fn one_over_four_over_five_over_three_over_zero() {
        let order = [Exit::Ok, Exit::Review, Exit::NoDecision, Exit::Invalid, Exit::Deny];
        for (weak, lower) in order.iter().enumerate() {
            for higher in &order[weak..] {
                assert_eq!(lower.and(*higher), *higher);
                assert_eq!(higher.and(*lower), *higher);
            }
        }
    }
}
