//! A manifest that is missing or damaged, restored from the newest version in the log.

use std::fs;
use std::path::Path;

use crate::lock::WriterLock;
use crate::manifest::{self, Manifest, Sealed, sealed, unsealed};
use crate::version;
use crate::{StoreError, Wait};

/// Makes the newest whole version of a folder its manifest, where it has none that can be read. Gives
/// the version's number, none where the manifest is whole.
///
/// # Errors
/// [`StoreError::Busy`] while another process writes and the caller does not wait; what is wrong with
/// the manifest where no version can take its place, or a later russet wrote it.
pub fn restore_manifest<M: Manifest>(
    folder: &Path,
    wait: Wait<'_>,
) -> Result<Option<u32>, StoreError> {
    if !folder.join(version::FOLDER).is_dir() {
        return manifest::read::<M>(folder).map(|_| None);
    }
    let _writing = WriterLock::take(folder, M::NAME, wait)?;
    let error = match manifest::read::<M>(folder) {
        Ok(_) => return Ok(None),
        Err(error) => error,
    };
    let path = folder.join(M::FILE);
    // Its seal holds, so it is not damaged: another version of russet wrote it.
    if fs::read_to_string(&path).is_ok_and(|text| unsealed(&text).is_some()) {
        return Err(error);
    }
    let (number, newest) = newest_version::<M>(folder).ok_or(error)?;
    let (text, _) = sealed(&newest.value)
        .map_err(|error| StoreError::Manifest { path: path.clone(), reason: error.to_string() })?;
    crate::replace(&path, text.as_bytes())?;
    Ok(Some(number))
}

/// The commit that the newest whole version of the log tells of.
pub(crate) fn newest<M: Manifest>(folder: &Path) -> Option<Sealed<M>> {
    newest_version(folder).map(|(_, newest)| newest)
}

fn newest_version<M: Manifest>(folder: &Path) -> Option<(u32, Sealed<M>)> {
    version::files(folder).into_iter().rev().find_map(|(_, path)| {
        let version = version::read_version::<M>(&path)?;
        let (_, seal) = sealed(&version.manifest).ok()?;
        let newest = Sealed { value: version.manifest, seal };
        (newest.seal == version.manifest_seal).then_some((version.number, newest))
    })
}

/// Whether a folder has lost its manifest: its log tells of commits.
pub(crate) fn is_lost<M: Manifest>(folder: &Path) -> bool {
    !folder.join(M::FILE).exists() && !version::files(folder).is_empty()
}

/// Says that a folder has lost its manifest.
pub(crate) fn lost<M: Manifest>(folder: &Path) -> StoreError {
    let reason = format!("it is missing, and the log tells of commits (hint: {})", M::REMEDY);
    StoreError::Manifest { path: folder.join(M::FILE), reason }
}
