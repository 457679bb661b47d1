//! No files, but reading and mapping the system's libraries while the plugin is loaded; no TCP.
//!
//! Invariant: what is reported is what the kernel said it enforces.

use landlock::{
    ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, LandlockStatus, PathBeneath, PathFd, Ruleset,
    RulesetAttr, RulesetCreatedAttr, RulesetError, Scope,
};

/// Where the C library and its parts are.
const LIBRARIES: [&str; 6] =
    ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache"];

/// The newest version that we know; an older kernel does what it can.
const NEWEST: ABI = ABI::V6;

/// Gives up all files. The version of landlock that is enforced; 0 where there is none.
pub(crate) fn give_up() -> u32 {
    restrict().unwrap_or(0)
}

fn restrict() -> Result<u32, RulesetError> {
    let mut rules = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(NEWEST))?
        .handle_access(AccessNet::from_all(NEWEST))?
        .scope(Scope::from_all(NEWEST))?
        .create()?;
    for place in LIBRARIES {
        let Ok(opened) = PathFd::new(place) else { continue };
        let wanted = AccessFs::ReadFile | AccessFs::Execute;
        rules = rules.add_rule(PathBeneath::new(opened, wanted))?;
    }
    let status = rules.restrict_self()?;
    Ok(match status.landlock {
        LandlockStatus::Available { effective_abi, .. } => effective_abi as u32,
        _ => 0,
    })
}
