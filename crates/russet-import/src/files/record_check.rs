//! Text of a CSV file, checked while it is read: quotes that close, rows and columns within the limits.

use std::io::{Error, Read, Result};

use crate::limits::Limits;

/// What is wrong with the text of a CSV file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub(super) struct TextFault {
    /// The line at fault; for a quote, the one on which it opens.
    pub(super) line: u64,
    pub(super) problem: String,
    pub(super) hint: &'static str,
}

/// Where in a row the text stands, as the reader behind sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    CellStart,
    Plain,
    Quoted,
    /// Behind a quote inside a quoted cell: its end, or the first half of a quote that is meant.
    Closed,
}

/// Passes on a text with `\n` after every line, and stops at the first fault.
pub(super) struct RecordCheck<R> {
    inner: R,
    limits: Limits,
    state: State,
    line: u64,
    quote_line: u64,
    bytes: u64,
    columns: u64,
}

const CLOSE_IT: &str = "close the quote, or double every quote that is part of a cell";
const RAISE: &str = "check that it is the right file; --limits raises what is allowed";

impl<R: Read> RecordCheck<R> {
    pub(super) fn new(inner: R, limits: Limits) -> RecordCheck<R> {
        let state = State::CellStart;
        RecordCheck { inner, limits, state, line: 1, quote_line: 0, bytes: 0, columns: 1 }
    }

    fn check(&mut self, byte: u8) -> std::result::Result<(), TextFault> {
        self.bytes += 1;
        if self.bytes > self.limits.line_bytes {
            return Err(self.too_long());
        }
        self.state = match (self.state, byte) {
            (State::CellStart, b'"') => {
                self.quote_line = self.line;
                State::Quoted
            }
            (State::Quoted, b'"') => State::Closed,
            (State::Closed, b'"') | (State::Quoted, _) => State::Quoted,
            (_, b'\n') => {
                (self.bytes, self.columns) = (0, 1);
                State::CellStart
            }
            (_, b',') => {
                self.columns += 1;
                if self.columns > self.limits.columns {
                    let most = self.limits.columns;
                    let problem = format!("a row of more than {most} cells");
                    return Err(TextFault { line: self.line, problem, hint: RAISE });
                }
                State::CellStart
            }
            (State::Closed, _) if self.line > self.quote_line => {
                let problem = format!(
                    "the quote that opens here does not close: the next one is inside line {}",
                    self.line
                );
                return Err(TextFault { line: self.quote_line, problem, hint: CLOSE_IT });
            }
            // The bytes that mark a text as UTF-8 are no part of its first cell.
            (State::CellStart, 0xEF | 0xBB | 0xBF) if self.line == 1 && self.bytes <= 3 => {
                State::CellStart
            }
            _ => State::Plain,
        };
        self.line += u64::from(byte == b'\n');
        Ok(())
    }

    fn too_long(&self) -> TextFault {
        let most = self.limits.line_bytes;
        match self.state {
            State::Quoted => TextFault {
                line: self.quote_line,
                problem: format!("the quote that opens here does not close within {most} bytes"),
                hint: CLOSE_IT,
            },
            _ => TextFault {
                line: self.line,
                problem: format!("a row of more than {most} bytes"),
                hint: RAISE,
            },
        }
    }

    fn end(&self) -> std::result::Result<(), TextFault> {
        match self.state {
            State::Quoted => Err(TextFault {
                line: self.quote_line,
                problem: "the quote that opens here never closes".to_owned(),
                hint: CLOSE_IT,
            }),
            _ => Ok(()),
        }
    }
}

impl<R: Read> Read for RecordCheck<R> {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        let count = self.inner.read(out)?;
        let checked = match count {
            0 if !out.is_empty() => self.end(),
            _ => out[..count].iter().try_for_each(|byte| self.check(*byte)),
        };
        checked.map(|()| count).map_err(Error::other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Option<(u64, String)> {
        let limits = Limits { line_bytes: 40, columns: 4, ..Limits::default() };
        let mut read = Vec::new();
        let error = RecordCheck::new(text.as_bytes(), limits).read_to_end(&mut read).err()?;
        let fault = error.get_ref().and_then(|inner| inner.downcast_ref::<TextFault>()).unwrap();
        Some((fault.line, fault.problem.clone()))
    }

    #[test]
    fn quotes_that_close_are_left_alone() {
        for text in [
            "a,\"b, c\",d\n1,2,3\n",
            "\"two\nlines\",\"a \"\"quoted\"\" word\"\n",
            "size 5\",\"x\"\n\"\"\n",
            "\"Joe \"the man\" Doe\",2\n",
            "\u{feff}\"a\",b\n",
        ] {
            assert_eq!(fault(text), None, "{text}");
        }
    }

    #[test]
    fn a_quote_that_does_not_close_is_named_where_it_opens() {
        let never = "the quote that opens here never closes".to_owned();
        assert_eq!(fault("a,b\n1,\"2\n3,4\n"), Some((2, never.clone())));
        assert_eq!(fault("\u{feff}\"a,b\n1,2\n"), Some((1, never)));
        let inside = "the quote that opens here does not close: the next one is inside line 4";
        assert_eq!(fault("a\n1,\"x\n3\n4,\"y\"\n"), Some((2, inside.to_owned())));
    }

    #[test]
    fn rows_beyond_the_limits_are_named() {
        assert_eq!(fault("a,b,c,d\n1,2,3,4,5\n").unwrap().0, 2);
        let long = format!("a\n{}\n", "x".repeat(41));
        assert_eq!(fault(&long).unwrap(), (2, "a row of more than 40 bytes".to_owned()));
        let within = "the quote that opens here does not close within 40 bytes";
        let quoted = format!("a\nb\n\"{}", "x\n".repeat(30));
        assert_eq!(fault(&quoted).unwrap(), (3, within.to_owned()));
    }
}
