//! Full disks and folders that cannot be written: a typed error, nothing acknowledged, nothing half.

use super::{at, entry, open};
use debar_ledger::{Ledger, LedgerError, Options, verify};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A small file system of its own, when this machine lets us have one.
struct Small(PathBuf);

impl Small {
    fn mount(dir: &Path, options: &str) -> Option<Self> {
        let mut command = Command::new("mount");
        command.args(["-t", "tmpfs", "-o", options, "debar-test"]).arg(dir);
        command.output().is_ok_and(|output| output.status.success()).then(|| Self(dir.to_owned()))
    }

    fn remount(&self, options: &str) {
        let status = Command::new("mount").args(["-o", &format!("remount,{options}")]).arg(&self.0).status();
        assert!(status.unwrap().success());
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_acknowledges_nothing_and_goes_on_when_there_is_room() {
    let dir = tempfile::tempdir().unwrap();
    let Some(small) = Small::mount(dir.path(), "size=256k") else {
        println!("skipped: no small file system can be mounted here");
        return;
    };
    let (ledger, _) = open(dir.path());
    let mut acknowledged = 0;
    let error = loop {
        match ledger.append(entry(&format!("d{acknowledged}"))) {
            Ok(_) => acknowledged += 1,
            Err(error) => break error,
        }
    };
    assert!(error.is_full() && acknowledged > 10, "{error} {acknowledged}");
    assert!(error.to_string().starts_with("no room left while writing `"), "{error}");
    let body = ledger.put_body(
        &std::iter::successors(Some(1_u64), |n| {
            Some(n.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1))
        })
        .take(40_000)
        .flat_map(u64::to_le_bytes)
        .collect::<Vec<_>>(),
    );
    assert!(body.is_err_and(|error| error.is_full()), "a large one is a file");
    let request = ledger.put_body(b"{\"schema_version\":1}").unwrap();
    let refused = ledger.append(entry("refused").with_request(request));
    assert!(refused.is_err_and(|error| error.is_full()));
    let report = verify(dir.path()).unwrap();
    assert!(report.is_clean(), "{report:?}");
    assert_eq!(report.decisions, acknowledged);
    small.remount("size=1m");
    assert_eq!(ledger.append(entry("room").with_request(request)).unwrap().seq, acknowledged + 1);
    assert!(verify(dir.path()).unwrap().is_clean());
    drop(ledger);
    small.remount("ro");
    let Err(error) = Ledger::open(dir.path(), Options::new(at(0))) else { panic!() };
    assert!(matches!(&error, LedgerError::Io { .. }) && !error.is_full(), "{error}");
    assert!(verify(dir.path()).unwrap().is_clean(), "reading needs no right to write");
}

#[test]
fn a_folder_that_cannot_be_made_is_a_typed_error() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("file"), "x").unwrap();
    for path in [dir.path().join("file"), dir.path().join("file/ledger"), PathBuf::from("/proc/self/ledger")]
    {
        let Err(error) = Ledger::open(&path, Options::new(at(0))) else { panic!("{}", path.display()) };
        assert!(matches!(&error, LedgerError::Io { .. }), "{error}");
        assert!(error.to_string().contains(path.to_str().unwrap()), "{error}");
    }
}

#[test]
fn a_folder_without_the_right_to_write_is_a_typed_error() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o500)).unwrap();
    if std::fs::write(dir.path().join("probe"), "x").is_ok() {
        println!("skipped: this user may write everywhere");
        return;
    }
    assert!(matches!(Ledger::open(dir.path(), Options::new(at(0))), Err(LedgerError::Io { .. })));
}
