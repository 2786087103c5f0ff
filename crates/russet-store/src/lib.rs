//! Tables under a manifest: how the rows of a market and of a run lie on disk.
//!
//! This crate knows nothing of indexes. A folder holds files named by their content and one manifest that
//! names them; a commit replaces the manifest and nothing else, a reader holds one snapshot, and no row is
//! used before the hash of its file is checked.
//!
//! | module | what it holds |
//! |---|---|
//! | `manifest` | what a folder's [`Manifest`] must tell, and the seal over it |
//! | `stored_file` | a file named by its content, read only when its hash is the manifest's |
//! | `snapshot` | what a reader sees: one commit, of which no file goes while it is read |
//! | `writer` | a commit on its way: staged files, one rename, everything synced |
//! | `lock` | one writer at a time, readers always |
//! | `version` | the log: who committed what when, each version readable as long as it is kept |
//! | `restore` | a damaged manifest back from the log |
//! | `sweep` | what killed writers and dropped versions left |
//! | `stamps` | which files need not be hashed again |
//! | `atomic` | one file replaced whole or not at all |
//! | [`table`] | rows to Parquet and back |

mod atomic;
mod error;
pub mod guarded;
mod lock;
mod manifest;
mod platform;
mod restore;
mod snapshot;
mod stamps;
mod stored_file;
mod sweep;
pub mod table;
mod version;
mod writer;

pub use atomic::{replace, replace_folder};
pub use error::StoreError;
pub use lock::Wait;
pub use manifest::Manifest;
pub use restore::restore_manifest;
pub use snapshot::{Snapshot, log};
pub use stored_file::StoredFile;
pub use version::{Keep, Origin, TableChange, Version};
pub use writer::Writer;
