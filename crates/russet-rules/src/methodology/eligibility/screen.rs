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
        /// The screens by name. A methodology lists those it applies, in its order.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Screen {
            $($(#[$doc])* $screen,)+
        }

        impl Screen {
            /// The screen's name, as decisions and files spell it.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Screen::$screen => stringify!($name),)+
                }
            }
        }

        /// The rules of the screens, and the order in which they are asked. A screen that is asked has a rule.
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct Eligibility {
            /// The screens that apply, first to last.
            pub order: Vec<Screen>,
            $($(#[$rule_doc])* pub $name: Option<$rule>,)+
        }

        impl Eligibility {
            /// Where the rule of a screen was read; none where the screen has no rule.
            pub(crate) fn reference(&self, screen: Screen) -> Option<&str> {
                match screen {
                    $(Screen::$screen => Some(&self.$name.as_ref()?.reference),)+
                }
            }
        }
    };
}

// Each screen with what it asks for, and its rule in a methodology.
screens! {
    /// Listed on an accepted exchange on rank day.
    Exchange,
    /// Exchanges.
    exchange: ExchangeRule;
    /// An accepted kind of security.
    Kind,
    /// Kinds of security.
    kind: KindRule;
    /// Of the home country.
    Nationality,
    /// Nationality.
    nationality: NationalityRule;
    /// Does not trade like cash in trust.
    TrustPrice,
    /// Blank checks, identified by their prices.
    trust_price: TrustPriceRule;
    /// Does not move as little as a fund.
    FundLikeVolatility,
    /// Funds, identified by their prices.
    fund_like_volatility: FundLikeVolatilityRule;
    /// Does not trade like the new, low-vote class of a closely held company.
    CloselyHeld,
    /// Closely held companies, identified by their trading.
    closely_held: CloselyHeldRule;
    /// Closes at a minimum price.
    Price,
    /// Minimum price.
    price: PriceRule;
    /// The company's total capitalization reaches a minimum.
    CompanyCap,
    /// Minimum company capitalization.
    company_cap: CapRule;
    /// Enough shares are in free float, where that is known.
    FreeFloat,
    /// Minimum free float.
    free_float: FreeFloatRule;
    /// Enough of the company's votes are in public hands, where that is known.
    Votes,
    /// Minimum part of the votes in public hands.
    votes: VotesRule;
    /// A further class of a company is large and liquid enough.
    SecondaryClass,
    /// Further share classes.
    secondary_class: SecondaryClassRule;
    /// Of a company of one of some countries, as far as the listing says.
    Domicile,
    /// Countries.
    domicile: DomicileRule;
    /// Of the industries that the family is made of.
    Industry,
    /// Industries.
    industry: IndustryRule;
    /// Its shares in free float are worth enough.
    FloatCap,
    /// Minimum value of the shares in free float.
    float_cap: FloatCapRule;
    /// It trades enough for what its free float is worth.
    Liquidity,
    /// Minimum trading for what the free float is worth.
    liquidity: LiquidityRule;
    /// It trades enough shares in each month.
    MonthlyVolume,
    /// Minimum trading in each month.
    monthly_volume: MonthlyVolumeRule;
    /// Its company earns money.
    Earnings,
    /// Earnings.
    earnings: EarningsRule;
    /// Its company has traded for long enough.
    Seasoning,
    /// Time since the company came to market.
    seasoning: SeasoningRule;
    /// It trades enough in a session.
    DailyValue,
    /// Minimum trading in a session.
    daily_value: DailyValueRule;
    /// No fund of another index holds its company.
    ExceptFunds,
    /// Companies of other indexes.
    except_funds: ExceptFunds;
}
