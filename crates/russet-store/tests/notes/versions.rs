//! Earlier commits stay readable as long as they are kept, and a killed writer's entry never counts.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use russet_store::{Keep, Snapshot, StoreError, Wait, Writer};

use super::{Notes, everything, pages, read, write};

#[test]
fn every_version_that_is_kept_reads_as_it_was() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("notes");
    for last in 1..=5 {
        let text = format!("page {last}");
        assert!(write(&folder, &["the first page", &text], Keep::Last(3)).unwrap());
    }
    let log = russet_store::log::<Notes>(&folder).unwrap();
    assert_eq!(log.iter().map(|version| version.number).collect::<Vec<_>>(), [3, 4, 5]);
    assert_eq!((log[0].origin.who.as_str(), log[0].changes[0].rows_after), ("me", 2));
    for number in 3..=5 {
        let version = Snapshot::<Notes>::of_version(&folder, number).unwrap();
        assert_eq!(pages(&version).unwrap()[1], format!("page {number}"));
    }
    let gone = Snapshot::<Notes>::of_version(&folder, 2).unwrap_err();
    assert!(matches!(gone, StoreError::NoVersion { .. }), "{gone}");
    assert_eq!(everything(&folder.join("pages")).len(), 2, "whoever reads all pages reads these");
    assert_eq!(everything(&folder.join("versions/pages")).len(), 2);
}

#[test]
fn an_unchanged_commit_is_no_version() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("notes");
    write(&folder, &["a"], Keep::All).unwrap();
    let before = everything(&folder);
    assert!(!write(&folder, &["a"], Keep::All).unwrap());
    assert_eq!(everything(&folder), before);
}

/// The entry is written before the manifest: a writer killed between leaves one that never became current.
#[test]
fn the_entry_of_a_killed_writer_is_ignored_and_its_number_given_again() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("notes");
    write(&folder, &["a"], Keep::All).unwrap();
    let manifest = fs::read(folder.join("notes.json")).unwrap();
    write(&folder, &["b"], Keep::All).unwrap();
    fs::write(folder.join("notes.json"), &manifest).unwrap();
    assert_eq!(read(&folder).unwrap(), ["a"]);
    assert_eq!(russet_store::log::<Notes>(&folder).unwrap().len(), 1);
    assert!(Snapshot::<Notes>::of_version(&folder, 2).is_err());
    write(&folder, &["c"], Keep::All).unwrap();
    let second = Snapshot::<Notes>::of_version(&folder, 2).unwrap();
    assert_eq!(pages(&second).unwrap(), ["c"]);
    assert_eq!(everything(&folder.join("pages")).len(), 1, "the killed writer's page is swept");
}

#[test]
fn a_folder_without_a_log_begins_one_with_what_is_there() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("notes");
    write(&folder, &["a"], Keep::All).unwrap();
    fs::remove_dir_all(folder.join("versions")).unwrap();
    write(&folder, &["b"], Keep::All).unwrap();
    let log = russet_store::log::<Notes>(&folder).unwrap();
    assert_eq!(log[0].origin.command, "not recorded");
    let first = Snapshot::<Notes>::of_version(&folder, 1).unwrap();
    assert_eq!(pages(&first).unwrap(), ["a"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is committed, dropped or restored, every kept version reads as it was committed and nothing
    /// else lies in the folder.
    #[test]
    fn any_history_reads_back(steps in prop::collection::vec((0_u8..5, any::<bool>(), 1_u32..4), 1..14)) {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("notes");
        let mut committed: Vec<Vec<String>> = Vec::new();
        for (text, is_dropped, keep) in steps {
            let text = format!("page {text}");
            if is_dropped {
                let mut writer = Writer::<Notes>::begin(&folder, Wait::Never).unwrap();
                writer.put("pages", "pages/9", "txt", 1, b"never committed").unwrap();
            } else if write(&folder, &["same", &text], Keep::Last(keep)).unwrap() {
                committed.push(vec!["same".to_owned(), text]);
            }
        }
        prop_assert_eq!(folder.exists(), !committed.is_empty());
        let log = match committed.is_empty() {
            true => Vec::new(),
            false => russet_store::log::<Notes>(&folder).unwrap(),
        };
        let mut named: BTreeSet<String> = BTreeSet::new();
        for version in &log {
            let snapshot = Snapshot::<Notes>::of_version(&folder, version.number).unwrap();
            prop_assert_eq!(&pages(&snapshot).unwrap(), &committed[version.number as usize - 1]);
            named.extend(snapshot.manifest().files.iter().map(|file| file.file.clone()));
        }
        if let Some(last) = log.last() {
            let files = |folder: &Path| -> BTreeSet<PathBuf> {
                let pages = folder.join("pages");
                let files = if pages.exists() { everything(&pages) } else { Default::default() };
                files.into_keys().map(|path| path.strip_prefix(folder).unwrap().to_owned()).collect()
            };
            let (current, retired) = (files(&folder), files(&folder.join("versions")));
            let of_last: BTreeSet<PathBuf> =
                last.manifest.files.iter().map(|file| PathBuf::from(&file.file)).collect();
            prop_assert_eq!(&current, &of_last);
            let all: BTreeSet<PathBuf> = current.union(&retired).cloned().collect();
            prop_assert_eq!(all, named.into_iter().map(PathBuf::from).collect::<BTreeSet<_>>());
            prop_assert!(current.is_disjoint(&retired));
        }
    }
}
