//! What a reader sees: one commit, whose files stay until it lets go of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::lock::ReaderLock;
use crate::manifest::{self, Manifest, Sealed};
use crate::version::Log;
use crate::{StoreError, StoredFile, Version};

/// One commit of a folder. As long as a snapshot lives, no file that it names is removed.
#[derive(Debug, Clone)]
pub struct Snapshot<M> {
    commit: Arc<Commit<M>>,
}

#[derive(Debug)]
struct Commit<M> {
    folder: PathBuf,
    manifest: M,
    seal: String,
    _reading: ReaderLock,
}

impl<M: Manifest> Snapshot<M> {
    /// The current commit of a folder.
    ///
    /// # Errors
    /// [`StoreError::Missing`] where the folder has no manifest, [`StoreError::Manifest`] where it
    /// cannot be read.
    pub fn open(folder: &Path) -> Result<Snapshot<M>, StoreError> {
        let reading = ReaderLock::take(folder, M::NAME)?;
        let Sealed { value, seal } = manifest::read::<M>(folder)?;
        Ok(Snapshot::new(folder, value, seal, reading))
    }

    /// An earlier commit of a folder, by its number in the log.
    ///
    /// # Errors
    /// As [`Snapshot::open`], and [`StoreError::NoVersion`] where the folder does not keep it.
    pub fn of_version(folder: &Path, number: u32) -> Result<Snapshot<M>, StoreError> {
        let reading = ReaderLock::take(folder, M::NAME)?;
        let current = manifest::read::<M>(folder)?;
        let versions = Log::read(folder, Some(&current)).versions;
        let kept = match (versions.first(), versions.last()) {
            (Some(first), Some(last)) => format!("{} to {}", first.number, last.number),
            _ => "no earlier version".to_owned(),
        };
        let found = versions.into_iter().find(|version| version.number == number);
        let version = found.ok_or_else(|| StoreError::NoVersion {
            path: folder.to_owned(),
            version: number,
            kept,
        })?;
        Ok(Snapshot::new(folder, version.manifest, version.manifest_seal, reading))
    }

    fn new(folder: &Path, manifest: M, seal: String, reading: ReaderLock) -> Snapshot<M> {
        let folder = folder.to_owned();
        Snapshot { commit: Arc::new(Commit { folder, manifest, seal, _reading: reading }) }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.commit.folder
    }

    /// The manifest.
    pub fn manifest(&self) -> &M {
        &self.commit.manifest
    }

    /// The seal of the manifest, which is the identity of the commit.
    pub fn seal(&self) -> &str {
        &self.commit.seal
    }

    /// The bytes of a file of the commit, once their hash is that of the manifest.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the bytes are others.
    pub fn read(&self, file: &StoredFile) -> Result<Vec<u8>, StoreError> {
        file.read(self.folder(), M::REMEDY)
    }

    /// How the files of the commit differ from what the manifest names, one message a file; those for
    /// which `may_be_missing` holds may be missing.
    ///
    /// # Errors
    /// [`StoreError::Io`] when a file cannot be read.
    pub fn damaged(
        &self,
        may_be_missing: impl Fn(&StoredFile) -> bool + Sync,
    ) -> Result<Vec<String>, StoreError> {
        let files = self.manifest().files();
        let checked = files.par_iter().map(|file| {
            if may_be_missing(file)
                && file.where_it_lies(self.folder(), |path| fs::metadata(path)).is_err()
            {
                return Ok(None);
            }
            match self.read(file) {
                Ok(_) => Ok(None),
                Err(StoreError::Damaged { reason, .. }) => {
                    Ok(Some(format!("{}: {reason}", file.file)))
                }
                Err(error) => Err(error),
            }
        });
        Ok(checked.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }
}

/// The log of a folder: its versions that can be read, in order.
///
/// # Errors
/// As [`Snapshot::open`].
pub fn log<M: Manifest>(folder: &Path) -> Result<Vec<Version<M>>, StoreError> {
    let _reading = ReaderLock::take(folder, M::NAME)?;
    let current = manifest::read::<M>(folder)?;
    Ok(Log::read(folder, Some(&current)).versions)
}
