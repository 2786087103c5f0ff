//! What was decided about.

use serde::{Deserialize, Serialize};

/// What was decided about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OccasionKind {
    /// All members of a family, at a review.
    Reconstitution,
    /// Companies that came to market since the last rank day.
    NewListings,
    /// A committee's dated decision.
    Committee,
    /// Members that leave between reviews because they rank too low.
    InterimDeletion,
    /// Large newcomers that enter between reviews.
    FastEntry,
    /// Who takes the place of a leaver.
    Replacement,
    /// Which securities an index takes from its parent.
    IndexSelection,
}

russet_store::word_columns!(OccasionKind: "");

impl OccasionKind {
    /// The occasion's name, as tables spell it.
    pub const fn as_str(self) -> &'static str {
        match self {
            OccasionKind::Reconstitution => "reconstitution",
            OccasionKind::NewListings => "new_listings",
            OccasionKind::Committee => "committee",
            OccasionKind::InterimDeletion => "interim_deletion",
            OccasionKind::FastEntry => "fast_entry",
            OccasionKind::Replacement => "replacement",
            OccasionKind::IndexSelection => "index_selection",
        }
    }
}

impl PartialEq<&str> for OccasionKind {
    fn eq(&self, name: &&str) -> bool {
        self.as_str() == *name
    }
}
