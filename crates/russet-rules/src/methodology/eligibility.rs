//! The screens a security must pass, and their order.

use russet_market::{Mic, Money, Price, SecurityKind};
use serde::Deserialize;

use super::dated::Dated;
use super::values::{Day, Percent};
use crate::nationality::{AssignmentRule, NShareRule};

/// The screens by name. A methodology lists those it applies, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
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
        }
    }
}

/// Every screen's rule, and the order in which they are asked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Eligibility {
    /// The screens that apply, first to last.
    pub order: Vec<Screen>,
    /// Exchanges.
    pub exchange: ExchangeRule,
    /// Kinds of security.
    pub kind: KindRule,
    /// Nationality.
    pub nationality: NationalityRule,
    /// Blank cheques told by their prices.
    pub flat_price: FlatPriceRule,
    /// Funds told by their prices.
    pub quiet_price: QuietPriceRule,
    /// Closely held companies told by their trading.
    pub closely_held: CloselyHeldRule,
    /// Minimum price.
    pub price: PriceRule,
    /// Minimum company capitalisation.
    pub company_cap: CapRule,
    /// Minimum free float.
    pub free_float: FreeFloatRule,
    /// Minimum part of the votes in public hands.
    pub votes: VotesRule,
    /// Further share classes.
    pub secondary_class: SecondaryClassRule,
}

impl Eligibility {
    pub(super) fn check(&self) -> Result<(), (String, String)> {
        for (position, screen) in self.order.iter().enumerate() {
            if self.order[..position].contains(screen) {
                return Err((
                    "order".to_owned(),
                    format!("'{}' stands there twice", screen.name()),
                ));
            }
        }
        Ok(())
    }
}

/// Where a line must be listed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExchangeRule {
    /// The accepted markets.
    pub accepted: Vec<Mic>,
    /// Sessions without a close after which a line counts as not listed.
    pub stale_after_sessions: u32,
    /// Where the rule was read.
    pub reference: String,
}

/// What a line must be.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindRule {
    /// The accepted kinds.
    pub accepted: Vec<SecurityKind>,
    /// Kinds that are accepted too where a fund's list vouched for the company.
    pub accepted_when_listed: Vec<SecurityKind>,
    /// Kinds told from a company's entry in a register, the first that fits.
    #[serde(default)]
    pub registered: Vec<RegisteredKind>,
    /// Where the rule was read.
    pub reference: String,
}

/// A kind told from a company's entry in a register. All that is given must fit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisteredKind {
    /// What such a company's shares are.
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
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlatPriceRule {
    /// No close lies below it.
    pub lowest: Price,
    /// No close lies above it.
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
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuietPriceRule {
    /// Lines whose shares are worth more than this, in dollars, are not asked.
    pub up_to_cap: Money,
    /// Volatility below this part of the median of accepted lines is refused.
    pub below_median_percent: Percent,
    /// Lines whose shares are worth more than this, in dollars, make that median.
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
#[derive(Debug, Clone, Deserialize)]
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
#[derive(Debug, Clone, Deserialize)]
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
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceRule {
    /// The minimum close on rank day.
    pub minimum: Dated<Price>,
    /// Calendar days up to rank day over which a member's mean close may reach it instead.
    pub member_average_days: u32,
    /// Where the rule was read.
    pub reference: String,
}

/// How large a company must be.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapRule {
    /// The minimum total capitalisation in dollars.
    pub minimum: Dated<Money>,
    /// Where the rule was read.
    pub reference: String,
}

/// How much must be in free float.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FreeFloatRule {
    /// The minimum part of the shares.
    pub minimum_percent: Dated<Percent>,
    /// Where the rule was read.
    pub reference: String,
}

/// How much of a company's votes must be in public hands.
#[derive(Debug, Clone, Deserialize)]
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
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecondaryClassRule {
    /// The minimum capitalisation of the class in dollars, where its own shares are known.
    pub minimum_cap: Dated<Money>,
    /// The minimum mean value traded a session, in dollars.
    pub minimum_daily_value: Dated<Money>,
    /// Where the rule was read.
    pub reference: String,
}
