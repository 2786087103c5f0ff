//! Just enough of Thrift's compact protocol to look at headers before a library allocates for them.
//!
//! The format: <https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md>.

/// Structs and lists inside each other; Parquet's own metadata needs fewer than ten.
const DEEPEST: u32 = 32;

/// The bytes end early, or are no Thrift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Broken {
    /// More bytes are needed.
    Short,
    /// No bytes that follow could make sense of it.
    Malformed,
}

/// The kind of a field's value, as the compact protocol numbers it.
pub(super) type Kind = u8;
pub(super) const I32: Kind = 5;
pub(super) const LIST: Kind = 9;
pub(super) const STRUCT: Kind = 12;

/// A place in bytes of the compact protocol.
pub(super) struct Compact<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Compact<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Compact<'a> {
        Compact { bytes, at: 0 }
    }

    /// How many bytes were read.
    pub(super) const fn position(&self) -> usize {
        self.at
    }

    /// Visits the fields of a struct; the visitor reads a value and says so, or leaves it to be skipped.
    pub(super) fn fields(
        &mut self,
        visit: &mut dyn FnMut(&mut Compact<'a>, i64, Kind) -> Result<bool, Broken>,
    ) -> Result<(), Broken> {
        let mut id = 0;
        while let Some(kind) = self.field(&mut id)? {
            if !visit(self, id, kind)? {
                self.skip(kind, DEEPEST)?;
            }
        }
        Ok(())
    }

    /// A whole number of 16, 32 or 64 bits.
    pub(super) fn integer(&mut self) -> Result<i64, Broken> {
        let raw = self.varint()?;
        Ok((raw >> 1) as i64 ^ -((raw & 1) as i64))
    }

    /// The number and kind of a list's elements.
    pub(super) fn list(&mut self) -> Result<(u64, Kind), Broken> {
        let header = self.byte()?;
        let size = match header >> 4 {
            15 => self.varint()?,
            size => u64::from(size),
        };
        // Every element takes a byte at least.
        match size > (self.bytes.len() - self.at) as u64 {
            true => Err(Broken::Short),
            false => Ok((size, header & 0x0f)),
        }
    }

    fn field(&mut self, id: &mut i64) -> Result<Option<Kind>, Broken> {
        let header = self.byte()?;
        if header == 0 {
            return Ok(None);
        }
        *id = match header >> 4 {
            0 => self.integer()?,
            step => id.saturating_add(i64::from(step)),
        };
        Ok(Some(header & 0x0f))
    }

    fn skip(&mut self, kind: Kind, depth: u32) -> Result<(), Broken> {
        let depth = depth.checked_sub(1).ok_or(Broken::Malformed)?;
        match kind {
            // Booleans are their own kind.
            1 | 2 => Ok(()),
            3 => self.pass(1),
            4..=6 => self.varint().map(|_| ()),
            7 => self.pass(8),
            8 => {
                let length = self.varint()?;
                self.pass(length)
            }
            LIST | 10 => {
                let (size, kind) = self.list()?;
                (0..size).try_for_each(|_| self.skip_element(kind, depth))
            }
            11 => {
                let size = self.varint()?;
                if size == 0 {
                    return Ok(());
                }
                let kinds = self.byte()?;
                for _ in 0..size {
                    self.skip_element(kinds >> 4, depth)?;
                    self.skip_element(kinds & 0x0f, depth)?;
                }
                Ok(())
            }
            STRUCT => {
                let mut id = 0;
                while let Some(kind) = self.field(&mut id)? {
                    self.skip(kind, depth)?;
                }
                Ok(())
            }
            13 => self.pass(16),
            _ => Err(Broken::Malformed),
        }
    }

    /// An element of a list, where a boolean takes a byte of its own.
    fn skip_element(&mut self, kind: Kind, depth: u32) -> Result<(), Broken> {
        match kind {
            1 | 2 => self.pass(1),
            other => self.skip(other, depth),
        }
    }

    fn byte(&mut self) -> Result<u8, Broken> {
        let byte = self.bytes.get(self.at).copied().ok_or(Broken::Short)?;
        self.at += 1;
        Ok(byte)
    }

    fn pass(&mut self, count: u64) -> Result<(), Broken> {
        match count > (self.bytes.len() - self.at) as u64 {
            true => Err(Broken::Short),
            false => {
                self.at += count as usize;
                Ok(())
            }
        }
    }

    fn varint(&mut self) -> Result<u64, Broken> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(Broken::Malformed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_among_others() {
        // {1: i32 -3, 2: list<i32> [1, 2], 5: i32 64}
        let bytes = [0x15, 5, 0x19, 0x25, 2, 4, 0x35, 0x80, 1, 0];
        let (mut found, mut reader) = (Vec::new(), Compact::new(&bytes));
        let mut visit = |reader: &mut Compact<'_>, id: i64, kind: Kind| match kind {
            I32 => {
                found.push((id, reader.integer()?));
                Ok(true)
            }
            _ => Ok(false),
        };
        assert_eq!(reader.fields(&mut visit), Ok(()));
        assert_eq!((found, reader.position()), (vec![(1, -3), (5, 64)], bytes.len()));
    }

    #[test]
    fn claims_beyond_the_bytes_end_the_reading() {
        let read = |bytes: &[u8]| Compact::new(bytes).fields(&mut |_, _, _| Ok(false));
        assert_eq!(read(&[0x18, 0xff, 0xff, 0xff, 0xff, 0x07]), Err(Broken::Short));
        assert_eq!(read(&[0x19, 0xf5, 0xff, 0xff, 0xff, 0xff, 0x07]), Err(Broken::Short));
        assert_eq!(read(&[0x1c; 100_000]), Err(Broken::Malformed));
        assert_eq!(read(&[0x15; 3]), Err(Broken::Short));
    }
}
