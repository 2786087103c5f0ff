//! Hashes of rows, which are added up.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Rows hashed by one thread at a time.
pub(super) const CHUNK: usize = 4_096;

/// The sum of the BLAKE3 hashes of rows, lane by lane: what order rows come in does not matter, and a
/// later row is added to what is known already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Digest(pub(super) [u64; 4]);

impl Digest {
    pub(super) fn of(row: &impl Serialize, buffer: &mut Vec<u8>) -> Digest {
        buffer.clear();
        // Rows are plain structs, which cannot fail to be written into memory.
        let written = postcard::to_extend(row, std::mem::take(buffer));
        *buffer = written.unwrap_or_default();
        let hash = blake3::hash(buffer);
        let mut lanes = [0; 4];
        for (lane, bytes) in lanes.iter_mut().zip(hash.as_bytes().chunks_exact(8)) {
            *lane = bytes.iter().rev().fold(0, |lane, byte| lane << 8 | u64::from(*byte));
        }
        Digest(lanes)
    }

    pub(super) fn plus(self, other: Digest) -> Digest {
        let mut sum = self;
        sum.0.iter_mut().zip(other.0).for_each(|(lane, other)| *lane = lane.wrapping_add(other));
        sum
    }
}

/// A day as a small number.
pub(super) fn packed(day: Date) -> i32 {
    i32::from(day.year()) << 9 | i32::from(day.month()) << 5 | i32::from(day.day())
}
