//! The screens a security must pass, and their order.

use russet_market::{Mic, Money, Price, SecurityKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::criteria::{
    DailyValueRule, DomicileRule, EarningsRule, ExceptFunds, FloatCapRule, IndustryRule,
    LiquidityRule, MonthlyVolumeRule, SeasoningRule,
};
use super::dated::Dated;
use super::schema::{KindText, MicText, MoneyText, PriceText};
use super::values::{Day, Percent};
use crate::nationality::{AssignmentRule, NShareRule};

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
    FlatPrice,
    /// Does not move as little as a fund.
    QuietPrice,
    /// Does not trade like the new, low-vote class of a closely held company.
    CloselyHeld,
    /// Closes at a minimum price.
    Price,
    /// The company's total capitalisation reaches a minimum.
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
    /// assert_eq!(russet_rules::methodology::Screen::FlatPrice.name(), "flat_price");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Screen::Exchange => "exchange",
            Screen::Kind => "kind",
            Screen::Nationality => "nationality",
            Screen::FlatPrice => "flat_price",
            Screen::QuietPrice => "quiet_price",
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

/// The rules of the screens, and the order in which they are asked. A screen that is asked has a rule.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Eligibility {
    /// The screens that apply, first to last.
    pub order: Vec<Screen>,
    /// Exchanges.
    pub exchange: Option<ExchangeRule>,
    /// Kinds of security.
    pub kind: Option<KindRule>,
    /// Nationality.
    pub nationality: Option<NationalityRule>,
    /// Blank cheques told by their prices.
    pub flat_price: Option<FlatPriceRule>,
    /// Funds told by their prices.
    pub quiet_price: Option<QuietPriceRule>,
    /// Closely held companies told by their trading.
    pub closely_held: Option<CloselyHeldRule>,
    /// Minimum price.
    pub price: Option<PriceRule>,
    /// Minimum company capitalisation.
    pub company_cap: Option<CapRule>,
    /// Minimum free float.
    pub free_float: Option<FreeFloatRule>,
    /// Minimum part of the votes in public hands.
    pub votes: Option<VotesRule>,
    /// Further share classes.
    pub secondary_class: Option<SecondaryClassRule>,
    /// Countries.
    pub domicile: Option<DomicileRule>,
    /// Industries.
    pub industry: Option<IndustryRule>,
    /// Minimum value of the shares in free float.
    pub float_cap: Option<FloatCapRule>,
    /// Minimum trading for what the free float is worth.
    pub liquidity: Option<LiquidityRule>,
    /// Minimum trading in each month.
    pub monthly_volume: Option<MonthlyVolumeRule>,
    /// Earnings.
    pub earnings: Option<EarningsRule>,
    /// Time since the company came to market.
    pub seasoning: Option<SeasoningRule>,
    /// Minimum trading in a session.
    pub daily_value: Option<DailyValueRule>,
    /// Companies of other indexes.
    pub except_funds: Option<ExceptFunds>,
}

impl Eligibility {
    /// Whether a screen has a rule.
    pub(super) const fn has(&self, screen: Screen) -> bool {
        match screen {
            Screen::Exchange => self.exchange.is_some(),
            Screen::Kind => self.kind.is_some(),
            Screen::Nationality => self.nationality.is_some(),
            Screen::FlatPrice => self.flat_price.is_some(),
            Screen::QuietPrice => self.quiet_price.is_some(),
            Screen::CloselyHeld => self.closely_held.is_some(),
            Screen::Price => self.price.is_some(),
            Screen::CompanyCap => self.company_cap.is_some(),
            Screen::FreeFloat => self.free_float.is_some(),
            Screen::Votes => self.votes.is_some(),
            Screen::SecondaryClass => self.secondary_class.is_some(),
            Screen::Domicile => self.domicile.is_some(),
            Screen::Industry => self.industry.is_some(),
            Screen::FloatCap => self.float_cap.is_some(),
            Screen::Liquidity => self.liquidity.is_some(),
            Screen::MonthlyVolume => self.monthly_volume.is_some(),
            Screen::Earnings => self.earnings.is_some(),
            Screen::Seasoning => self.seasoning.is_some(),
            Screen::DailyValue => self.daily_value.is_some(),
            Screen::ExceptFunds => self.except_funds.is_some(),
        }
    }

    pub(super) fn check(&self) -> Result<(), (String, String)> {
        for (position, screen) in self.order.iter().enumerate() {
            let name = screen.name();
            let order = "eligibility.order".to_owned();
            if self.order[..position].contains(screen) {
                return Err((order, format!("'{name}' stands there twice (hint: take one out)")));
            }
            if !self.has(*screen) {
                let reason = format!(
                    "'{name}' is asked and [eligibility.{name}] is not there (hint: give that table, \
                     or take the name out of the order)"
                );
                return Err((order, reason));
            }
        }
        Ok(())
    }
}

/// Where a line must be listed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExchangeRule {
    /// The accepted markets.
    #[schemars(with = "Vec<MicText>")]
    pub accepted: Vec<Mic>,
    /// Sessions without a close after which a line counts as not listed.
    pub stale_after_sessions: u32,
    /// Where the rule was read.
    pub reference: String,
}

/// What a line must be.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KindRule {
    /// The accepted kinds.
    #[schemars(with = "Vec<KindText>")]
    pub accepted: Vec<SecurityKind>,
    /// Kinds that are accepted too where a fund's list vouched for the company.
    #[serde(default)]
    #[schemars(with = "Vec<KindText>")]
    pub accepted_when_listed: Vec<SecurityKind>,
    /// Kinds told from a company's entry in a register, the first that fits.
    #[serde(default)]
    pub registered: Vec<RegisteredKind>,
    /// Where the rule was read.
    pub reference: String,
}

/// A kind told from a company's entry in a register. All that is given must fit.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisteredKind {
    /// What such a company's shares are.
    #[schemars(with = "KindText")]
    pub kind: SecurityKind,
    /// Its standard industrial classification is one of these.
    #[serde(default)]
    pub sic: Vec<u16>,
    /// It has none.
    #[serde(default)]
    pub without_sic: bool,
    /// Its entity type is one of these.
    #[serde(default)]
    pub entity_types: Vec<String>,
    /// Not where its name or industry has one of these words, in lower case.
    #[serde(default)]
    pub unless_worded: Vec<String>,
    /// Where the rule was read.
    pub reference: String,
}

/// How a blank cheque is told from its prices: all closes lie near the cash in trust a share.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FlatPriceRule {
    /// No close lies below it.
    #[schemars(with = "PriceText")]
    pub lowest: Price,
    /// No close lies above it.
    #[schemars(with = "PriceText")]
    pub highest: Price,
    /// The highest close is above the lowest by less than this.
    pub widest_percent: Percent,
    /// Over so many sessions up to rank day, or since listing if that is shorter.
    pub sessions: u32,
    /// With closes in at least so many of them.
    pub least_sessions: u32,
    /// Whether it is asked of newcomers only.
    pub spares_members: bool,
    /// Where the rule was read.
    pub reference: String,
}

/// How a fund is told from its prices: they move less than those of companies.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuietPriceRule {
    /// Lines whose shares are worth more than this, in the family's currency, are not asked.
    #[schemars(with = "MoneyText")]
    pub up_to_cap: Money,
    /// Volatility below this part of the median of accepted lines is refused.
    pub below_median_percent: Percent,
    /// Lines whose shares are worth more than this, in the family's currency, make that median.
    #[schemars(with = "MoneyText")]
    pub compared_above: Money,
    /// Over so many sessions up to rank day.
    pub sessions: u32,
    /// With returns in at least so many of them.
    pub least_sessions: u32,
    /// Whether it is asked of newcomers only.
    pub spares_members: bool,
    /// Where the rule was read.
    pub reference: String,
}

/// How a company whose votes are not in public hands is guessed from the trading of its class.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloselyHeldRule {
    /// The share class that such companies list.
    pub share_class: String,
    /// Listed so few sessions before rank day.
    pub listed_within_sessions: u32,
    /// Over so many sessions up to rank day.
    pub sessions: u32,
    /// The median value traded a session is below this part of the company's capitalisation.
    pub below_turnover_percent: Percent,
    /// Whether it is asked of newcomers only.
    pub spares_members: bool,
    /// Where the rule was read.
    pub reference: String,
}

/// Whose companies belong.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NationalityRule {
    /// How papers assign a company to a country.
    pub assignment: AssignmentRule,
    /// A register read up to so many days after the rank day outweighs what the listing says.
    pub register_outweighs_within_days: u32,
    /// How companies of mainland China that list in America are told.
    pub n_share: NShareRule,
    /// Countries that a name gives in brackets, better evidence than the source's column.
    pub named_in_brackets: Vec<String>,
    /// Words of foreign companies' lines, asked where no country is known; in lower case.
    pub foreign_wording: Vec<String>,
    /// Words that outweigh those.
    pub home_wording: Vec<String>,
    /// Words of foreign companies' lines, whatever the country.
    pub always_foreign_wording: Vec<String>,
    /// Whether it is asked of newcomers only.
    pub spares_members: bool,
    /// Where the rule was read.
    pub reference: String,
}

/// What a share must cost.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceRule {
    /// The minimum close on rank day, in the currency the line trades in.
    #[schemars(with = "Dated<PriceText>")]
    pub minimum: Dated<Price>,
    /// Calendar days up to rank day over which a member's mean close may reach it instead.
    pub member_average_days: u32,
    /// Where the rule was read.
    pub reference: String,
}

/// How large a company must be.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CapRule {
    /// The minimum total capitalisation, in the family's currency.
    #[schemars(with = "Dated<MoneyText>")]
    pub minimum: Dated<Money>,
    /// The most it may be: larger companies belong to another index.
    #[schemars(with = "Option<Dated<MoneyText>>")]
    pub maximum: Option<Dated<Money>>,
    /// Whether it is asked of newcomers only.
    #[serde(default)]
    pub spares_members: bool,
    /// Where the rule was read.
    pub reference: String,
}

/// How much must be in free float.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FreeFloatRule {
    /// The minimum part of the shares.
    pub minimum_percent: Dated<Percent>,
    /// Where the rule was read.
    pub reference: String,
}

/// How much of a company's votes must be in public hands.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VotesRule {
    /// More than this part of the votes.
    pub above_percent: Dated<Percent>,
    /// The first rank day on which members are asked too.
    pub members_from: Day,
    /// Where the rule was read.
    pub reference: String,
}

/// What a further class of a company must show.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondaryClassRule {
    /// The minimum capitalisation of the class in the family's currency, where its own shares are
    /// known.
    #[schemars(with = "Dated<MoneyText>")]
    pub minimum_cap: Dated<Money>,
    /// The minimum mean value traded a session, in the family's currency.
    #[schemars(with = "Dated<MoneyText>")]
    pub minimum_daily_value: Dated<Money>,
    /// Where the rule was read.
    pub reference: String,
}
