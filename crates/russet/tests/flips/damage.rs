//! Damage to the bytes of a file, and which bytes to try: some of each class.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

use parquet::file::metadata::ParquetMetaDataReader;

/// Damage to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// One bit is another one.
    Flip { byte: usize, bit: u8 },
    /// The end is missing from a byte on.
    Cut { at: usize },
    /// Another byte is at the end.
    Grown,
    /// Some bytes are zeros, as after a loss of power.
    Zeros { from: usize, bytes: usize },
}

impl Damage {
    /// The bytes after it; nothing when it changes none.
    pub fn of(self, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut damaged = bytes.to_vec();
        match self {
            Damage::Flip { byte, bit } => *damaged.get_mut(byte)? ^= 1 << bit,
            Damage::Cut { at } => damaged.truncate(at),
            Damage::Grown => damaged.push(b'x'),
            Damage::Zeros { from, bytes } => damaged[from..from + bytes].fill(0),
        }
        (damaged != bytes).then_some(damaged)
    }
}

/// Damage to a file by its path inside a folder, with the kind of bytes that it hits.
pub struct Case {
    pub path: PathBuf,
    pub class: &'static str,
    pub damage: Damage,
}

impl fmt::Display for Case {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} of {}: {:?}", self.class, self.path.display(), self.damage)
    }
}

/// Places spread evenly over a range.
fn spread(range: &Range<usize>, wanted: usize) -> impl Iterator<Item = usize> {
    let (start, length) = (range.start, range.len());
    let wanted = wanted.min(length);
    (0..wanted).map(move |place| start + place * length / wanted.max(1))
}

/// A bit that differs from byte to byte.
fn bit(byte: usize) -> u8 {
    (byte.wrapping_mul(0x9e37_79b9) >> 13) as u8 % 8
}

/// The damage to try on the files of a folder.
pub fn cases(files: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<Case> {
    let mut cases = Vec::new();
    for (path, bytes) in files {
        let mut add = |class, damage| cases.push(Case { path: path.clone(), class, damage });
        for (class, range, wanted) in classes(path, bytes) {
            match class {
                "footer length" | "end mark" => range.for_each(|byte| {
                    (0..8).for_each(|bit| add(class, Damage::Flip { byte, bit }));
                }),
                _ => spread(&range, wanted)
                    .for_each(|byte| add(class, Damage::Flip { byte, bit: bit(byte) })),
            }
        }
        for at in spread(&(0..bytes.len()), 8) {
            add("length", Damage::Cut { at });
        }
        if let Some(at) = bytes.len().checked_sub(1) {
            add("length", Damage::Cut { at });
            add("length", Damage::Grown);
            add("a block", Damage::Zeros { from: bytes.len() / 2, bytes: at / 4 });
        }
    }
    cases
}

/// The kinds of bytes in a file, each with how many of them to flip.
fn classes(path: &Path, bytes: &[u8]) -> Vec<(&'static str, Range<usize>, usize)> {
    let whole = 0..bytes.len();
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("parquet") => parquet_classes(bytes),
        Some("json") => vec![("manifest", whole, 400)],
        Some("toml") => vec![("methodology", whole, 60)],
        _ => vec![("other bytes", whole, 40)],
    }
}

fn parquet_classes(bytes: &[u8]) -> Vec<(&'static str, Range<usize>, usize)> {
    let end = bytes.len() - 8;
    let length: [u8; 4] = bytes[end..end + 4].try_into().unwrap();
    let footer = end - u32::from_le_bytes(length) as usize;
    let mut classes = vec![
        ("start mark", 0..4, 4),
        ("footer", footer..end, 40),
        ("footer length", end..end + 4, 4),
        ("end mark", end + 4..end + 8, 4),
    ];
    let metadata = ParquetMetaDataReader::decode_metadata(&bytes[footer..end]).unwrap();
    let mut data_end = 4;
    for column in metadata.row_groups().iter().flat_map(|group| group.columns()) {
        let (start, bytes) = column.byte_range();
        let (start, end) = (start as usize, (start + bytes) as usize);
        let data = column.data_page_offset() as usize;
        if column.dictionary_page_offset().is_some() {
            classes.push(("dictionary header", start..data.min(start + 20), 2));
            classes.push(("dictionary", data.min(start + 20)..data, 2));
        }
        classes.push(("page header", data..end.min(data + 20), 3));
        classes.push(("page", end.min(data + 20)..end, 2));
        data_end = data_end.max(end);
    }
    // Indexes of pages and what else lies between the pages and the footer.
    classes.push(("statistics", data_end..footer, 24));
    classes
}
