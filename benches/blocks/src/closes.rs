//! Where prices come from.

use russet_market::folder::{MarketSnapshot, PriceBuffers, PriceColumns, PriceSlice, TableFile};
use russet_market::{Price, SecurityId};

use crate::BlocksError;

/// A close of the caller's own, which stands in the place of a price file's: one carried on other
/// terms, a synthetic one, or all of them where there are no files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Close {
    /// The session, by its position in the schedule.
    pub session: u32,
    /// Whose close it is.
    pub security: SecurityId,
    /// The close.
    pub close: Price,
}

/// Price files by year, and closes of the caller's own.
pub struct Closes {
    market: Option<MarketSnapshot>,
    files: Vec<(i16, TableFile)>,
    own: Vec<Close>,
}

impl Closes {
    /// Own closes alone, in any order.
    ///
    /// ```
    /// let closes = russet_blocks::Closes::own_alone(Vec::new());
    /// assert_eq!(closes.years().count(), 0);
    /// ```
    pub fn own_alone(own: Vec<Close>) -> Closes {
        Closes::new(None, Vec::new(), own)
    }

    fn new(
        market: Option<MarketSnapshot>,
        files: Vec<(i16, TableFile)>,
        mut own: Vec<Close>,
    ) -> Closes {
        own.sort_by_key(|close| (close.session, close.security));
        Closes { market, files, own }
    }

    /// All price files of a market, and own closes.
    ///
    /// # Errors
    /// [`BlocksError::Folder`] when a price file has a name without a year.
    ///
    /// ```
    /// use russet_blocks::Closes;
    /// use russet_market::{Market, MarketFolder};
    /// let parent = tempfile::tempdir()?;
    /// let folder = MarketFolder::at(parent.path().join("market"));
    /// folder.write(Market::default())?;
    /// assert_eq!(Closes::of_market(&folder.snapshot()?, Vec::new())?.years().count(), 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of_market(market: &MarketSnapshot, own: Vec<Close>) -> Result<Closes, BlocksError> {
        Ok(Closes::new(Some(market.clone()), market.price_files()?, own))
    }

    /// The years that have files, in the order given.
    ///
    /// ```
    /// let closes = russet_blocks::Closes::own_alone(Vec::new());
    /// assert_eq!(closes.years().count(), 0);
    /// ```
    pub fn years(&self) -> impl Iterator<Item = i16> + '_ {
        self.files.iter().map(|(year, _)| *year)
    }

    pub(crate) fn own(&self, session: u32) -> &[Close] {
        let from = self.own.partition_point(|close| close.session < session);
        let rest = &self.own[from..];
        &rest[..rest.partition_point(|close| close.session == session)]
    }

    /// A hash of the own closes.
    pub(crate) fn own_hash(&self) -> [u8; 32] {
        let words: Vec<u64> = self
            .own
            .iter()
            .flat_map(|close| {
                let at = u64::from(close.session) << 32 | u64::from(close.security.0);
                [at.to_le(), (close.close.nanos() as u64).to_le()]
            })
            .collect();
        *blake3::hash(bytemuck::cast_slice(&words)).as_bytes()
    }

    pub(crate) fn scan(
        &self,
        year: i16,
        buffers: &mut PriceBuffers,
        mut visit: impl FnMut(PriceSlice<'_>) -> Result<(), BlocksError>,
    ) -> Result<(), BlocksError> {
        let Some(market) = &self.market else { return Ok(()) };
        for (_, file) in self.files.iter().filter(|(of, _)| *of == year) {
            let file = market.price_file(file)?;
            for group in 0..file.row_groups().len() {
                let mut outcome = Ok(());
                file.scan(group, PriceColumns::default(), buffers, |slice| {
                    if outcome.is_ok() {
                        outcome = visit(slice);
                    }
                })?;
                outcome?;
            }
        }
        Ok(())
    }
}
