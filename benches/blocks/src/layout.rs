//! The tables of a plan, as they lie in memory and in the cache file alike.

use bytemuck::{Pod, Zeroable};

/// Ticks of a row start at a multiple of this many, which is a cache line.
pub(crate) const LINE: usize = 16;

/// Sessions that share columns.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Block {
    /// Its sessions.
    pub first_session: u32,
    pub end_session: u32,
    /// Its columns, in the table of columns.
    pub first_column: u32,
    pub columns: u32,
    /// Its atoms, in the table of atoms.
    pub first_atom: u32,
    pub end_atom: u32,
    /// Its columns of less than the whole block, in their table.
    pub first_part: u32,
    pub end_part: u32,
}

impl Block {
    /// Ticks from one row to the next.
    pub(crate) fn stride(&self) -> usize {
        (self.columns as usize).next_multiple_of(LINE)
    }
}

/// A column that is held on some sessions of its block only.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Part {
    pub column: u32,
    pub from: u32,
    pub to: u32,
}

/// Columns of a block that belong to the same indexes in the same way.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Atom {
    /// Its columns, counted from the block's first.
    pub first_column: u32,
    pub columns: u32,
    /// Its share counts, in the table of vectors.
    pub first_vector: u32,
    pub end_vector: u32,
}

/// Shares of an atom's columns, as limbs of 32 bits, and the indexes that hold them.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Vector {
    /// A low limb a column, in the table of limbs, then high ones up to the last that is not zero.
    pub first_limb: u32,
    pub limbs: u32,
    /// One unit is so many powers of ten of a millionth share.
    pub decimals: u32,
    /// No limb is larger: low, high.
    pub low_bound: u32,
    pub high_bound: u32,
    /// The indexes, in the table of members.
    pub first_member: u32,
    pub end_member: u32,
}

/// One session's ticks.
#[derive(Debug, Clone, Copy, Default, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Row {
    /// Where they start, in cache lines of the ticks.
    pub line: u32,
    /// One tick is so many powers of ten of a nano-dollar.
    pub decimals: u32,
    /// Every bit that any tick has: no tick is larger.
    pub bound: u64,
}

impl Row {
    /// Whether ticks take 64 bits.
    pub(crate) fn is_wide(&self) -> bool {
        self.bound > u64::from(u32::MAX)
    }
}

/// A close that was known only from the year before: a row's cell without a tick.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Patch {
    pub nanos: u64,
    pub session: u32,
    pub column: u32,
}

/// Borrowed tables, wherever they live.
#[derive(Clone, Copy)]
pub(crate) struct Layout<'a> {
    pub blocks: &'a [Block],
    pub parts: &'a [Part],
    pub atoms: &'a [Atom],
    pub vectors: &'a [Vector],
    pub members: &'a [u32],
    pub limbs: &'a [u32],
    /// The security of each column.
    pub columns: &'a [u32],
    pub indexes: usize,
}

impl<'a> Layout<'a> {
    pub(crate) fn atoms_of(&self, block: &Block) -> &'a [Atom] {
        &self.atoms[block.first_atom as usize..block.end_atom as usize]
    }

    pub(crate) fn vectors_of(&self, atom: &Atom) -> &'a [Vector] {
        &self.vectors[atom.first_vector as usize..atom.end_vector as usize]
    }

    pub(crate) fn parts_of(&self, block: &Block) -> &'a [Part] {
        &self.parts[block.first_part as usize..block.end_part as usize]
    }

    pub(crate) fn columns_of(&self, block: &Block) -> &'a [u32] {
        &self.columns[block.first_column as usize..][..block.columns as usize]
    }

    pub(crate) fn members_of(&self, vector: &Vector) -> &'a [u32] {
        &self.members[vector.first_member as usize..vector.end_member as usize]
    }

    /// The low and the high limbs of an atom's shares.
    pub(crate) fn limbs_of(&self, atom: &Atom, vector: &Vector) -> (&'a [u32], &'a [u32]) {
        let limbs = &self.limbs[vector.first_limb as usize..][..vector.limbs as usize];
        limbs.split_at(atom.columns as usize)
    }
}
