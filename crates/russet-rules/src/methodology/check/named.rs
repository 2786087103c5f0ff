//! Every index that a rule names is there, and stands where it is needed.

use super::{Checked, refuse};
use crate::methodology::{Methodology, hints};

/// Every index that a rule names is there.
pub(super) fn named_indexes(family: &Methodology) -> Checked {
    let style = family.style.iter().flat_map(|style| {
        let apart = style.scored_separately.iter().map(|id| ("style.scored_separately", id));
        apart.chain(style.smallest.iter().map(|rule| ("style.smallest.index", &rule.index)))
    });
    let named = family
        .banding
        .iter()
        .map(|banding| ("banding.protects_members_of", &banding.protects_members_of))
        .chain(family.seeds.iter().map(|seed| ("seeds.index", &seed.index)))
        .chain(family.committee.iter().map(|committee| ("committee.index", &committee.index)))
        .chain(style);
    for (key, id) in named {
        if family.index(id).is_none() {
            let known: Vec<&str> = family.indexes.iter().map(|index| index.id.as_str()).collect();
            let hint = match hints::nearest(id, known.iter().copied()) {
                Some(meant) => format!("write \"{meant}\""),
                None => format!("one of {}", known.join(", ")),
            };
            return refuse(key, format!("there is no index '{id}' (hint: {hint})"));
        }
    }
    Ok(())
}

/// Why an index cannot be named by one that stands where it stands.
pub(super) fn not_before(family: &Methodology, id: &str, what: &str) -> String {
    if family.index(id).is_some() {
        return format!(
            "'{id}' does not stand before it (hint: an index stands after the one whose {what})"
        );
    }
    let ids = family.indexes.iter().map(|index| index.id.as_str());
    match hints::nearest(id, ids) {
        Some(meant) => format!("there is no index '{id}' (hint: write \"{meant}\")"),
        None => {
            format!("there is no index '{id}' (hint: `russet methodology show` names them all)")
        }
    }
}
