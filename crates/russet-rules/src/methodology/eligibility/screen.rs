//! The screens by name, and the rule of each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::criteria::{
    DailyValueRule, DomicileRule, EarningsRule, ExceptFunds, FloatCapRule, IndustryRule,
    LiquidityRule, MonthlyVolumeRule, SeasoningRule,
};
use super::identity::{ExchangeRule, KindRule, NationalityRule};
use super::minimums::{CapRule, FreeFloatRule, PriceRule, SecondaryClassRule, VotesRule};
use super::trading_patterns::{CloselyHeldRule, FundLikeVolatilityRule, TrustPriceRule};

macro_rules! screens {
    ($($(#[$doc:meta])* $screen:ident, $(#[$rule_doc:meta])* $name:ident: $rule:ty;)+) => {
        /// The eligibility screens. A methodology lists those it applies, in order.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Screen {
            $($(#[$doc])* $screen,)+
        }

        impl Screen {
            /// The screen's name in methodology files and decisions.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Screen::$screen => stringify!($name),)+
                }
            }
        }

        /// The eligibility screens, and the order in which they apply. Each screen in the order has a table
        /// of its name.
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct Eligibility {
            /// The screens that apply, in order.
            pub order: Vec<Screen>,
            $($(#[$rule_doc])* pub $name: Option<$rule>,)+
        }

        impl Eligibility {
            /// Where the rule of a screen was read; none if the screen has no rule.
            pub(crate) fn reference(&self, screen: Screen) -> Option<&str> {
                match screen {
                    $(Screen::$screen => Some(&self.$name.as_ref()?.reference),)+
                }
            }
        }
    };
}

// Each screen with its condition, and its rule in a methodology.
screens! {
    /// Listed on an accepted exchange on rank day.
    Exchange,
    /// Exchanges.
    exchange: ExchangeRule;
    /// Of an accepted kind.
    Kind,
    /// Kinds of security.
    kind: KindRule;
    /// Its company is of the home country.
    Nationality,
    /// Nationality.
    nationality: NationalityRule;
    /// Does not trade like a blank check at its trust value.
    TrustPrice,
    /// Blank checks, identified by their prices.
    trust_price: TrustPriceRule;
    /// Is more volatile than a fund.
    FundLikeVolatility,
    /// Funds, identified by their prices.
    fund_like_volatility: FundLikeVolatilityRule;
    /// Does not trade like a new low-vote class of a closely held company.
    CloselyHeld,
    /// Closely held companies, identified by their trading.
    closely_held: CloselyHeldRule;
    /// Closes at a minimum price.
    Price,
    /// Minimum price.
    price: PriceRule;
    /// Its company reaches a minimum total capitalization.
    CompanyCap,
    /// Minimum company capitalization.
    company_cap: CapRule;
    /// Reaches a minimum free float, where that is known.
    FreeFloat,
    /// Minimum free float.
    free_float: FreeFloatRule;
    /// Enough of its company's votes are in public hands, where that is known.
    Votes,
    /// Minimum percentage of votes in public hands.
    votes: VotesRule;
    /// A secondary share class is large and liquid enough.
    SecondaryClass,
    /// Secondary share classes.
    secondary_class: SecondaryClassRule;
    /// Its company is of one of the given countries.
    Domicile,
    /// Countries.
    domicile: DomicileRule;
    /// Its industry is eligible.
    Industry,
    /// Industries.
    industry: IndustryRule;
    /// Reaches a minimum float-adjusted capitalization.
    FloatCap,
    /// Minimum float-adjusted capitalization.
    float_cap: FloatCapRule;
    /// Trades enough relative to its float-adjusted capitalization.
    Liquidity,
    /// Minimum trading relative to float-adjusted capitalization.
    liquidity: LiquidityRule;
    /// Trades enough shares in each month.
    MonthlyVolume,
    /// Minimum monthly trading volume.
    monthly_volume: MonthlyVolumeRule;
    /// Its company is profitable.
    Earnings,
    /// Earnings.
    earnings: EarningsRule;
    /// Its company has been trading for long enough.
    Seasoning,
    /// Time since the company came to market.
    seasoning: SeasoningRule;
    /// Trades enough value per session.
    DailyValue,
    /// Minimum value traded per session.
    daily_value: DailyValueRule;
    /// No fund of another index holds its company.
    ExceptFunds,
    /// Companies of other indexes.
    except_funds: ExceptFunds;
}
