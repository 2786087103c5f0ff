//! Names that become file names, folders and words of a command line.

/// The longest identifier: file names add a date and a word to it.
const LONGEST: usize = 64;

/// Whether a text is a plain identifier: a letter or digit of ASCII, then letters, digits, `-` and `_`, at
/// most 64 in all. Only such a name may become part of a path.
///
/// ```
/// use russet_rules::methodology::is_identifier;
/// assert!(is_identifier("R2000-growth_1"));
/// for other in ["", "../evil", "-x", "a b", "é", "nul\0"] {
///     assert!(!is_identifier(other));
/// }
/// ```
pub fn is_identifier(text: &str) -> bool {
    text.len() <= LONGEST
        && text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}
