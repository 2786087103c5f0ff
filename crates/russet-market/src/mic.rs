//! The markets that lines trade on.

use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::currency::Currency;

/// The market a line trades on, by its ISO 10383 market identifier code.
///
/// ```
/// use russet_market::{Currency, Mic};
/// assert_eq!(Mic::from_name("AMEX"), Some(Mic::Xase));
/// assert_eq!(Mic::Xnas.name(), "NASDAQ");
/// assert_eq!(Mic::Xtks.currency(), Currency::JPY);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Mic {
    /// NYSE American, once AMEX.
    Xase,
    /// Cboe BZX.
    Bats,
    /// NYSE Arca.
    Arcx,
    /// Nasdaq.
    Xnas,
    /// New York Stock Exchange.
    Xnys,
    /// Over the counter.
    Otcm,
    /// London Stock Exchange.
    Xlon,
    /// Euronext Paris.
    Xpar,
    /// Xetra, Frankfurt.
    Xetr,
    /// SIX Swiss Exchange.
    Xswx,
    /// Tokyo Stock Exchange.
    Xtks,
    /// Stock Exchange of Hong Kong.
    Xhkg,
    /// Toronto Stock Exchange.
    Xtse,
    /// Australian Securities Exchange.
    Xasx,
}

/// What is known of a market: its code, the name people use, its currency, further names in feeds.
type Facts = (&'static str, &'static str, Currency, &'static [&'static str]);

impl Mic {
    /// Every market, in table order.
    pub const ALL: [Mic; 14] = [
        Mic::Xase,
        Mic::Bats,
        Mic::Arcx,
        Mic::Xnas,
        Mic::Xnys,
        Mic::Otcm,
        Mic::Xlon,
        Mic::Xpar,
        Mic::Xetr,
        Mic::Xswx,
        Mic::Xtks,
        Mic::Xhkg,
        Mic::Xtse,
        Mic::Xasx,
    ];

    /// The market by its code or by a name that feeds use.
    pub fn from_name(name: &str) -> Option<Mic> {
        let wanted = name.trim().to_ascii_uppercase();
        Mic::ALL.into_iter().find(|market| {
            let (code, usual, _, others) = market.facts();
            code == wanted
                || usual.eq_ignore_ascii_case(&wanted)
                || others.contains(&wanted.as_str())
        })
    }

    /// The ISO code.
    pub const fn code(self) -> &'static str {
        self.facts().0
    }

    /// The name people use.
    pub const fn name(self) -> &'static str {
        self.facts().1
    }

    /// The currency that its lines trade in.
    pub const fn currency(self) -> Currency {
        self.facts().2
    }

    /// The days on which its lines may close: the sessions of the New York Stock Exchange for the markets
    /// of the United States, every weekday for the others, whose holidays nothing here tells.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::Mic;
    /// let independence_day = date(2024, 7, 4);
    /// assert!(Mic::Xlon.calendar().is_session(independence_day)?);
    /// assert!(!Mic::Xnys.calendar().is_session(independence_day)?);
    /// # Ok::<(), russet_market::CalendarError>(())
    /// ```
    pub fn calendar(self) -> &'static Calendar {
        match self.is_foreign() {
            true => Calendar::weekdays(),
            false => Calendar::nyse(),
        }
    }

    /// Whether it lies outside the United States.
    ///
    /// ```
    /// use russet_market::Mic;
    /// assert!(Mic::Xtks.is_foreign() && !Mic::Otcm.is_foreign());
    /// ```
    pub fn is_foreign(self) -> bool {
        self.currency() != Currency::USD
    }

    /// The country that it is in.
    pub const fn country(self) -> &'static str {
        match self {
            Mic::Xase | Mic::Bats | Mic::Arcx | Mic::Xnas | Mic::Xnys | Mic::Otcm => {
                "United States"
            }
            Mic::Xlon => "United Kingdom",
            Mic::Xpar => "France",
            Mic::Xetr => "Germany",
            Mic::Xswx => "Switzerland",
            Mic::Xtks => "Japan",
            Mic::Xhkg => "Hong Kong",
            Mic::Xtse => "Canada",
            Mic::Xasx => "Australia",
        }
    }

    const fn facts(self) -> Facts {
        match self {
            Mic::Xase => {
                ("XASE", "NYSE American", Currency::USD, &["AMEX", "NYSE MKT", "NYSE MKT LLC"])
            }
            Mic::Bats => ("BATS", "Cboe BZX", Currency::USD, &["CBOE"]),
            Mic::Arcx => ("ARCX", "NYSE Arca", Currency::USD, &["ARCA"]),
            Mic::Xnas => ("XNAS", "NASDAQ", Currency::USD, &[]),
            Mic::Xnys => ("XNYS", "NYSE", Currency::USD, &["NEW YORK STOCK EXCHANGE INC."]),
            Mic::Otcm => ("OTCM", "OTC", Currency::USD, &[]),
            Mic::Xlon => ("XLON", "London", Currency::GBP, &["LSE"]),
            Mic::Xpar => ("XPAR", "Paris", Currency::EUR, &[]),
            Mic::Xetr => ("XETR", "Xetra", Currency::EUR, &[]),
            Mic::Xswx => ("XSWX", "Zurich", Currency::CHF, &["SIX"]),
            Mic::Xtks => ("XTKS", "Tokyo", Currency::JPY, &["TSE"]),
            Mic::Xhkg => ("XHKG", "Hong Kong", Currency::HKD, &["HKEX"]),
            Mic::Xtse => ("XTSE", "Toronto", Currency::CAD, &["TSX"]),
            Mic::Xasx => ("XASX", "Sydney", Currency::AUD, &["ASX"]),
        }
    }
}
