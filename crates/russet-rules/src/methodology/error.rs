//! Why a methodology file was refused.

/// Why a methodology file was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MethodologyError {
    /// The text does not follow the format; the message shows the line.
    #[error("{name}: {message}")]
    Format {
        /// The file.
        name: String,
        /// Line, column and what was expected.
        message: String,
    },
    /// The rules contradict each other.
    #[error("{name}: {key}: {reason}")]
    Rule {
        /// The file, and the line of the key where it has one.
        name: String,
        /// The key at fault.
        key: String,
        /// What is wrong and what would be right.
        reason: String,
    },
    /// No built-in methodology has this name.
    #[error(
        "no methodology named '{name}' (hint: built in are {known}; or give the path of a .toml file)"
    )]
    Unknown {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: String,
    },
}
