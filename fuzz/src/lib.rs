//! What the fuzz targets share: an input as a file, an import of it, and what must hold then.

pub mod imports;
pub mod input;
pub mod market;
pub mod panics;
pub mod seeds;
