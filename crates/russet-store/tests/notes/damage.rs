//! Damage is seen before anything that was damaged is used, and writing again repairs it.

use std::fs;
use std::time::Duration;

use russet_store::{Keep, Snapshot, StoreError, Wait, Writer};

use super::{Notes, everything, notes, origin, read, write};

#[test]
fn every_flipped_bit_of_every_file_is_an_error_or_changes_nothing() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("notes");
    write(&folder, &["a page", "another"], Keep::All).unwrap();
    let whole = read(&folder).unwrap();
    let mut errors = 0;
    for (path, bytes) in everything(&folder) {
        for place in 0..bytes.len() {
            for bit in [0, 4, 7] {
                let mut flipped = bytes.clone();
                flipped[place] ^= 1 << bit;
                fs::write(&path, &flipped).unwrap();
                match read(&folder) {
                    Ok(pages) => assert_eq!(pages, whole, "{} byte {place}", path.display()),
                    Err(_) => errors += 1,
                }
            }
        }
        fs::write(&path, &bytes).unwrap();
    }
    let manifest = fs::read(folder.join("notes.json")).unwrap().len();
    assert_eq!(errors, 3 * (manifest + "a page".len() + "another".len()));
}

#[test]
fn a_torn_file_is_written_again_and_a_missing_one_too() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("notes");
    write(&folder, &["a page", "another"], Keep::All).unwrap();
    let snapshot = Snapshot::<Notes>::open(&folder).unwrap();
    let files = snapshot.manifest().files.clone();
    fs::write(folder.join(&files[0].file), "torn").unwrap();
    fs::remove_file(folder.join(&files[1].file)).unwrap();
    let damaged = snapshot.damaged(|_| false).unwrap();
    assert!(damaged[0].contains("it has 4 bytes instead of 6"), "{damaged:?}");
    assert!(damaged[1].contains("it is missing"), "{damaged:?}");
    let error = read(&folder).unwrap_err();
    assert!(error.to_string().contains("(hint: write them again)"), "{error}");
    write(&folder, &["a page", "another"], Keep::All).unwrap();
    assert_eq!(read(&folder).unwrap(), ["a page", "another"]);
}

#[test]
fn a_kept_file_is_taken_for_whole_by_its_stamp_until_it_is_touched() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("notes");
    write(&folder, &["a page"], Keep::All).unwrap();
    // A stamp of a file that was written this instant would not show a change in the same instant.
    std::thread::sleep(Duration::from_millis(60));
    let begin = || Writer::<Notes>::begin(&folder, Wait::Never).unwrap();
    let mut writer = begin();
    let file = writer.current().unwrap().files[0].clone();
    assert!(writer.is_intact(&file));
    let more = writer.put("pages", "pages/1", "txt", 1, b"more").unwrap();
    writer.commit(&notes(vec![file.clone(), more], Keep::All), origin("me")).unwrap();
    assert!(begin().is_intact(&file), "by its stamp");
    let path = folder.join(&file.file);
    let modified = path.metadata().unwrap().modified().unwrap();
    fs::write(&path, "A page").unwrap();
    fs::File::open(&path).unwrap().set_modified(modified).unwrap();
    assert!(!begin().is_intact(&file), "the same length and time of modification, other bytes");
}

#[test]
fn a_file_adopted_from_another_folder_is_linked_or_copied_and_must_be_whole() {
    let parent = tempfile::tempdir().unwrap();
    let [from, to] = ["from", "to"].map(|name| parent.path().join(name));
    write(&from, &["a page"], Keep::All).unwrap();
    let file = Snapshot::<Notes>::open(&from).unwrap().manifest().files[0].clone();
    let adopt = || {
        let mut writer = Writer::<Notes>::begin(&to, Wait::Never).unwrap();
        writer.adopt(&from, &file, "find it")?;
        writer.commit(&notes(vec![file.clone()], Keep::All), origin("me"))
    };
    adopt().unwrap();
    fs::remove_file(to.join(&file.file)).unwrap();
    fs::write(to.join(&file.file), "torn").unwrap();
    adopt().unwrap();
    assert_eq!(read(&to).unwrap(), ["a page"], "a torn copy is replaced");
    fs::remove_file(to.join(&file.file)).unwrap();
    fs::write(from.join(&file.file), "A page").unwrap();
    let error = adopt().unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
}

#[test]
fn a_manifest_that_names_files_outside_or_of_a_later_layout_is_refused() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("notes");
    let mut writer = Writer::<Notes>::begin(&folder, Wait::Never).unwrap();
    let mut file = writer.put("pages", "pages/0", "txt", 1, b"a page").unwrap();
    file.file = "../pages/0.txt".to_owned();
    writer.commit(&notes(vec![file], Keep::All), origin("me")).unwrap();
    let error = read(&folder).unwrap_err().to_string();
    assert!(error.contains("'../pages/0.txt' lies outside the folder"), "{error}");
    fs::write(folder.join("notes.json"), "{\"format\": \"test notes\", \"version\": 2}").unwrap();
    let error = read(&folder).unwrap_err().to_string();
    assert!(error.contains("written in layout version 2, this russet reads version 1"), "{error}");
}

#[test]
fn a_folder_that_lost_its_manifest_is_not_begun_again() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("notes");
    write(&folder, &["a page"], Keep::All).unwrap();
    let manifest = fs::read(folder.join("notes.json")).unwrap();
    fs::remove_file(folder.join("notes.json")).unwrap();
    let before = everything(&folder);
    let error = write(&folder, &["another"], Keep::All).unwrap_err();
    assert!(matches!(error, StoreError::Manifest { .. }), "{error}");
    assert!(error.to_string().contains("it is missing, and the log tells of commits"), "{error}");
    assert!(everything(&folder) == before, "nothing is swept");
    assert_eq!(russet_store::restore_manifest::<Notes>(&folder, Wait::Never).unwrap(), Some(1));
    assert_eq!(fs::read(folder.join("notes.json")).unwrap(), manifest);
}

#[test]
fn whoever_begins_over_goes_on_from_the_log() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("notes");
    write(&folder, &["a page"], Keep::All).unwrap();
    write(&folder, &["another"], Keep::All).unwrap();
    let manifest = fs::read(folder.join("notes.json")).unwrap();
    for damage in [None, Some("torn")] {
        fs::remove_file(folder.join("notes.json")).unwrap();
        if let Some(text) = damage {
            fs::write(folder.join("notes.json"), text).unwrap();
        }
        let writer = Writer::<Notes>::begin_over(&folder, Wait::Never).unwrap();
        let current = writer.current().unwrap().clone();
        assert!(!writer.commit(&current, origin("the same")).unwrap());
        assert_eq!(fs::read(folder.join("notes.json")).unwrap(), manifest);
        assert_eq!(russet_store::log::<Notes>(&folder).unwrap().len(), 2);
    }
}
