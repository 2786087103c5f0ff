//! Any line ends to plain ones, so that lines can be counted.

use std::io::{BufRead, Read, Result};

/// Gives the bytes of a text with `\n` after every line, the last one too.
pub(super) struct LineEnds<R> {
    inner: R,
    after_return: bool,
    last: u8,
    finished: bool,
}

impl<R: BufRead> LineEnds<R> {
    pub(super) fn new(inner: R) -> LineEnds<R> {
        LineEnds { inner, after_return: false, last: b'\n', finished: false }
    }
}

impl<R: BufRead> Read for LineEnds<R> {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        let mut written = 0;
        while written == 0 && !self.finished && !out.is_empty() {
            let bytes = self.inner.fill_buf()?;
            if bytes.is_empty() {
                self.finished = true;
                if self.last != b'\n' {
                    out[0] = b'\n';
                    written = 1;
                }
                break;
            }
            let taken = bytes.len().min(out.len());
            for byte in &bytes[..taken] {
                let skipped = *byte == b'\n' && self.after_return;
                self.after_return = *byte == b'\r';
                if !skipped {
                    self.last = if *byte == b'\r' { b'\n' } else { *byte };
                    out[written] = self.last;
                    written += 1;
                }
            }
            self.inner.consume(taken);
        }
        Ok(written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_ends_alike_wherever_the_text_is_cut() {
        let text = b"a\r\nb\n\r\n\rc\r\n\nd";
        for capacity in 1..12 {
            let mut read = String::new();
            let cut = std::io::BufReader::with_capacity(capacity, &text[..]);
            LineEnds::new(cut).read_to_string(&mut read).unwrap();
            assert_eq!(read, "a\nb\n\n\nc\n\nd\n");
        }
    }
}
