//! One writer, any number of readers, and nothing removed under them.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use russet_store::{Keep, Snapshot, StoreError, Wait, Writer};

use super::{Notes, everything, notes, origin, pages, read, write};

#[test]
fn a_second_writer_is_refused_or_waits_and_says_so_once() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("notes");
    let mut first = Writer::<Notes>::begin(&folder, Wait::Never).unwrap();
    let refused = Writer::<Notes>::begin(&folder, Wait::Never).unwrap_err();
    assert!(matches!(refused, StoreError::Busy { .. }), "{refused}");
    let said = AtomicUsize::new(0);
    thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            let notify = |_: &Path| {
                said.fetch_add(1, Ordering::SeqCst);
            };
            let writer = Writer::<Notes>::begin(&folder, Wait::Until(&notify)).unwrap();
            writer.current().unwrap().files.len()
        });
        while said.load(Ordering::SeqCst) == 0 {
            thread::sleep(Duration::from_millis(1));
        }
        let file = first.put("pages", "pages/0", "txt", 1, b"a").unwrap();
        first.commit(&notes(vec![file], Keep::All), origin("me")).unwrap();
        assert_eq!(waiting.join().unwrap(), 1, "it sees what the first one wrote");
    });
    assert_eq!(said.load(Ordering::SeqCst), 1);
}

/// A writer that made nothing takes its lock file and its folder away while others wait for them.
#[test]
fn writers_that_make_nothing_leave_nothing_and_never_write_at_the_same_time() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("notes");
    let inside = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..25 {
                    let writer = Writer::<Notes>::begin(&folder, Wait::quietly()).unwrap();
                    assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                    inside.fetch_sub(1, Ordering::SeqCst);
                    drop(writer);
                }
            });
        }
    });
    assert!(!folder.exists());
}

#[test]
fn readers_see_whole_commits_while_writers_replace_them() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("notes");
    write(&folder, &["0", "0", "0"], Keep::Last(1)).unwrap();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while !done.load(Ordering::SeqCst) {
                    let found = read(&folder).unwrap();
                    assert!(found.iter().all(|page| *page == found[0]), "{found:?}");
                }
            });
        }
        for number in 1..60 {
            let page = number.to_string();
            write(&folder, &[&page, &page, &page], Keep::Last(1)).unwrap();
        }
        done.store(true, Ordering::SeqCst);
    });
}

#[test]
fn a_held_snapshot_keeps_its_files_and_the_next_writer_sweeps_them() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("notes");
    write(&folder, &["a"], Keep::Last(1)).unwrap();
    let reading = Snapshot::<Notes>::open(&folder).unwrap();
    let clone = reading.clone();
    write(&folder, &["b"], Keep::Last(1)).unwrap();
    drop(reading);
    write(&folder, &["c"], Keep::Last(1)).unwrap();
    assert_eq!(pages(&clone).unwrap(), ["a"]);
    drop(clone);
    write(&folder, &["d"], Keep::Last(1)).unwrap();
    assert_eq!(everything(&folder.join("pages")).len(), 1);
}

#[cfg(unix)]
#[test]
fn a_lock_file_is_neither_emptied_nor_a_link_to_somebody_elses_file() {
    let parent = tempfile::tempdir().unwrap();
    let (folder, precious) = (parent.path().join("notes"), parent.path().join("precious"));
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("notes.writer.lock"), "kept").unwrap();
    write(&folder, &["a"], Keep::All).unwrap();
    assert_eq!(fs::read(folder.join("notes.writer.lock")).unwrap(), b"kept");
    fs::write(&precious, "precious").unwrap();
    fs::remove_file(folder.join("notes.writer.lock")).unwrap();
    std::os::unix::fs::symlink(&precious, folder.join("notes.writer.lock")).unwrap();
    let error = write(&folder, &["b"], Keep::All).unwrap_err();
    assert!(error.to_string().contains("notes.writer.lock"), "{error}");
    assert_eq!(fs::read(&precious).unwrap(), b"precious");
}

#[test]
fn a_read_only_copy_without_locks_can_be_read() {
    let parent = tempfile::tempdir().unwrap();
    let (folder, copy) = (parent.path().join("notes"), parent.path().join("copy"));
    write(&folder, &["a"], Keep::All).unwrap();
    for (path, bytes) in everything(&folder) {
        let inside = path.strip_prefix(&folder).unwrap().to_owned();
        if !inside.to_string_lossy().ends_with(".lock") {
            fs::create_dir_all(copy.join(&inside).parent().unwrap()).unwrap();
            fs::write(copy.join(inside), bytes).unwrap();
        }
    }
    assert_eq!(read(&copy).unwrap(), ["a"]);
}
