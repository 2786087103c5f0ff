//! A commit on its way: new files beside the old ones, then one rename of the manifest.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use crate::atomic::{Staged, sync_file, sync_folder, sync_parent};
use crate::lock::{WriterLock, make_reader_lock};
use crate::manifest::{self, Manifest, Sealed, sealed};
use crate::stamps::Stamps;
use crate::version::Log;
use crate::{Origin, StoreError, StoredFile, Wait, restore, sweep};

/// The right to change a folder, held from before the old commit is read until the new one is there.
///
/// Dropped without a commit, it leaves the folder as it was.
#[derive(Debug)]
pub struct Writer<M: Manifest> {
    folder: PathBuf,
    existed: bool,
    lock: WriterLock,
    current: Option<Sealed<M>>,
    /// The current commit is known from the log alone.
    is_damaged: bool,
    stamps: Stamps,
    /// Files that were written, and may not be on the disk yet.
    unsynced: Vec<PathBuf>,
    touched: BTreeSet<PathBuf>,
    written: Vec<StoredFile>,
}

impl<M: Manifest> Writer<M> {
    /// Begins to write into a folder, which is made where there is none.
    ///
    /// # Errors
    /// [`StoreError::Busy`] while another process writes and the caller does not wait,
    /// [`StoreError::Occupied`] where the folder holds somebody else's files, [`StoreError::Manifest`]
    /// where there is a manifest that cannot be read.
    pub fn begin(folder: &Path, wait: Wait<'_>) -> Result<Writer<M>, StoreError> {
        let mut writer = Writer::lock(folder, wait)?;
        writer.current = match manifest::read::<M>(folder) {
            Ok(current) => Some(current),
            Err(StoreError::Missing { .. }) if !restore::is_lost::<M>(folder) => None,
            Err(StoreError::Missing { .. }) => return Err(restore::lost::<M>(folder)),
            Err(error) => return Err(error),
        };
        Ok(writer)
    }

    /// The same, where the newest version of the log stands in for a manifest that is lost or cannot be
    /// read: the next commit makes the folder whole again.
    ///
    /// # Errors
    /// As [`Writer::begin`], but for the manifest.
    pub fn begin_over(folder: &Path, wait: Wait<'_>) -> Result<Writer<M>, StoreError> {
        let mut writer = Writer::lock(folder, wait)?;
        let current = manifest::read::<M>(folder).ok();
        writer.is_damaged = current.is_none();
        writer.current = current.or_else(|| restore::newest::<M>(folder));
        Ok(writer)
    }

    fn lock(folder: &Path, wait: Wait<'_>) -> Result<Writer<M>, StoreError> {
        // What another writer that makes nothing leaves for a moment is nobody's folder.
        let existed = folder.exists() && !sweep::holds_only_locks::<M>(folder);
        if existed {
            sweep::refuse_foreign_files::<M>(folder)?;
        }
        let lock = WriterLock::take(folder, M::NAME, wait)?;
        Ok(Writer {
            folder: folder.to_owned(),
            existed,
            lock,
            current: None,
            is_damaged: false,
            stamps: Stamps::read(folder),
            unsynced: Vec::new(),
            touched: BTreeSet::new(),
            written: Vec::new(),
        })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The manifest that a commit would replace.
    pub fn current(&self) -> Option<&M> {
        self.current.as_ref().map(|current| &current.value)
    }

    /// The files that the writer put into the folder, which had none of these bytes.
    pub fn written(&self) -> &[StoredFile] {
        &self.written
    }

    /// Whether a file of the folder is whole: by what the file system says of it, else by its hash.
    pub fn is_intact(&mut self, file: &StoredFile) -> bool {
        self.stamps.is_intact(&self.folder, file)
    }

    /// Puts a file named by its content into the folder; `stem` may name a subfolder.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn put(
        &mut self,
        table: &str,
        stem: &str,
        extension: &str,
        rows: usize,
        bytes: &[u8],
    ) -> Result<StoredFile, StoreError> {
        let file = StoredFile::named(table, stem, extension, rows, bytes);
        let path = self.place_of(&file)?;
        if !fs::read(&path).is_ok_and(|there| there == bytes) {
            Staged::write(&self.folder, bytes)?.rename(&path)?;
            self.written.push(file.clone());
        }
        self.settle(&file, path);
        Ok(file)
    }

    /// Puts a file of another folder into this one: a link to the same bytes, or a copy where none is
    /// possible. A file that is there already is left where it is whole.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where the other folder's file is not what the entry says.
    pub fn adopt(
        &mut self,
        other: &Path,
        file: &StoredFile,
        hint: &'static str,
    ) -> Result<(), StoreError> {
        let (from, path) = (other.join(&file.file), self.place_of(file)?);
        if crate::platform::is_same_path(&from, &path) || self.is_intact(file) {
            return Ok(());
        }
        let linked = file.where_it_lies(other, |from| Staged::link_or_copy(&self.folder, from));
        let (staged, _) = linked.map_err(|error| StoreError::io("link or copy", &from, error))?;
        file.check(staged.path(), &from, hint)?;
        staged.rename(&path)?;
        self.written.push(file.clone());
        self.settle(file, path);
        Ok(())
    }

    /// Copies a file from outside into the folder, under a name from its content; `stem` may name a
    /// subfolder. None where its bytes are not those of `hash`: it changed since they were read.
    ///
    /// # Errors
    /// [`StoreError::Io`] when the file cannot be read or the copy cannot be written.
    pub fn put_copy(
        &mut self,
        table: &str,
        (stem, extension): (&str, &str),
        from: &Path,
        hash: &str,
    ) -> Result<Option<StoredFile>, StoreError> {
        let (staged, bytes, found) = Staged::copy(&self.folder, from)?;
        if found != hash {
            return Ok(None);
        }
        let file = StoredFile::with_hash(table, (stem, extension), bytes, found);
        let path = self.place_of(&file)?;
        if !self.is_intact(&file) {
            staged.rename(&path)?;
            self.written.push(file.clone());
        }
        self.settle(&file, path);
        Ok(Some(file))
    }

    /// Where a file lies, in a subfolder that is there.
    fn place_of(&self, file: &StoredFile) -> Result<PathBuf, StoreError> {
        let path = self.folder.join(&file.file);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| StoreError::io("create", parent, error))?;
        }
        Ok(path)
    }

    fn settle(&mut self, file: &StoredFile, path: PathBuf) {
        self.touched.extend(path.parent().map(Path::to_owned));
        self.unsynced.push(path);
        self.stamps.note(&self.folder, file);
    }

    /// Makes the manifest the folder's, durably; nothing where it is the current one already. Whether
    /// it was another.
    ///
    /// # Errors
    /// [`StoreError::Io`]; the old commit is then still there, whole.
    pub fn commit(mut self, next: &M, origin: Origin) -> Result<bool, StoreError> {
        self.sync_files()?;
        let path = self.folder.join(M::FILE);
        let (text, seal) = sealed(next).map_err(|error| StoreError::Manifest {
            path: path.clone(),
            reason: error.to_string(),
        })?;
        let is_new = self.current.as_ref().is_none_or(|current| current.seal != seal);
        if is_new || self.is_damaged {
            let next = Sealed { value: next.clone(), seal };
            make_reader_lock(&self.folder, M::NAME)?;
            self.take_back(&next)?;
            let is_first = self.current.is_none();
            let mut log = Log::read(&self.folder, self.current.as_ref());
            log.make_folder()?;
            if is_new && !is_first {
                log.append(self.current.as_ref(), &next, origin.clone())?;
            }
            self.stamps.write(&self.folder, &next.value.files());
            crate::replace(&path, text.as_bytes())?;
            let next = self.current.insert(next);
            if !self.existed {
                sync_parent(&self.folder)?;
            }
            // A first commit is logged when it is there: a log without a manifest has lost it.
            if is_first {
                log.append(None, next, origin)?;
            }
        }
        Ok(is_new)
    }

    /// Moves files that only earlier versions named back into their places.
    fn take_back(&mut self, next: &Sealed<M>) -> Result<(), StoreError> {
        for file in next.value.files() {
            let (path, retired) = (self.folder.join(&file.file), file.retired_path(&self.folder));
            if !path.exists() && retired.exists() {
                self.place_of(file)?;
                fs::rename(&retired, &path)
                    .map_err(|error| StoreError::io("write", &path, error))?;
                self.touched.extend(path.parent().map(Path::to_owned));
            }
        }
        self.sync_files()
    }

    /// Makes new files and their names survive a power cut before the manifest names them.
    fn sync_files(&mut self) -> Result<(), StoreError> {
        side_by_side(&std::mem::take(&mut self.unsynced), sync_file)?;
        let folders: Vec<PathBuf> = std::mem::take(&mut self.touched).into_iter().collect();
        side_by_side(&folders, sync_folder)
    }
}

impl<M: Manifest> Drop for Writer<M> {
    /// What no version names is swept: the files of versions no longer kept after a commit, the writer's
    /// own without one.
    fn drop(&mut self) {
        sweep::sweep(&self.folder, self.current.as_ref());
        if !self.existed && self.current.is_none() {
            sweep::remove_traces::<M>(&self.folder);
            self.lock.remove();
            let _ = fs::remove_dir(&self.folder);
        }
    }
}

/// How many threads wait for the disk, which takes its time for each file.
const WAITING: usize = 8;

fn side_by_side(
    paths: &[PathBuf],
    sync: fn(&Path) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    thread::scope(|scope| {
        let parts = paths.chunks(paths.len().div_ceil(WAITING).max(1));
        let waiting: Vec<_> = parts
            .map(|part| scope.spawn(move || part.iter().try_for_each(|path| sync(path))))
            .collect();
        waiting.into_iter().try_for_each(|thread| match thread.join() {
            Ok(synced) => synced,
            Err(panic) => std::panic::resume_unwind(panic),
        })
    })
}
