//! The pages of a column chunk, walked header by header: what they would unfold to.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use super::thrift::{Broken, Compact, I32, STRUCT};

/// Bytes in which most headers of pages lie.
const USUAL_HEADER: u64 = 8 << 10;
/// Statistics may make a header larger, but not beyond this.
const LARGEST_HEADER: u64 = 4 << 20;

/// What the header of a page says.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Page {
    unfolded: i64,
    stored: i64,
    encoding: Option<i64>,
}

/// What the pages of a column chunk would unfold to.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pages {
    /// Bytes of all pages.
    pub(super) unfolded: u64,
    /// Whether texts are stored as differences, whose number the library takes on trust.
    pub(super) text_deltas: bool,
}

/// Encodings of texts by the differences of their lengths or beginnings: `DELTA_LENGTH_BYTE_ARRAY`,
/// `DELTA_BYTE_ARRAY`.
const TEXT_DELTAS: [i64; 2] = [6, 7];

/// Walks the pages that lie from one place of a file to another; the reason if they cannot be.
pub(super) fn walk(
    file: &File,
    (start, end): (u64, u64),
    page_bytes: u64,
) -> Result<Result<Pages, String>, std::io::Error> {
    let mut pages = Pages::default();
    let mut at = start;
    while at < end {
        let (page, header) = match page_at(file, at, end)? {
            Ok(found) => found,
            Err(_) => return Ok(Err("the header of a page is damaged".to_owned())),
        };
        let (Ok(unfolded), Ok(stored)) = (u64::try_from(page.unfolded), u64::try_from(page.stored))
        else {
            return Ok(Err("a page claims a negative size".to_owned()));
        };
        at += header;
        if stored > end - at {
            return Ok(Err("a page reaches beyond its column".to_owned()));
        }
        if unfolded > page_bytes {
            return Ok(Err(format!(
                "a page unfolds to {unfolded} bytes, and {page_bytes} are allowed"
            )));
        }
        at += stored;
        pages.unfolded = pages.unfolded.saturating_add(unfolded);
        pages.text_deltas |= page.encoding.is_some_and(|one| TEXT_DELTAS.contains(&one));
    }
    Ok(Ok(pages))
}

/// The header of the page at a place, and how long it is.
fn page_at(
    mut file: &File,
    at: u64,
    end: u64,
) -> Result<Result<(Page, u64), Broken>, std::io::Error> {
    let mut bytes = Vec::new();
    for length in [USUAL_HEADER, LARGEST_HEADER] {
        bytes.clear();
        file.seek(SeekFrom::Start(at))?;
        file.take(length.min(end - at)).read_to_end(&mut bytes)?;
        match page(&bytes) {
            Err(Broken::Short) if bytes.len() as u64 == length => {}
            read => return Ok(read),
        }
    }
    Ok(Err(Broken::Short))
}

fn page(bytes: &[u8]) -> Result<(Page, u64), Broken> {
    const UNFOLDED: i64 = 2;
    const STORED: i64 = 3;
    const DATA: i64 = 5;
    const DATA_V2: i64 = 8;
    let mut page = Page::default();
    let mut reader = Compact::new(bytes);
    reader.fields(&mut |reader, id, kind| {
        match (id, kind) {
            (UNFOLDED, I32) => page.unfolded = reader.integer()?,
            (STORED, I32) => page.stored = reader.integer()?,
            (DATA | DATA_V2, STRUCT) => {
                let place = if id == DATA { 2 } else { 4 };
                reader.fields(&mut |reader, id, kind| {
                    let encodes = (id, kind) == (place, I32);
                    if encodes {
                        page.encoding = Some(reader.integer()?);
                    }
                    Ok(encodes)
                })?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok((page, reader.position() as u64))
}
