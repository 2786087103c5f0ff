//! The size of a JSON document, counted before it is built in memory.

use crate::limits::Limits;

/// Checks how deep a document is, how long its texts are and how many values it holds; gives the line and
/// the reason where one goes beyond a limit. Whether it is JSON at all is not looked at.
pub(crate) fn check(text: &[u8], limits: Limits) -> Result<(), (u64, String)> {
    let (mut line, mut depth, mut values) = (1u64, 0u64, 0u64);
    let mut bytes = text.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\n' => line += 1,
            b'[' | b'{' => {
                depth += 1;
                values += 1;
                if depth > limits.json_depth {
                    let most = limits.json_depth;
                    return Err((line, format!("lists or objects more than {most} deep")));
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' => values += 1,
            b'"' if text_length(&mut bytes) > limits.json_text_bytes => {
                let most = limits.json_text_bytes;
                return Err((line, format!("a text of more than {most} bytes")));
            }
            _ => {}
        }
        if values > limits.json_values {
            return Err((line, format!("more than {} values", limits.json_values)));
        }
    }
    Ok(())
}

/// How many bytes a text has up to its closing quote.
fn text_length<'a>(bytes: &mut impl Iterator<Item = &'a u8>) -> u64 {
    let mut length = 0;
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => return length,
            b'\\' => {
                bytes.next();
                length += 2;
            }
            _ => length += 1,
        }
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_beyond_a_limit_is_named_with_its_line() {
        let limits =
            Limits { json_depth: 3, json_text_bytes: 5, json_values: 6, ..Limits::default() };
        let reason = |text: &str| check(text.as_bytes(), limits).err();
        assert_eq!(reason("[{\"a\": [1]}, \"[[[[[\", \"\\\"\"]"), None);
        assert_eq!(
            reason("[\n[[[1]]]]"),
            Some((2, "lists or objects more than 3 deep".to_owned()))
        );
        assert_eq!(reason("\"123456\""), Some((1, "a text of more than 5 bytes".to_owned())));
        assert_eq!(reason("[1,2,3,4,5,6,7]"), Some((1, "more than 6 values".to_owned())));
    }
}
