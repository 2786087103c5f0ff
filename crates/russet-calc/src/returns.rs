//! Net and gross total return of an index, a session at a time.

use russet_market::{Divisor, Level, Money, NumberError};
use russet_rules::methodology::ReturnConvention;
use serde::{Deserialize, Serialize};

use crate::run::LevelRow;

/// Dividends of a session, in the currency of an index.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Dividends {
    pub(crate) gross: Money,
    pub(crate) net: Money,
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
    /// Points are the money of the dividends over the divisor in force.
    pub(crate) fn after(
        self,
        price: Level,
        dividends: Dividends,
        divisor: Divisor,
        convention: ReturnConvention,
    ) -> Result<Returns, NumberError> {
        let grown = |level: Level, money: Money| {
            let points = money.at(divisor)?;
            match convention {
                ReturnConvention::Additive => level.grown(price.plus(points)?, self.price),
                ReturnConvention::ExDividend => level.grown(price, self.price.minus(points)?),
            }
        };
        Ok(Returns {
            price,
            net: grown(self.net, dividends.net)?,
            gross: grown(self.gross, dividends.gross)?,
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
        let paid = Dividends { gross: "800000".parse().unwrap(), net: "560000".parse().unwrap() };
        for (convention, gross, net) in [
            (ReturnConvention::Additive, "1018.181818182", "1016.000000000"),
            (ReturnConvention::ExDividend, "1018.267846803", "1016.048995493"),
        ] {
            let day = |returns: Returns, level, dividends| {
                returns.after(level, dividends, divisor, convention).unwrap()
            };
            let found = day(day(start, first, Dividends::default()), second, paid);
            assert_eq!(found.gross.published(9), gross);
            assert_eq!(found.net.published(9), net);
        }
    }
}
