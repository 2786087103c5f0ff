//! The footer of a Parquet file, looked at before the library reads it.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use super::thrift::{Broken, Compact, I32, LIST, STRUCT};

/// Bytes behind the footer: its length, and `PAR1`.
const TAIL: u64 = 8;
/// No table of a market needs a larger footer; the library holds it in memory several times over.
const LARGEST_FOOTER: u64 = 64 << 20;
/// Groups inside groups; the library walks them recursively.
const DEEPEST_SCHEMA: usize = 16;

/// Why the footer cannot be what a table has, if it cannot.
pub(super) fn fault(mut file: &File, size: u64) -> Result<Option<String>, std::io::Error> {
    if size < TAIL + 4 {
        return Ok(Some("the file ends before its footer".to_owned()));
    }
    let mut tail = [0; TAIL as usize];
    file.seek(SeekFrom::Start(size - TAIL))?;
    file.read_exact(&mut tail)?;
    let [a, b, c, d, magic @ ..] = tail;
    if magic != *b"PAR1" {
        return Ok(Some("the file does not end like a Parquet file: it was cut off".to_owned()));
    }
    let length = u64::from(u32::from_le_bytes([a, b, c, d]));
    if length > (size - TAIL).min(LARGEST_FOOTER) {
        return Ok(Some(format!("a footer of {length} bytes is claimed")));
    }
    let mut footer = vec![0; length as usize];
    file.seek(SeekFrom::Start(size - TAIL - length))?;
    file.read_exact(&mut footer)?;
    Ok(match children(&footer) {
        Err(_) => Some("the footer is damaged".to_owned()),
        Ok(children) => match depth(&children) {
            Some(depth) if depth <= DEEPEST_SCHEMA => None,
            Some(_) => Some(format!("groups lie more than {DEEPEST_SCHEMA} deep in each other")),
            None => Some("the schema in the footer is damaged".to_owned()),
        },
    })
}

/// How many children each element of the schema has, the root first.
fn children(footer: &[u8]) -> Result<Vec<u64>, Broken> {
    const SCHEMA: i64 = 2;
    const CHILDREN: i64 = 5;
    let mut found = Vec::new();
    Compact::new(footer).fields(&mut |reader, id, kind| {
        if (id, kind) != (SCHEMA, LIST) {
            return Ok(false);
        }
        let (elements, kind) = reader.list()?;
        if kind != STRUCT {
            return Err(Broken::Malformed);
        }
        for _ in 0..elements {
            let mut children = 0;
            reader.fields(&mut |reader, id, kind| {
                if (id, kind) != (CHILDREN, I32) {
                    return Ok(false);
                }
                children = u64::try_from(reader.integer()?).map_err(|_| Broken::Malformed)?;
                Ok(true)
            })?;
            found.push(children);
        }
        Ok(true)
    })?;
    Ok(found)
}

/// How deep a schema's elements lie, written parents first; nothing where their number does not fit.
fn depth(children: &[u64]) -> Option<usize> {
    let mut open: Vec<u64> = vec![1];
    let mut deepest = 0;
    for count in children {
        while open.last() == Some(&0) {
            open.pop();
        }
        *open.last_mut()? -= 1;
        if *count > 0 {
            open.push(*count);
        }
        deepest = deepest.max(open.len());
        if deepest > DEEPEST_SCHEMA {
            return Some(deepest);
        }
    }
    open.iter().all(|left| *left == 0).then_some(deepest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_is_as_deep_as_its_groups() {
        assert_eq!(depth(&[2, 0, 0]), Some(2));
        assert_eq!(depth(&[2, 1, 0, 0]), Some(3));
        assert_eq!(depth(&[3, 0, 0]), None);
        assert_eq!(depth(&[1, 0, 0]), None);
        assert_eq!(depth(&vec![1; 100_000]), Some(DEEPEST_SCHEMA + 1));
    }
}
