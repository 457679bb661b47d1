//! Two pieces of work at once. Which one ends first makes no difference to what comes of them; where the system
//! gives no second thread, one is done after the other.

use std::panic::resume_unwind;
use std::sync::Mutex;
use std::thread::{Builder, scope};

/// Does both, `first` on this thread; at once only where that is `worth` the start of a thread.
pub(super) fn both<A, B: Send>(
    worth: bool,
    first: impl FnOnce() -> A,
    second: impl FnOnce() -> B + Send,
) -> (A, B) {
    if !worth {
        return (first(), second());
    }
    let second = Mutex::new(Some(second));
    let run = || second.lock().ok().and_then(|mut work| work.take()).map(|work| work());
    scope(|scope| {
        let other = Builder::new().spawn_scoped(scope, run);
        let first = first();
        let done = match other {
            Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(_) => run(),
        };
        match done {
            Some(second) => (first, second),
            None => resume_unwind(Box::new("work was lost")),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::both;

    #[test]
    fn both_are_done() {
        assert_eq!(both(true, || 1, || "two"), both(false, || 1, || "two"));
    }

    #[test]
    fn a_panic_of_either_is_not_lost() {
        assert!(std::panic::catch_unwind(|| both(true, || 1, || assert_eq!(1, 2))).is_err());
        assert!(std::panic::catch_unwind(|| both(true, || assert_eq!(1, 2), || 1)).is_err());
    }
}
