//! Names that become parts of paths are plain identifiers.

use super::{Checked, refuse};
use crate::methodology::{Methodology, is_identifier};

/// The names of the family, of its indexes and their series, and of funds and sources.
pub(super) fn identifiers(family: &Methodology) -> Checked {
    plain("name", &family.name)?;
    family.sources.keys().try_for_each(|source| plain("sources", source))?;
    for (row, index) in (1..).zip(&family.indexes) {
        plain(&format!("indexes.{row}.id"), &index.id)?;
        for (place, base) in (1..).zip(&index.bases) {
            plain(&format!("indexes.{row}.bases.{place}.name"), &base.name)?;
        }
    }
    for (row, seed) in (1..).zip(&family.seeds) {
        plain(&format!("seeds.{row}.fund"), &seed.fund)?;
    }
    let committee = family.committee.iter().filter_map(|committee| committee.fund.as_ref());
    committee.into_iter().try_for_each(|fund| plain("committee.fund", fund))
}

fn plain(key: &str, name: &str) -> Checked {
    if is_identifier(name) {
        return Ok(());
    }
    let shown: String = name.chars().take(80).collect();
    let reason = format!(
        "{shown:?} is not a plain identifier (hint: a letter or digit, then letters, digits, - and _, 64 \
         at most)"
    );
    refuse(key, reason)
}
