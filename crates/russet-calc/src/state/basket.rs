//! What an index holds.

use russet_market::{SecurityId, Shares};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// From this number of changes on, a basket is merged with them at once.
const MANY: usize = 8;

/// Index shares by security, in the order of ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Basket {
    held: Vec<(SecurityId, Shares)>,
}

impl Basket {
    /// The index shares of a security, if it is held.
    pub fn shares(&self, security: SecurityId) -> Option<Shares> {
        self.place(security).ok().map(|place| self.held[place].1)
    }

    /// Holds a security with a number of index shares; none at all takes it out.
    ///
    /// ```
    /// use russet_calc::Basket;
    /// use russet_market::{SecurityId, Shares};
    /// let mut basket = Basket::default();
    /// basket.set(SecurityId(0), Shares::whole(5)?);
    /// basket.set(SecurityId(0), Shares::ZERO);
    /// assert!(basket.is_empty());
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn set(&mut self, security: SecurityId, shares: Shares) {
        match (self.place(security), shares == Shares::ZERO) {
            (Ok(place), true) => {
                self.held.remove(place);
            }
            (Ok(place), false) => self.held[place].1 = shares,
            (Err(_), true) => {}
            (Err(place), false) => self.held.insert(place, (security, shares)),
        }
    }

    /// Holds many securities with their index shares; of a security named twice, the last entry
    /// counts.
    ///
    /// ```
    /// use russet_calc::Basket;
    /// use russet_market::{SecurityId, Shares};
    /// let mut basket = Basket::default();
    /// basket.set_all((0..9).map(|id| (SecurityId(id), Shares::ONE)));
    /// basket.set_all((0..8).map(|id| (SecurityId(id), Shares::ZERO)));
    /// assert_eq!(basket.iter().collect::<Vec<_>>(), [(SecurityId(8), Shares::ONE)]);
    /// ```
    pub fn set_all(&mut self, changes: impl ExactSizeIterator<Item = (SecurityId, Shares)>) {
        if changes.len() < MANY {
            return changes.for_each(|(security, shares)| self.set(security, shares));
        }
        // One merge for all: an insertion each would move the whole basket each time.
        self.held.extend(changes);
        self.held.sort_by_key(|(security, _)| *security);
        self.held.reverse();
        self.held.dedup_by_key(|(security, _)| *security);
        self.held.reverse();
        self.held.retain(|(_, shares)| *shares != Shares::ZERO);
    }

    fn place(&self, security: SecurityId) -> Result<usize, usize> {
        self.held.binary_search_by_key(&security, |(held, _)| *held)
    }

    /// How many securities are held.
    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// Whether nothing is held.
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// Everything held, by security id.
    pub fn iter(&self) -> impl Iterator<Item = (SecurityId, Shares)> + '_ {
        self.held.iter().copied()
    }
}

/// One security of a basket in few bytes.
#[derive(Serialize, Deserialize)]
struct Packed(SecurityId, #[serde(with = "crate::packed")] Shares);

impl Serialize for Basket {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(|(security, shares)| Packed(security, shares)))
    }
}

impl<'de> Deserialize<'de> for Basket {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Basket, D::Error> {
        let held = Vec::<Packed>::deserialize(deserializer)?;
        Ok(Basket {
            held: held.into_iter().map(|Packed(security, shares)| (security, shares)).collect(),
        })
    }
}
