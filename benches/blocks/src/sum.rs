//! One session's row of ticks to what each index is worth: exact whatever the numbers.

use russet_market::NumberError;

use crate::kernel::dot;
use crate::layout::{Atom, Block, Layout, Patch, Row, Vector};

const OVERFLOW: NumberError = NumberError::Overflow { what: "a market value" };

/// A session's ticks, in the width that holds them.
#[derive(Clone, Copy)]
pub(crate) enum Cells<'a> {
    Narrow(&'a [u32]),
    Wide(&'a [u64]),
}

/// Adds a session's values to the sums of all indexes, in femto-dollars.
pub(crate) fn add_session(
    layout: &Layout<'_>,
    block: &Block,
    row: Row,
    cells: Cells<'_>,
    sums: &mut [i128],
) -> Result<(), NumberError> {
    for atom in layout.atoms_of(block) {
        let range = atom.first_column as usize..(atom.first_column + atom.columns) as usize;
        for vector in layout.vectors_of(atom) {
            let (low, high) = layout.limbs_of(atom, vector);
            let units = match cells {
                Cells::Narrow(ticks) => {
                    let ticks = &ticks[range.clone()];
                    let lower = weighted(ticks, row.bound, low, vector.low_bound);
                    // The columns behind the last high limb have none.
                    let upper = weighted(&ticks[..high.len()], row.bound, high, vector.high_bound);
                    upper.checked_mul(1 << 32).and_then(|upper| upper.checked_add(lower))
                }
                Cells::Wide(ticks) => weighted_wide(&ticks[range.clone()], low, high),
            };
            let femtos = femtos(units.ok_or(OVERFLOW)?, row.decimals + vector.decimals)?;
            add(layout, vector, femtos, sums)?;
        }
    }
    Ok(())
}

/// Adds a close that its row lacks.
pub(crate) fn add_patch(
    layout: &Layout<'_>,
    block: &Block,
    patch: Patch,
    sums: &mut [i128],
) -> Result<(), NumberError> {
    let inside = |atom: &&Atom| patch.column - atom.first_column < atom.columns;
    let atoms = layout.atoms_of(block).iter().filter(|atom| atom.first_column <= patch.column);
    for atom in atoms.filter(inside) {
        let column = (patch.column - atom.first_column) as usize;
        for vector in layout.vectors_of(atom) {
            let (low, high) = layout.limbs_of(atom, vector);
            let of_column = |limbs: &[u32]| limbs.get(column).map_or(0, |limb| *limb);
            let units = weighted_wide(&[patch.nanos], &[of_column(low)], &[of_column(high)]);
            add(layout, vector, femtos(units.ok_or(OVERFLOW)?, vector.decimals)?, sums)?;
        }
    }
    Ok(())
}

/// Σ ticks × limbs, in runs that are proved to fit 64 bits.
fn weighted(ticks: &[u32], bound: u64, limbs: &[u32], limb_bound: u32) -> u128 {
    let largest = bound.saturating_mul(u64::from(limb_bound));
    if largest == 0 {
        return 0;
    }
    let run = usize::try_from(u64::MAX / largest).unwrap_or(usize::MAX);
    if run >= ticks.len() {
        return u128::from(dot(ticks, limbs));
    }
    let runs = ticks.chunks(run).zip(limbs.chunks(run));
    runs.map(|(ticks, limbs)| u128::from(dot(ticks, limbs))).sum()
}

/// Σ ticks × shares where a tick takes 64 bits.
fn weighted_wide(ticks: &[u64], low: &[u32], high: &[u32]) -> Option<u128> {
    ticks.iter().zip(low).enumerate().try_fold(0_u128, |sum, (column, (tick, low))| {
        let high = high.get(column).map_or(0, |limb| *limb);
        let shares = u128::from(high) << 32 | u128::from(*low);
        u128::from(*tick).checked_mul(shares).and_then(|value| sum.checked_add(value))
    })
}

fn femtos(units: u128, decimals: u32) -> Result<i128, NumberError> {
    let femtos = units.checked_mul(10_u128.pow(decimals)).ok_or(OVERFLOW)?;
    i128::try_from(femtos).map_err(|_| OVERFLOW)
}

fn add(
    layout: &Layout<'_>,
    vector: &Vector,
    femtos: i128,
    sums: &mut [i128],
) -> Result<(), NumberError> {
    for member in layout.members_of(vector) {
        let sum = &mut sums[*member as usize];
        *sum = sum.checked_add(femtos).ok_or(OVERFLOW)?;
    }
    Ok(())
}
