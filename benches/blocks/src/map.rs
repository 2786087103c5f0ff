//! A file as memory.

#![allow(unsafe_code)]

use std::fs::File;

use memmap2::Mmap;

/// Maps a cache file.
pub(crate) fn map(file: &File) -> std::io::Result<Mmap> {
    // SAFETY: cache files are written beside, renamed into place and never written again; who
    // truncates one by hand ends this process, as with any mapped file, and harms no data.
    unsafe { Mmap::map(file) }
}
