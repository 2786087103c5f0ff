//! Between two reviews of a chosen family: members that rank too low leave, large newcomers enter,
//! and leavers are replaced.

mod deletions;
mod fast_entries;
mod replacements;

use crate::RulesError;
use crate::membership::Members;
use crate::methodology::Methodology;
use crate::reconstitution::{Occasion, snapshot_of};
use crate::research::Research;
use crate::screening::Screening;
use crate::snapshot::companies::Company;

/// What such decisions are made from.
#[derive(Clone, Copy)]
pub struct InterimRules<'a, 'market> {
    /// The family's rules.
    pub family: &'a Methodology,
    /// What is known of free floats and rank days.
    pub research: &'a Research<'market>,
    /// Who belongs now.
    pub members: &'a Members,
}

impl<'market> InterimRules<'_, 'market> {
    /// Shows the companies that pass every test of a family, in rank order.
    fn with_ranked(
        &self,
        family: &Methodology,
        occasion: Occasion,
        look: impl FnOnce(&Screening<'_, 'market>, &[Company<'_, 'market>]) -> Result<(), RulesError>,
    ) -> Result<(), RulesError> {
        let snapshot = snapshot_of(family, self.research, occasion)?;
        let screening = Screening::of(family, self.research, &snapshot, self.members);
        let screened = Screening { records: false, ..screening }
            .all(|_| true)
            .map_err(|source| RulesError::Number { day: occasion.rank_day, source })?;
        look(&screening, &screened.ranked)
    }
}
