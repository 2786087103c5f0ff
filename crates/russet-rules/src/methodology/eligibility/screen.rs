//! The screens by name.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The screens by name. A methodology lists those it applies, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Screen {
    /// Listed on an accepted exchange on rank day.
    Exchange,
    /// An accepted kind of security.
    Kind,
    /// Of the home country.
    Nationality,
    /// Does not trade like cash in trust.
    TrustPrice,
    /// Does not move as little as a fund.
    FundLikeVolatility,
    /// Does not trade like the new, low-vote class of a closely held company.
    CloselyHeld,
    /// Closes at a minimum price.
    Price,
    /// The company's total capitalization reaches a minimum.
    CompanyCap,
    /// Enough shares are in free float, where that is known.
    FreeFloat,
    /// Enough of the company's votes are in public hands, where that is known.
    Votes,
    /// A further class of a company is large and liquid enough.
    SecondaryClass,
    /// Of a company of one of some countries, as far as the listing tells.
    Domicile,
    /// Of the industries that the family is made of.
    Industry,
    /// Its shares in free float are worth enough.
    FloatCap,
    /// It trades enough for what its free float is worth.
    Liquidity,
    /// It trades enough shares in each month.
    MonthlyVolume,
    /// Its company earns money.
    Earnings,
    /// Its company has traded for long enough.
    Seasoning,
    /// It trades enough in a session.
    DailyValue,
    /// No fund of another index holds its company.
    ExceptFunds,
}

impl Screen {
    /// The screen's name, as decisions and files spell it.
    ///
    /// ```
    /// assert_eq!(russet_rules::methodology::Screen::TrustPrice.name(), "trust_price");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Screen::Exchange => "exchange",
            Screen::Kind => "kind",
            Screen::Nationality => "nationality",
            Screen::TrustPrice => "trust_price",
            Screen::FundLikeVolatility => "fund_like_volatility",
            Screen::CloselyHeld => "closely_held",
            Screen::Price => "price",
            Screen::CompanyCap => "company_cap",
            Screen::FreeFloat => "free_float",
            Screen::Votes => "votes",
            Screen::SecondaryClass => "secondary_class",
            Screen::Domicile => "domicile",
            Screen::Industry => "industry",
            Screen::FloatCap => "float_cap",
            Screen::Liquidity => "liquidity",
            Screen::MonthlyVolume => "monthly_volume",
            Screen::Earnings => "earnings",
            Screen::Seasoning => "seasoning",
            Screen::DailyValue => "daily_value",
            Screen::ExceptFunds => "except_funds",
        }
    }
}
