//! Tables under a manifest: how the rows of a market and of a run lie on disk.
//!
//! This crate knows nothing of indexes. A folder holds files named by their content and one manifest that
//! names them; a commit replaces the manifest and nothing else, a reader holds one snapshot, and no row is
//! used before the hash of its file is checked.

mod error;
pub mod guarded;
pub mod table;

pub use error::StoreError;
