//! The calls of plugins that are running, by number. The contexts in the tables are these numbers and not
//! addresses, so a plugin gets at the objects of its own call only while that call runs, on its own thread.
//!
//! Invariant: a late call, or one from another thread, reaches nothing; where its call still runs, that has
//! failed, because what it wanted to say is lost.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ffi::c_void;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Callbacks;
use super::host_table::Said;
use super::out_table::OutState;
use crate::Deadline;
use crate::sink::SinkState;

/// The objects of one call.
pub(crate) struct Running<'a> {
    number: usize,
    instance: usize,
    pub(super) deadline: Option<Deadline>,
    pub(super) said: RefCell<Said>,
    pub(super) source: Option<Native<'a>>,
    pub(super) out: Option<RefCell<OutState>>,
    sink: Option<RefCell<SinkState>>,
    strayed: Cell<bool>,
}

/// The document of a call.
#[derive(Clone, Copy)]
pub(crate) struct Native<'a> {
    pub bytes: &'a [u8],
    /// The most that is mapped whole.
    pub map_limit: u64,
}

/// What a call came to.
pub(crate) struct Over {
    pub said: Said,
    pub sink: Option<SinkState>,
    pub out: Option<OutState>,
    /// Something was said for this call from another thread.
    pub strayed: bool,
}

thread_local! {
    /// The innermost call on this thread.
    static TOP: Cell<*const Running<'static>> = const { Cell::new(std::ptr::null()) };
}

/// Numbers of the calls that run on any thread, and whether somebody else spoke for them.
static NUMBERS: Mutex<BTreeMap<usize, bool>> = Mutex::new(BTreeMap::new());

static NEXT: AtomicUsize = AtomicUsize::new(1);

/// A number that no call and no instance of this process has had.
pub(crate) fn number() -> usize {
    NEXT.fetch_add(1, Ordering::Relaxed)
}

impl<'a> Running<'a> {
    /// A call with an instance; any number that is not in use when there is none.
    pub(crate) fn new(instance: usize) -> Self {
        Self {
            number: number(),
            instance,
            deadline: None,
            said: RefCell::default(),
            source: None,
            out: None,
            sink: None,
            strayed: Cell::new(false),
        }
    }

    pub(crate) fn until(mut self, deadline: Option<Deadline>) -> Self {
        self.deadline = deadline;
        self
    }

    pub(crate) fn reading(mut self, source: Native<'a>) -> Self {
        self.source = Some(source);
        self
    }

    pub(crate) fn building(mut self, sink: SinkState) -> Self {
        self.sink = Some(RefCell::new(sink));
        self
    }

    pub(crate) fn writing(mut self, limit: u64) -> Self {
        self.out = Some(RefCell::new(OutState::new(limit)));
        self
    }

    /// Makes the call: `call` is to do nothing but call the plugin, with these callbacks.
    pub(crate) fn run<T>(&self, callbacks: &Callbacks, call: impl FnOnce(&Callbacks) -> T) -> T {
        let len = self.source.map_or(0, |source| source.bytes.len() as u64);
        callbacks.prepare(self.number as *mut c_void, self.instance as *mut c_void, len);
        numbers().insert(self.number, false);
        let _entered = Entered { before: TOP.replace(std::ptr::from_ref(self).cast()), running: self };
        call(callbacks)
    }

    pub(crate) fn over(self) -> Over {
        Over {
            said: self.said.into_inner(),
            sink: self.sink.map(RefCell::into_inner),
            out: self.out.map(RefCell::into_inner),
            strayed: self.strayed.get(),
        }
    }

    pub(crate) fn sink(&self) -> Option<&RefCell<SinkState>> {
        self.sink.as_ref()
    }
}

/// While it lives, the call is the innermost one of this thread.
struct Entered<'r, 'a> {
    before: *const Running<'static>,
    running: &'r Running<'a>,
}

impl Drop for Entered<'_, '_> {
    fn drop(&mut self) {
        TOP.set(self.before);
        self.running.strayed.set(numbers().remove(&self.running.number).unwrap_or(true));
    }
}

/// The call with this context, when it is the one that runs here. Else it is noted as astray.
pub(crate) fn with<T>(ctx: *mut c_void, body: impl FnOnce(&Running<'_>) -> T) -> Option<T> {
    let found = top(PhantomData).filter(|running| running.number == ctx as usize);
    if found.is_none()
        && let Some(strayed) = numbers().get_mut(&(ctx as usize))
    {
        *strayed = true;
    }
    found.map(body)
}

/// The call that runs here, when it is one of the instance with this context.
pub(crate) fn with_instance<T>(ctx: *mut c_void, body: impl FnOnce(&Running<'_>) -> T) -> Option<T> {
    top(PhantomData).filter(|running| running.instance == ctx as usize).map(body)
}

/// The innermost call of this thread; the lifetime ends with the function that asks.
fn top<'t>(_: PhantomData<&'t ()>) -> Option<&'t Running<'t>> {
    // SAFETY: set by `run` to a call that outlives its `Entered`, which sets it back; the callbacks that ask
    // return before the plugin does, and so before `run` does.
    unsafe { TOP.get().cast::<Running<'t>>().as_ref() }
}

fn numbers() -> MutexGuard<'static, BTreeMap<usize, bool>> {
    NUMBERS.lock().unwrap_or_else(PoisonError::into_inner)
}
