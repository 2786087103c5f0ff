//! A family without the indexes that nobody asks for.

use super::{Methodology, Scheme};

impl Methodology {
    /// The family with some of its indexes only, and what they stand on: their parents, whose members a
    /// band protects, whose lists give the first members, and, where one weighs by style, whose companies
    /// are scored together. Members and weights of the indexes that stay are the same.
    ///
    /// ```
    /// use russet_rules::Methodology;
    /// let small = Methodology::built_in("russell-us")?.narrowed(&["R2000".to_owned()]);
    /// let ids: Vec<&str> = small.indexes.iter().map(|index| index.id.as_str()).collect();
    /// assert_eq!(ids, ["R3000", "R1000", "R2000"]);
    /// # Ok::<(), russet_rules::MethodologyError>(())
    /// ```
    #[must_use]
    pub fn narrowed(&self, asked: &[String]) -> Methodology {
        let mut family = self.clone();
        let mut kept = asked.to_vec();
        kept.extend(self.banding.iter().map(|banding| banding.protects_members_of.clone()));
        kept.extend(self.seeds.iter().map(|seed| seed.index.clone()));
        kept.extend(self.committee.iter().map(|committee| committee.index.clone()));
        // A parent stands before its children.
        for index in self.indexes.iter().rev().filter(|index| asked.contains(&index.id)) {
            let mut below = index;
            while let Some(parent) = below.parent.as_ref().and_then(|parent| self.index(parent)) {
                kept.push(parent.id.clone());
                below = parent;
            }
        }
        let by_style = |id: &String| {
            self.index(id).is_some_and(|index| index.weighting.scheme == Scheme::Style)
        };
        match &self.style {
            Some(style) if kept.iter().any(by_style) => {
                kept.extend(style.scored_separately.iter().cloned());
                kept.extend(style.smallest.iter().map(|smallest| smallest.index.clone()));
            }
            _ => family.style = None,
        }
        family.indexes.retain(|index| kept.contains(&index.id));
        family
    }
}
