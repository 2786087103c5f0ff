//! Price moves of a session, gathered by *atoms*: the sets of indexes that hold a security with the same
//! index shares. A close is multiplied once for each atom it counts in, however many indexes there are;
//! the indexes get the sums of their atoms.

use std::collections::HashMap;

use russet_market::{Money, NumberError, SecurityId, Shares};

/// Indexes by position, and the place of the currency that the securities trade in.
type Atom = (usize, Box<[u16]>);

/// The share counts of a security, and the atom that each counts in.
#[derive(Debug, Clone, Default)]
enum Counting {
    /// Who holds it has changed since.
    #[default]
    Outdated,
    /// Nobody holds it.
    Never,
    Once(Shares, u32),
    /// Boxed twice, so that one that counts once takes two words.
    Often(Box<Box<[(Shares, u32)]>>),
}

/// The atoms of all securities, and what closes have moved each of them by since values were settled.
#[derive(Debug, Clone)]
pub(super) struct Atoms {
    of_security: Vec<Counting>,
    numbers: HashMap<Atom, u32>,
    atoms: Vec<Atom>,
    moved: Vec<i128>,
    touched: Vec<u32>,
}

impl Atoms {
    pub(super) fn with_room_for(securities: usize) -> Atoms {
        Atoms {
            of_security: vec![Counting::Outdated; securities],
            numbers: HashMap::new(),
            atoms: Vec::new(),
            moved: Vec::new(),
            touched: Vec::new(),
        }
    }

    pub(super) fn make_room_for(&mut self, securities: usize) {
        self.of_security.resize(self.of_security.len().max(securities), Counting::Outdated);
    }

    /// Who holds a security has changed: its atoms are looked up again when its price next moves.
    pub(super) fn outdate(&mut self, security: SecurityId) {
        let place = security.0 as usize;
        if self.of_security.len() <= place {
            self.of_security.resize(place + 1, Counting::Outdated);
        }
        self.of_security[place] = Counting::Outdated;
    }

    /// A price has moved by an amount in nano-dollars; where who holds the security has changed since, they and the
    /// place of its currency are asked for.
    #[inline]
    pub(super) fn move_price<'a>(
        &mut self,
        security: SecurityId,
        nanos: i64,
        held: impl FnOnce() -> (usize, &'a [(u16, Shares)]),
    ) -> Result<(), NumberError> {
        let number = security.0 as usize;
        if let None | Some(Counting::Outdated) = self.of_security.get(number) {
            let (place, holders) = held();
            self.outdate(security);
            self.of_security[number] = self.counting(place, holders);
        }
        let mut count = |shares: Shares, atom: u32| {
            let moved = &mut self.moved[atom as usize];
            if *moved == 0 {
                self.touched.push(atom);
            }
            // Both sides have 63 bits, so the product fits.
            let sum = moved.checked_add(i128::from(nanos) * i128::from(shares.micros()));
            *moved = sum.ok_or(NumberError::Overflow { what: "a sum of money" })?;
            Ok(())
        };
        match &self.of_security[number] {
            Counting::Outdated | Counting::Never => Ok(()),
            Counting::Once(shares, atom) => count(*shares, *atom),
            Counting::Often(all) => all.iter().try_for_each(|(shares, atom)| count(*shares, *atom)),
        }
    }

    /// Hands the moves of all atoms to their indexes, and starts from zero.
    pub(super) fn settle<E>(
        &mut self,
        mut hand_over: impl FnMut(usize, usize, Money) -> Result<(), E>,
    ) -> Result<(), E> {
        for atom in self.touched.drain(..) {
            let moved = Money::from_femtos(std::mem::take(&mut self.moved[atom as usize]));
            let (place, indexes) = &self.atoms[atom as usize];
            for position in indexes {
                hand_over(usize::from(*position), *place, moved)?;
            }
        }
        Ok(())
    }

    fn counting(&mut self, place: usize, holders: &[(u16, Shares)]) -> Counting {
        let mut by_shares: Vec<(Shares, u16)> =
            holders.iter().map(|(position, shares)| (*shares, *position)).collect();
        by_shares.sort_unstable();
        let same = by_shares.chunk_by(|one, other| one.0 == other.0);
        let all: Vec<_> = same.map(|same| (same[0].0, self.number(place, same))).collect();
        match all[..] {
            [] => Counting::Never,
            [(shares, atom)] => Counting::Once(shares, atom),
            _ => Counting::Often(Box::new(all.into())),
        }
    }

    fn number(&mut self, place: usize, same: &[(Shares, u16)]) -> u32 {
        let atom: Atom = (place, same.iter().map(|(_, position)| *position).collect());
        if let Some(number) = self.numbers.get(&atom) {
            return *number;
        }
        let number = self.atoms.len() as u32;
        self.numbers.insert(atom.clone(), number);
        self.atoms.push(atom);
        self.moved.push(0);
        number
    }
}
