//! Which system calls a worker may make: first those that loading a library needs, then those that reading a
//! document needs. What a library may try in good faith is refused with an error; what only an attack would try
//! ends the process.
//!
//! Invariant: a call in neither list ends the process.

use std::collections::BTreeMap;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    apply_filter_all_threads,
};

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

/// The filter under which the plugin is loaded. False where the kernel refuses.
pub(crate) fn while_loading() -> bool {
    let mut allowed: Vec<i64> = WORKING.to_vec();
    allowed.extend(LOADING);
    let ours = conditions(&[(libc::SYS_tgkill, own_process())]);
    install(&allowed, ours, &[])
}

/// The filter under which documents are read; it stands on top of the first one.
pub(crate) fn while_reading() -> bool {
    let no_code = |argument| mask(argument, libc::PROT_EXEC.cast_unsigned().into(), 0);
    let ours = conditions(&[
        (libc::SYS_tgkill, own_process()),
        (libc::SYS_mmap, no_code(2)),
        (libc::SYS_mprotect, no_code(2)),
    ]);
    let mut refused = LOADING.to_vec();
    refused.retain(|call| ![libc::SYS_mmap, libc::SYS_mprotect].contains(call));
    install(WORKING, ours, &refused)
}

/// What a worker always needs: memory, its socket, locks, time, and to end.
const WORKING: &[i64] = &[
    libc::SYS_brk,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    libc::SYS_recvmsg,
    libc::SYS_sendmsg,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_poll,
    libc::SYS_ppoll,
    libc::SYS_close,
    libc::SYS_fstat,
    libc::SYS_fcntl,
    libc::SYS_futex,
    // The hard bound of processor time ends with a signal that nobody can handle.
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_rseq,
    libc::SYS_set_robust_list,
    libc::SYS_getrandom,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_nanosleep,
    libc::SYS_sched_yield,
    libc::SYS_restart_syscall,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_exit,
    libc::SYS_exit_group,
];

/// What the dynamic loader and the second filter need besides.
const LOADING: &[i64] = &[
    libc::SYS_openat,
    libc::SYS_read,
    libc::SYS_pread64,
    libc::SYS_lseek,
    libc::SYS_newfstatat,
    libc::SYS_statx,
    libc::SYS_readlinkat,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_readlink,
    libc::SYS_mmap,
    libc::SYS_mprotect,
    libc::SYS_prctl,
    libc::SYS_seccomp,
];

/// What a library may try in good faith, at any time: it is told that it may not.
const REFUSED: &[i64] = &[
    #[cfg(target_arch = "x86_64")]
    libc::SYS_open,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_stat,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_lstat,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_access,
    libc::SYS_faccessat,
    libc::SYS_faccessat2,
    libc::SYS_getcwd,
    libc::SYS_getdents64,
    libc::SYS_ioctl,
    libc::SYS_uname,
    libc::SYS_sysinfo,
    libc::SYS_getuid,
    libc::SYS_geteuid,
    libc::SYS_getgid,
    libc::SYS_getegid,
    libc::SYS_getppid,
    libc::SYS_getrusage,
    libc::SYS_sched_getaffinity,
    libc::SYS_prlimit64,
    libc::SYS_membarrier,
];

/// Calls that are allowed with certain arguments only.
type Conditions = Vec<(i64, SeccompRule)>;

fn install(allowed: &[i64], with_arguments: Conditions, refused: &[i64]) -> bool {
    // Several filters, since one has one answer for what it does not allow. Of all answers the strictest counts.
    let mut known: Rules = allowed.iter().chain(refused).chain(REFUSED).map(|call| (*call, vec![])).collect();
    let mut mild: Rules = refused.iter().chain(REFUSED).map(|call| (*call, vec![])).collect();
    for (call, rule) in with_arguments {
        known.insert(call, vec![rule]);
        mild.remove(&call);
    }
    // The thread library falls back to the older call, whose arguments can be judged, and that is not allowed.
    let missing: Rules = [(libc::SYS_clone3, vec![])].into();
    known.insert(libc::SYS_clone3, vec![]);
    let denied = SeccompAction::Errno(libc::EPERM.cast_unsigned());
    let absent = SeccompAction::Errno(libc::ENOSYS.cast_unsigned());
    let programs = [
        program(known, SeccompAction::KillProcess, SeccompAction::Allow),
        program(missing, SeccompAction::Allow, absent),
        // Last, since it may refuse the very call that installs a filter.
        program(mild, SeccompAction::Allow, denied),
    ];
    programs
        .into_iter()
        .all(|program| program.is_some_and(|program| apply_filter_all_threads(&program).is_ok()))
}

fn program(rules: Rules, otherwise: SeccompAction, matched: SeccompAction) -> Option<BpfProgram> {
    let processor = std::env::consts::ARCH.try_into().ok()?;
    SeccompFilter::new(rules, otherwise, matched, processor).ok()?.try_into().ok()
}

fn conditions(rules: &[(i64, Option<SeccompRule>)]) -> Conditions {
    rules.iter().filter_map(|(call, rule)| Some((*call, rule.clone()?))).collect()
}

/// The first argument is this process.
fn own_process() -> Option<SeccompRule> {
    let own = u64::from(std::process::id());
    let condition = SeccompCondition::new(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, own).ok()?;
    SeccompRule::new(vec![condition]).ok()
}

fn mask(argument: u8, bits: u64, expect: u64) -> Option<SeccompRule> {
    let compare = SeccompCmpOp::MaskedEq(bits);
    let condition = SeccompCondition::new(argument, SeccompCmpArgLen::Dword, compare, expect).ok()?;
    SeccompRule::new(vec![condition]).ok()
}
