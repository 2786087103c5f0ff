//! A manifest that is missing or damaged, restored from the newest version in the log.

use std::fs;
use std::path::Path;

use crate::lock::WriterLock;
use crate::manifest::{self, Manifest, sealed, unsealed};
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
    let versions = version::files(folder).into_iter().rev();
    let newest =
        versions.filter_map(|(_, path)| version::read_version::<M>(&path)).find_map(|one| {
            let (text, seal) = sealed(&one.manifest).ok()?;
            (seal == one.manifest_seal).then_some((one.number, text))
        });
    let (number, text) = newest.ok_or(error)?;
    crate::replace(&path, text.as_bytes())?;
    Ok(Some(number))
}
