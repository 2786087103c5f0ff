//! What changes for a security.

use crate::decision::{Decision, Verdict};

/// What changes for a member, or what a newcomer enters.
pub(super) fn changes(decision: &Decision) -> String {
    let previous: Vec<&str> = decision.indexes_before.split_whitespace().collect();
    let now: Vec<&str> = decision.indexes_after.split_whitespace().collect();
    let list = |ids: Vec<&str>| ids.join(", ");
    let entered: Vec<&str> = now.iter().filter(|id| !previous.contains(id)).copied().collect();
    let left: Vec<&str> = previous.iter().filter(|id| !now.contains(id)).copied().collect();
    match (decision.verdict, entered.is_empty(), left.is_empty()) {
        (Verdict::Member, true, true) => format!("Stays in {}.", list(now)),
        (Verdict::Member, false, true) => format!("Enters {}.", list(entered)),
        (Verdict::Member, true, false) => format!("Leaves {}; stays in {}.", list(left), list(now)),
        (Verdict::Member, false, false) => {
            format!("Moves from {} to {}.", list(left), list(entered))
        }
        (_, _, false) => format!("Leaves {}.", list(left)),
        (_, _, true) => "Enters no index.".to_owned(),
    }
}
