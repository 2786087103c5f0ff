//! How much a Parquet file of others may claim.

/// How much a Parquet file may unfold to: it is refused before it takes the machine's memory.
///
/// ```
/// use russet_store::guarded::Limits;
/// let limits = Limits { page_bytes: 1 << 20, ..Limits::default() };
/// assert_eq!(limits.budget(1_000), (256 << 20) + 64_000);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Columns of a file.
    pub columns: usize,
    /// Bytes of the text of one cell.
    pub cell_bytes: u64,
    /// Bytes of one page, unfolded. Writers make pages of about a mebibyte.
    pub page_bytes: u64,
    /// How many times its size a file may unfold to, beyond 256 MiB that any file may.
    pub growth: u64,
}

impl Limits {
    /// What any file may unfold to, however small it is: some million rows of a few constants are small.
    const ANY_FILE: u64 = 256 << 20;
    /// What a row counts at least: it becomes a fact in memory, whatever its cells are.
    pub(super) const ROW_BYTES: u64 = 64;

    /// Bytes that the pages of a file may unfold to, and again the cells in them.
    pub const fn budget(&self, file_bytes: u64) -> u64 {
        Limits::ANY_FILE.saturating_add(file_bytes.saturating_mul(self.growth))
    }
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { columns: 4_096, cell_bytes: 1 << 20, page_bytes: 64 << 20, growth: 64 }
    }
}
