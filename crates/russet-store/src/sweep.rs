//! Files that no version names: left by killed writers, or of versions no longer kept.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::atomic::STAGED;
use crate::lock::while_nobody_reads;
use crate::manifest::{self, Manifest, Sealed};
use crate::stored_file::is_content_named;
use crate::version::{self, Log};
use crate::{StoreError, StoredFile, restore, stamps};

/// Refuses a folder that holds anything but what a writer made, whole, damaged or killed on its way.
pub(crate) fn refuse_foreign_files<M: Manifest>(folder: &Path) -> Result<(), StoreError> {
    let occupied = |example: &str| {
        let (path, example) = (folder.to_owned(), example.to_owned());
        Err(StoreError::Occupied { path, what: M::NAME, example })
    };
    if folder.is_file() {
        return occupied("a file of that name");
    }
    let has_manifest = folder.join(M::FILE).exists();
    if has_manifest && manifest::is_of_format::<M>(folder) {
        return Ok(());
    }
    let entries = match fs::read_dir(folder) {
        // A writer that made nothing took the folder away just now.
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(|error| StoreError::io("read", folder, error))?,
    };
    for entry in entries {
        let entry = entry.map_err(|error| StoreError::io("read", folder, error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !is_ours::<M>(&name) {
            return occupied(&name);
        }
    }
    // Other software calls its files like a manifest too; a damaged one of ours has a log.
    match has_manifest && !folder.join(version::FOLDER).is_dir() {
        true => occupied(M::FILE),
        false => Ok(()),
    }
}

/// Whether a folder holds lock files and nothing else.
pub(crate) fn holds_only_locks<M: Manifest>(folder: &Path) -> bool {
    let names = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
    let names: Vec<_> = names.collect();
    let locks = lock_files::<M>();
    !names.is_empty() && names.iter().all(|name| locks.iter().any(|lock| name == lock.as_str()))
}

fn is_ours<M: Manifest>(name: &str) -> bool {
    name == M::FILE
        || name == version::FOLDER
        || stamps::is_ours(name)
        || lock_files::<M>().iter().any(|lock| lock == name)
        || M::FOLDERS.contains(&name)
        || M::is_kept_folder(name)
        || is_sweepable::<M>(name)
}

/// Whether a file is removed unless a version names it.
fn is_sweepable<M: Manifest>(name: &str) -> bool {
    name.starts_with(STAGED) || is_content_named(name) || M::is_of_earlier_layout(name)
}

fn lock_files<M: Manifest>() -> [String; 2] {
    [format!("{}.lock", M::NAME), format!("{}.writer.lock", M::NAME)]
}

/// Puts the files that only earlier versions name out of the way, and removes those that no version names,
/// unless somebody reads. What fails now harms nobody and is left to the next writer.
pub(crate) fn sweep<M: Manifest>(folder: &Path, current: Option<&Sealed<M>>) {
    let has_commit = folder.join(M::FILE).exists() || restore::is_lost::<M>(folder);
    if current.is_none() && has_commit {
        // A manifest that is lost or cannot be read may be mended, so its files stay.
        return;
    }
    let mut log = Log::read(folder, current);
    let named = |manifests: &mut dyn Iterator<Item = &M>| -> BTreeSet<String> {
        let files = manifests.flat_map(|manifest| manifest.files());
        files.map(|file| file.file.clone()).collect()
    };
    let in_use = named(&mut current.iter().map(|current| &current.value));
    for version in &log.versions {
        version.manifest.files().into_iter().for_each(|file| {
            if !in_use.contains(&file.file) {
                retire(folder, file);
            }
        });
    }
    while_nobody_reads(folder, M::NAME, || {
        if let Some(current) = current {
            log.prune(current.value.keep());
        }
        let kept = named(&mut log.versions.iter().map(|version| &version.manifest));
        let retired = folder.join(version::FOLDER);
        remove_but::<M>(folder, &in_use);
        remove_but::<M>(&retired, &kept.difference(&in_use).cloned().collect());
    });
}

fn retire(folder: &Path, file: &StoredFile) {
    let (path, retired) = (folder.join(&file.file), file.retired_path(folder));
    if path.exists() && retired.parent().is_some_and(|parent| fs::create_dir_all(parent).is_ok()) {
        let _ = fs::rename(path, retired);
    }
}

/// Removes the files of a folder and its subfolders but for some.
fn remove_but<M: Manifest>(folder: &Path, kept: &BTreeSet<String>) {
    let subfolders = M::FOLDERS.iter().map(|subfolder| format!("{subfolder}/"));
    for prefix in subfolders.chain([String::new()]) {
        let subfolder = folder.join(&prefix);
        for entry in fs::read_dir(&subfolder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if is_sweepable::<M>(&name) && !kept.contains(&format!("{prefix}{name}")) {
                let _ = fs::remove_file(entry.path());
            }
        }
        if !prefix.is_empty() {
            // Fails where the folder still has files, as it should.
            let _ = fs::remove_dir(subfolder);
        }
    }
}

/// Removes what a writer leaves in a folder in which nothing was committed.
pub(crate) fn remove_traces<M: Manifest>(folder: &Path) {
    for (_, path) in version::files(folder) {
        let _ = fs::remove_file(path);
    }
    let _ = fs::remove_dir(folder.join(version::FOLDER));
    let [reader, _] = lock_files::<M>();
    let _ = fs::remove_file(folder.join(reader));
}
