//! Suspensions and resumptions: the last close is carried, up to a limit.

use super::AdjustedTerms;
use super::adjusted_terms::RosterChange;

pub(super) fn suspended() -> AdjustedTerms {
    AdjustedTerms { roster: vec![RosterChange::Suspend], ..AdjustedTerms::none() }
}

pub(super) fn resumed() -> AdjustedTerms {
    AdjustedTerms { roster: vec![RosterChange::Resume], ..AdjustedTerms::none() }
}
