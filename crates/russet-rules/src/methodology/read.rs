//! A methodology file read, and checked as a whole.

use super::layers::Layers;
use super::{Methodology, MethodologyError, check};

impl Methodology {
    /// Reads and checks the text of a methodology file; `name` stands in errors.
    ///
    /// # Errors
    /// [`MethodologyError`] with the line for an unknown key or a bad value, and with the key and its
    /// line for rules that contradict each other.
    ///
    /// ```
    /// use russet_rules::Methodology;
    /// let error = Methodology::parse("mine.toml", "bands = 3").unwrap_err();
    /// assert!(error.to_string().contains("line 1"));
    /// ```
    pub fn parse(name: &str, text: &str) -> Result<Methodology, MethodologyError> {
        let layers = Layers::of(name, text, Methodology::built_in_text)?;
        let table = layers.merged()?;
        let mut methodology = layers.read(table.clone())?;
        check::check(&methodology).map_err(|(key, reason)| MethodologyError::Rule {
            name: layers.place_of(table.get_ref(), &key),
            key,
            reason,
        })?;
        methodology.share_caps();
        Ok(methodology)
    }

    /// Gives indexes that are capped like another one its caps and its rebalancing.
    fn share_caps(&mut self) {
        for place in 0..self.indexes.len() {
            let (earlier, rest) = self.indexes.split_at_mut(place);
            let Some(index) = rest.first_mut() else { return };
            let like = index.capped_like.as_ref();
            if let Some(model) = earlier.iter().find(|model| Some(&model.id) == like) {
                index.weighting.caps.clone_from(&model.weighting.caps);
                index.rebalancing.clone_from(&model.rebalancing);
            }
        }
    }
}
