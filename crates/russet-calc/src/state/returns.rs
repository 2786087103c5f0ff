//! Net and gross total return of an index, a session at a time.

use russet_market::{Divisor, Level, Money, NumberError};
use russet_rules::methodology::ReturnConvention;
use serde::{Deserialize, Serialize};

use crate::run::LevelRow;

/// Money of dividends, in the currency of an index: what is paid, and what is taken back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sum {
    paid: Money,
    returned: Money,
}

/// The dividends of an index's constituents that count on a session, gross and net, by the divisor they are divided
/// by: the one in force on the ex-date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct DividendPoints {
    by_divisor: Vec<(Divisor, [Sum; 2])>,
}

impl DividendPoints {
    /// Adds a dividend, or takes one back.
    pub(crate) fn add(
        &mut self,
        (gross, net): (Money, Money),
        divisor: Divisor,
        is_returned: bool,
    ) -> Result<(), NumberError> {
        let place = self.by_divisor.iter().position(|(known, _)| *known == divisor);
        let place = place.unwrap_or_else(|| {
            self.by_divisor.push((divisor, Default::default()));
            self.by_divisor.len() - 1
        });
        for (sum, money) in self.by_divisor[place].1.iter_mut().zip([gross, net]) {
            let sum = if is_returned { &mut sum.returned } else { &mut sum.paid };
            *sum = sum.plus(money)?;
        }
        Ok(())
    }

    /// Points of the price level, money over divisor: those paid and those taken back.
    fn points(&self, which: usize) -> Result<(Level, Level), NumberError> {
        self.by_divisor.iter().try_fold((Level::ZERO, Level::ZERO), |points, (divisor, sums)| {
            let Sum { paid, returned } = sums[which];
            Ok((points.0.plus(paid.at(*divisor)?)?, points.1.plus(returned.at(*divisor)?)?))
        })
    }
}

/// The three levels of the last session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Returns {
    price: Level,
    pub(crate) net: Level,
    pub(crate) gross: Level,
}

impl Returns {
    /// All three begin at the base.
    pub(crate) fn at(base: Level) -> Returns {
        Returns { price: base, net: base, gross: base }
    }

    /// The levels as a run has published them.
    pub(crate) fn published(row: &LevelRow) -> Returns {
        Returns { price: row.price_return, net: row.net_return, gross: row.total_return }
    }

    /// The levels after a session that closed at `price`, with dividends that went ex on it,
    /// reinvested across the whole index on that day.
    ///
    /// | convention | formula |
    /// |---|---|
    /// | additive | `TR × (I + ID) ÷ I before` |
    /// | ex dividend | `TR × I ÷ (I before − XD)` |
    ///
    pub(crate) fn after(
        self,
        price: Level,
        dividends: &DividendPoints,
        convention: ReturnConvention,
    ) -> Result<Returns, NumberError> {
        let grown = |level: Level, (paid, returned): (Level, Level)| match convention {
            ReturnConvention::Additive => {
                level.grown(price.plus(paid)?.minus(returned)?, self.price)
            }
            ReturnConvention::ExDividend => {
                level.grown(price, self.price.plus(returned)?.minus(paid)?)
            }
        };
        Ok(Returns {
            price,
            net: grown(self.net, dividends.points(1)?)?,
            gross: grown(self.gross, dividends.points(0)?)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of a 0.40 dividend on the third day, worked out by hand.
    #[test]
    fn d4_total_return_by_both_conventions() {
        let level = |text: &str| text.parse::<Level>().unwrap();
        let start = Returns::at(level("1000"));
        let divisor: Divisor = "110000".parse().unwrap();
        let first: Level = "110700000".parse::<Money>().unwrap().at(divisor).unwrap();
        let second: Level = "111200000".parse::<Money>().unwrap().at(divisor).unwrap();
        let mut paid = DividendPoints::default();
        let money = ("800000".parse().unwrap(), "560000".parse().unwrap());
        paid.add(money, divisor, false).unwrap();
        for (convention, gross, net) in [
            (ReturnConvention::Additive, "1018.181818182", "1016.000000000"),
            (ReturnConvention::ExDividend, "1018.267846803", "1016.048995493"),
        ] {
            let day = |returns: Returns, level, dividends| {
                returns.after(level, dividends, convention).unwrap()
            };
            let found = day(day(start, first, &DividendPoints::default()), second, &paid);
            assert_eq!(found.gross.published(9), gross);
            assert_eq!(found.net.published(9), net);
        }
    }
}
