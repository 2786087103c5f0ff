//! Files that no version names: left by killed writers, or of versions no longer kept.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::atomic::STAGED;
use crate::lock::while_nobody_reads;
use crate::manifest::{self, Manifest, Sealed};
use crate::stored_file::is_content_named;
use crate::version::{self, Log};
use crate::{StoreError, stamps};

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

/// Removes the files that no version names, unless somebody reads. A file that cannot be removed now
/// harms nobody and is swept by the next writer.
pub(crate) fn sweep<M: Manifest>(folder: &Path, current: Option<&Sealed<M>>) {
    if current.is_none() && folder.join(M::FILE).exists() {
        // A manifest that cannot be read may be mended, so its files stay.
        return;
    }
    while_nobody_reads(folder, M::NAME, || {
        let mut log = Log::read(folder, current);
        if let Some(current) = current {
            log.prune(current.value.keep());
        }
        let manifests = log.versions.iter().map(|version| &version.manifest);
        let manifests = manifests.chain(current.map(|current| &current.value));
        let named: BTreeSet<PathBuf> = manifests
            .flat_map(|manifest| manifest.files().into_iter().map(|file| folder.join(&file.file)))
            .collect();
        for subfolder in M::FOLDERS {
            let subfolder = folder.join(subfolder);
            remove_unnamed::<M>(&subfolder, &named);
            // Fails where the folder still has files, as it should.
            let _ = fs::remove_dir(subfolder);
        }
        remove_unnamed::<M>(&folder.join(version::FOLDER), &named);
        remove_unnamed::<M>(folder, &named);
    });
}

fn remove_unnamed<M: Manifest>(folder: &Path, named: &BTreeSet<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let (name, path) = (entry.file_name().to_string_lossy().into_owned(), entry.path());
        if is_sweepable::<M>(&name) && !named.contains(&path) {
            let _ = fs::remove_file(path);
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
