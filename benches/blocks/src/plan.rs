//! A schedule cut into blocks, columns and atoms.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::layout::{Atom, Block, Layout, Part, Vector};
use crate::{BlocksError, Holding, Schedule};

/// A quarter and some days: blocks that no change begins are no longer.
const MAX_SESSIONS: u32 = 96;
/// A session on which this part of all holdings begin is a reconstitution and starts a block.
const PART_THAT_CUTS: u32 = 8;
/// Whole shares: no share count is taken for coarser.
const MAX_DECIMALS: u32 = 6;
/// From here on whole shares take a second limb.
const TWO_LIMBS: i64 = (1 << 32) * 1_000_000;
/// Long atoms are filled up to a whole number of the widest vectors.
const LANES: usize = 8;
/// From here on filling up costs less than the columns that would be left over.
const LONG_ATOM: usize = 64;

/// A schedule cut into blocks, columns and atoms: everything but the prices.
#[derive(Debug, Clone)]
pub struct Plan {
    pub(crate) sessions: Vec<Date>,
    pub(crate) indexes: u32,
    pub(crate) tables: Tables,
}

/// The tables of a layout, owned.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tables {
    pub blocks: Vec<Block>,
    pub parts: Vec<Part>,
    pub atoms: Vec<Atom>,
    pub vectors: Vec<Vector>,
    pub members: Vec<u32>,
    pub limbs: Vec<u32>,
    pub columns: Vec<u32>,
}

impl Plan {
    /// Cuts a schedule: at the turn of a year, where many lines change, else after a quarter.
    ///
    /// # Errors
    /// [`BlocksError::TooLarge`] for more than four billion share counts.
    ///
    /// ```
    /// use russet_blocks::{Plan, Schedule};
    /// let plan = Plan::new(&Schedule::new(Vec::new(), 1, Vec::new())?)?;
    /// assert_eq!((plan.blocks(), plan.atoms(), plan.columns()), (0, 0, 0));
    /// # Ok::<(), russet_blocks::BlocksError>(())
    /// ```
    pub fn new(schedule: &Schedule) -> Result<Plan, BlocksError> {
        let spans = cut(schedule);
        let mut held: Vec<Vec<Holding>> = vec![Vec::new(); spans.len()];
        for holding in &schedule.holdings {
            let first = spans.partition_point(|span| span.1 <= holding.from);
            for (span, held) in spans[first..].iter().zip(&mut held[first..]) {
                if span.0 >= holding.to {
                    break;
                }
                let (from, to) = (holding.from.max(span.0), holding.to.min(span.1));
                held.push(Holding { from, to, ..*holding });
            }
        }
        let parts: Vec<Tables> =
            spans.par_iter().zip(held).map(|(span, held)| block(*span, &held)).collect();
        let mut tables = Tables::default();
        for part in parts {
            tables.append(part)?;
        }
        Ok(Plan { sessions: schedule.sessions.clone(), indexes: schedule.indexes, tables })
    }

    /// How many blocks there are.
    pub fn blocks(&self) -> usize {
        self.tables.blocks.len()
    }

    /// How many atoms there are, over all blocks.
    pub fn atoms(&self) -> usize {
        self.tables.atoms.len()
    }

    /// How many columns there are, over all blocks.
    pub fn columns(&self) -> usize {
        self.tables.columns.len()
    }

    pub(crate) fn layout(&self) -> Layout<'_> {
        let Tables { blocks, parts, atoms, vectors, members, limbs, columns } = &self.tables;
        let indexes = self.indexes as usize;
        Layout { blocks, parts, atoms, vectors, members, limbs, columns, indexes }
    }
}

/// First and end session of each block.
fn cut(schedule: &Schedule) -> Vec<(u32, u32)> {
    let sessions = &schedule.sessions;
    let (mut begin, mut end) = (vec![0_u32; sessions.len() + 1], vec![0_u32; sessions.len() + 1]);
    for held in &schedule.holdings {
        begin[held.from as usize] += 1;
        end[held.to as usize] += 1;
    }
    let mut spans: Vec<(u32, u32)> = Vec::new();
    let mut in_force = 0;
    for session in 0..sessions.len() {
        in_force = in_force + begin[session] - end[session];
        let starts = spans.last().is_none_or(|span| {
            let new_year = sessions[session].year() != sessions[session - 1].year();
            let many = begin[session] > 0 && begin[session] >= in_force / PART_THAT_CUTS;
            new_year || many || session as u32 - span.0 >= MAX_SESSIONS
        });
        match spans.last_mut() {
            Some(span) if !starts => span.1 += 1,
            _ => spans.push((session as u32, session as u32 + 1)),
        }
    }
    spans
}

/// A line held by the same indexes with the same shares throughout.
struct Column {
    security: u32,
    from: u32,
    to: u32,
    /// Its different share counts, in millionths.
    shares: Vec<i64>,
}

/// Pairs of index and which of the column's share counts it holds.
type Signature = Vec<u32>;

fn block((first, end): (u32, u32), held: &[Holding]) -> Tables {
    let mut atoms: BTreeMap<Signature, Vec<Column>> = BTreeMap::new();
    for line in held.chunk_by(|one, other| one.security == other.security) {
        for (signature, column) in columns_of(line) {
            match atoms.get_mut(&signature) {
                Some(columns) => columns.push(column),
                None => drop(atoms.insert(signature, vec![column])),
            }
        }
    }
    let mut tables = Tables::default();
    for (signature, columns) in &mut atoms {
        // The largest share counts first, so that second limbs are few and stand together.
        columns.sort_by_key(|column| column.shares.iter().all(|shares| *shares < TWO_LIMBS));
        fill_up(columns);
        let first_column = tables.columns.len() as u32;
        for (position, column) in columns.iter().enumerate() {
            tables.columns.push(column.security);
            if (column.from, column.to) != (first, end) {
                let column_number = first_column + position as u32;
                tables.parts.push(Part { column: column_number, from: column.from, to: column.to });
            }
        }
        let first_vector = tables.vectors.len() as u32;
        for vector in 0..columns.first().map_or(0, |column| column.shares.len()) {
            let micros: Vec<u64> =
                columns.iter().map(|column| column.shares[vector] as u64).collect();
            tables.add_vector(&micros, signature, vector as u32);
        }
        let end_vector = tables.vectors.len() as u32;
        let width = columns.len() as u32;
        tables.atoms.push(Atom { first_column, columns: width, first_vector, end_vector });
    }
    tables.blocks.push(Block {
        first_session: first,
        end_session: end,
        first_column: 0,
        columns: tables.columns.len() as u32,
        first_atom: 0,
        end_atom: tables.atoms.len() as u32,
        first_part: 0,
        end_part: tables.parts.len() as u32,
    });
    tables
}

/// Adds columns of no shares, so that no column of a long atom is left over by vector code.
fn fill_up(columns: &mut Vec<Column>) {
    while columns.len() >= LONG_ATOM && !columns.len().is_multiple_of(LANES) {
        let Some(last) = columns.last() else { return };
        let Column { security, from, to, .. } = *last;
        columns.push(Column { security, from, to, shares: vec![0; last.shares.len()] });
    }
}

/// The columns that one line's holdings make: a new one wherever any of them changes.
fn columns_of(line: &[Holding]) -> Vec<(Signature, Column)> {
    let mut days: Vec<u32> = line.iter().flat_map(|held| [held.from, held.to]).collect();
    days.sort_unstable();
    days.dedup();
    let mut columns: Vec<(Signature, Column)> = Vec::new();
    for span in days.windows(2) {
        let (from, to) = (span[0], span[1]);
        let mut active: Vec<(u32, i64)> = line
            .iter()
            .filter(|held| held.from <= from && held.to >= to)
            .map(|held| (held.index, held.shares.micros()))
            .collect();
        let Some(first) = line.first().filter(|_| !active.is_empty()) else { continue };
        active.sort_unstable();
        let mut shares: Vec<i64> = Vec::new();
        let mut signature = Vec::with_capacity(active.len() * 2);
        for (index, micros) in active {
            let known = shares.iter().position(|other| *other == micros);
            let vector = known.unwrap_or(shares.len());
            if known.is_none() {
                shares.push(micros);
            }
            signature.extend([index, vector as u32]);
        }
        match columns.last_mut() {
            Some((before, column))
                if column.to == from && *before == signature && column.shares == shares =>
            {
                column.to = to;
            }
            _ => columns.push((signature, Column { security: first.security.0, from, to, shares })),
        }
    }
    columns
}

impl Tables {
    fn add_vector(&mut self, micros: &[u64], signature: &[u32], number: u32) {
        let divides = |decimals: &u32| {
            let power = 10_u64.pow(*decimals);
            micros.iter().all(|micros| micros % power == 0)
        };
        let decimals = (0..=MAX_DECIMALS).rev().find(divides).unwrap_or(0);
        let units: Vec<u64> = micros.iter().map(|micros| micros / 10_u64.pow(decimals)).collect();
        let (low, high) = (|unit: &u64| *unit as u32, |unit: &u64| (*unit >> 32) as u32);
        let low_bound = units.iter().map(low).max().unwrap_or(0);
        let high_bound = units.iter().map(high).max().unwrap_or(0);
        let first_limb = self.limbs.len() as u32;
        self.limbs.extend(units.iter().map(low));
        let highs = units.iter().rposition(|unit| high(unit) > 0).map_or(0, |last| last + 1);
        self.limbs.extend(units[..highs].iter().map(high));
        let first_member = self.members.len() as u32;
        let holders = signature.chunks_exact(2).filter(|pair| pair[1] == number);
        self.members.extend(holders.map(|pair| pair[0]));
        self.vectors.push(Vector {
            first_limb,
            limbs: (units.len() + highs) as u32,
            decimals,
            low_bound,
            high_bound,
            first_member,
            end_member: self.members.len() as u32,
        });
    }

    /// Adds a later block's tables.
    fn append(&mut self, later: Tables) -> Result<(), BlocksError> {
        let limit = u64::from(u32::MAX);
        if (self.limbs.len() + later.limbs.len()) as u64 > limit {
            return Err(BlocksError::TooLarge { what: "share counts", limit });
        }
        let (columns, parts) = (self.columns.len() as u32, self.parts.len() as u32);
        let (atoms, vectors) = (self.atoms.len() as u32, self.vectors.len() as u32);
        let (members, limbs) = (self.members.len() as u32, self.limbs.len() as u32);
        self.blocks.extend(later.blocks.iter().map(|block| Block {
            first_column: block.first_column + columns,
            first_atom: block.first_atom + atoms,
            end_atom: block.end_atom + atoms,
            first_part: block.first_part + parts,
            end_part: block.end_part + parts,
            ..*block
        }));
        self.atoms.extend(later.atoms.iter().map(|atom| Atom {
            first_vector: atom.first_vector + vectors,
            end_vector: atom.end_vector + vectors,
            ..*atom
        }));
        self.vectors.extend(later.vectors.iter().map(|vector| Vector {
            first_limb: vector.first_limb + limbs,
            first_member: vector.first_member + members,
            end_member: vector.end_member + members,
            ..*vector
        }));
        self.parts.extend(later.parts);
        self.members.extend(later.members);
        self.limbs.extend(later.limbs);
        self.columns.extend(later.columns);
        Ok(())
    }
}
