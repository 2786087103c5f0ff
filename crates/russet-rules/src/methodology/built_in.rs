//! The methodologies that ship with Russet.

use super::{Methodology, MethodologyError};

/// The methodologies that ship with Russet, by name.
const BUILT_IN: [(&str, &str); 11] = [
    ("russell-us", include_str!("../../../../methodologies/russell-us.toml")),
    ("observed-r2000", include_str!("../../../../methodologies/observed-r2000.toml")),
    ("us-equal", include_str!("../../../../methodologies/us-equal.toml")),
    ("us-sectors", include_str!("../../../../methodologies/us-sectors.toml")),
    ("large500", include_str!("../../../../methodologies/large500.toml")),
    ("mid400", include_str!("../../../../methodologies/mid400.toml")),
    ("small600", include_str!("../../../../methodologies/small600.toml")),
    ("price30", include_str!("../../../../methodologies/price30.toml")),
    ("composite", include_str!("../../../../methodologies/composite.toml")),
    ("tech100", include_str!("../../../../methodologies/tech100.toml")),
    ("world", include_str!("../../../../methodologies/world.toml")),
];

impl Methodology {
    /// A methodology that ships with Russet.
    ///
    /// # Errors
    /// [`MethodologyError::Unknown`] with the names there are.
    ///
    /// ```
    /// use russet_rules::Methodology;
    /// let family = Methodology::built_in("russell-us")?;
    /// assert!(family.index("R2000").is_some());
    /// # Ok::<(), russet_rules::MethodologyError>(())
    /// ```
    pub fn built_in(name: &str) -> Result<Methodology, MethodologyError> {
        match Methodology::built_in_text(name) {
            Some(text) => Methodology::parse(&format!("{name}.toml"), text),
            None => Err(MethodologyError::Unknown {
                name: name.to_owned(),
                known: BUILT_IN.map(|(name, _)| name).join(", "),
            }),
        }
    }

    /// The text of a methodology that ships with Russet.
    pub fn built_in_text(name: &str) -> Option<&'static str> {
        BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
    }

    /// The names of the methodologies that ship with Russet.
    pub fn built_in_names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }
}
