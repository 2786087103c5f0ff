//! A decision in words: the one renderer of its facts and the methodology.
//!
//! | module | what it words |
//! |---|---|
//! | `screens` | why a screen refuses |
//! | `nationality` | why a company is foreign |
//! | `placement` | ranks, size breakpoints and bands |
//! | `selection` | who is chosen at a review |
//! | `between` | what happens between reviews |
//! | `sub_index` | what an index takes from its parent |
//! | `changes` | what changes for the security |
//! | `reference` | where the rule was read |
//! | `turning` | the close at which a decision would have been another |
//! | `words` | figures, dates and countries |

mod changes;
mod interim;
mod nationality;
mod placement;
mod reference;
mod screens;
mod selection;
mod sub_index;
mod turning;
mod words;

use crate::decision::{DecidingRule, Decision, Finding, OccasionKind};
use crate::methodology::Methodology;

impl Decision {
    /// The decision in a sentence or two, with the figures that decided. The methodology is the one that
    /// decided.
    pub fn reason(&self, family: &Methodology) -> String {
        match (self.rule, self.occasion) {
            (DecidingRule::Screen(screen), _) => screens::refusal(self, screen, family),
            (DecidingRule::AbsentFromLists, _) => selection::absent(self),
            (_, OccasionKind::IndexSelection) => sub_index::chosen(self, family),
            (DecidingRule::Ranking, _) => screens::uncounted(self, family),
            (_, OccasionKind::Committee) => interim::decided(self),
            (_, OccasionKind::NewListings) => interim::new_listing(self, family),
            (_, OccasionKind::FastEntry) => interim::fast_entry(self, family),
            (_, OccasionKind::InterimDeletion) => interim::interim_deletion(self, family),
            (_, OccasionKind::Replacement) => interim::replacement(self),
            (_, OccasionKind::Reconstitution) if self.evidence.finding == Finding::SizePlace => {
                placement::place(self, family)
            }
            (_, OccasionKind::Reconstitution) => selection::chosen(self, family),
        }
    }

    /// Where the rule that decided was read.
    pub fn reference<'a>(&'a self, family: &'a Methodology) -> &'a str {
        reference::of(self, family)
    }
}
