//! Dates out of their text, without a text of their own.

use std::fmt::Write;

use jiff::civil::Date;

/// The text of a date, which is short.
#[derive(Default)]
pub(super) struct DayText {
    bytes: [u8; 10],
    length: usize,
}

impl Write for DayText {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        let end = self.length + text.len();
        let room = self.bytes.get_mut(self.length..end).ok_or(std::fmt::Error)?;
        room.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

impl DayText {
    pub(super) fn date(&self) -> Option<Date> {
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0_i16, |number, digit| {
                digit.is_ascii_digit().then(|| number * 10 + i16::from(digit - b'0'))
            })
        };
        let (year, month, day) = (&self.bytes[..4], &self.bytes[5..7], &self.bytes[8..]);
        Date::new(number(year)?, number(month)? as i8, number(day)? as i8).ok()
    }
}
