//! A methodology: every rule of an index family as data.
//!
//! A file is read once and checked as a whole. Unknown keys are refused, so that a misspelled rule is never
//! silently ignored.

mod actions;
mod basis_points;
mod built_in;
mod calendar;
mod check;
mod committee;
mod dated;
mod eligibility;
mod error;
mod family;
mod free_float;
mod hints;
mod identifier;
mod in_force;
mod joined;
mod layers;
mod narrowed;
mod rank_buffer;
mod read;
mod renamed;
mod restatement;
mod returns;
mod schedule;
mod schema;
mod scheme;
mod selection;
mod style;
mod values;
mod variation;
mod weighting;

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::{Calendar, CalendarError, Currency};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use schema::CurrencyText;

pub use actions::{ActionRules, SpinOffTreatment};
pub use basis_points::BasisPoints;
pub use calendar::{
    ListingCycle, NewListings, RankRule, Reconstitution, ShareUpdates, days_before,
};
pub use committee::Committee;
pub use dated::{Dated, Step};
pub use eligibility::{
    CapRule, CloselyHeldRule, DailyValueRule, DomicileRule, EarningsRule, Eligibility, ExceptFunds,
    ExchangeRule, FloatCapRule, FreeFloatRule, FundLikeVolatilityRule, Industries, IndustryRule,
    KindRule, LiquidityRule, MonthlyVolumeRule, NationalityRule, PriceRule, RegisteredKind, Screen,
    SeasoningRule, SecondaryClassRule, TrustPriceRule, VotesRule,
};
pub use error::MethodologyError;
pub use family::{
    Banding, Base, BreakpointRule, IndexRule, InferenceRule, LargestOf, Maintenance, Offering,
    Only, Publication, Ranking, Seed,
};
pub use free_float::{
    EstimatedFloatRule, FloatBuffer, FreeFloatSources, KindFloatRule, RecentListingRule,
};
pub use identifier::is_identifier;
pub use rank_buffer::RankBuffer;
pub use restatement::RestatementPolicy;
pub use returns::{ReturnConvention, Returns};
pub use schedule::{DayOfMonth, Rebalancing, Reviews, days_of};
pub use schema::schema;
pub use scheme::{Grouping, Scheme, StyleSide};
pub use selection::{FastEntry, InterimDeletions, Method, RankedAsOf, Replacement, Selection};
pub use style::{GrowthValueRules, SmallestOf, StabilityRules, StyleRules};
pub use values::{Day, Percent};
pub use variation::Variation;
pub use weighting::{CapStage, Capacity, Weighting};

/// The version of the file format that this code reads.
pub const FORMAT_VERSION: u32 = 2;

/// The rules of an index family.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Methodology {
    /// The version of the file format.
    pub format_version: u32,
    /// The family's name on the command line.
    pub name: String,
    /// The family's full title.
    pub title: String,
    /// The version of these rules.
    pub version: String,
    /// The trading calendar: `XNYS` or `weekdays`.
    pub calendar: String,
    /// The currency of amounts and levels.
    #[serde(default = "dollar")]
    #[schemars(with = "CurrencyText")]
    pub currency: Currency,
    /// The built-in family whose rules this file builds on; without it the file is complete by itself.
    #[serde(default)]
    pub rules: Option<String>,
    /// The committee that decides, and the fund whose holdings stand in for it.
    #[serde(default)]
    pub committee: Option<Committee>,
    /// The full titles of the sources, by their short names.
    pub sources: BTreeMap<String, String>,
    /// How index levels are published.
    pub publication: Publication,
    /// Which securities are eligible.
    pub eligibility: Eligibility,
    /// How companies are ranked.
    pub ranking: Ranking,
    /// The size breakpoints, in ascending order of rank; none in a family with a `selection`.
    #[serde(default)]
    pub breakpoints: Vec<BreakpointRule>,
    /// Which members a band around a breakpoint protects.
    #[serde(default)]
    pub banding: Option<Banding>,
    /// How members are selected in a family without breakpoints.
    #[serde(default)]
    pub selection: Option<Selection>,
    /// The indexes, a parent before its children.
    pub indexes: Vec<IndexRule>,
    /// How companies are scored for style.
    #[serde(default)]
    pub style: Option<StyleRules>,
    /// Funds whose holdings give the members before the first reconstitution.
    #[serde(default)]
    pub seeds: Vec<Seed>,
    /// What fund holdings imply about screens that the data cannot evaluate; used only where a run asks for
    /// it.
    #[serde(default)]
    pub inference: Option<InferenceRule>,
    /// Reconstitutions with announced dates, in chronological order.
    #[serde(default)]
    pub reconstitutions: Vec<Reconstitution>,
    /// Reviews whose dates follow from a rule.
    #[serde(default)]
    pub reviews: Vec<Reviews>,
    /// Sources of free float.
    pub free_float: FreeFloatSources,
    /// Maintenance between reconstitutions.
    pub maintenance: Maintenance,
    /// Scheduled updates of share counts and free floats.
    #[serde(default)]
    pub share_updates: Vec<ShareUpdates>,
    /// How an initial public offering is recognized, in families that only add offerings between reviews.
    #[serde(default)]
    pub offering: Option<Offering>,
    /// Scheduled additions of new listings.
    #[serde(default)]
    pub new_listings: Vec<NewListings>,
    /// Net and gross total return.
    pub returns: Returns,
    /// How corporate actions are treated.
    pub actions: ActionRules,
    /// Which corrections of past data restate published levels; without this table all of them do.
    #[serde(default)]
    pub restatement: Option<RestatementPolicy>,
}

fn dollar() -> Currency {
    Currency::USD
}

impl Methodology {
    /// The rule of an index, by its id.
    ///
    /// ```
    /// use russet_rules::Methodology;
    /// let family = Methodology::built_in("russell-us")?;
    /// assert_eq!(family.index("R2000").map(|index| index.above), Some(1000));
    /// # Ok::<(), russet_rules::MethodologyError>(())
    /// ```
    pub fn index(&self, id: &str) -> Option<&IndexRule> {
        self.indexes.iter().find(|index| index.id == id)
    }

    /// The family's trading calendar.
    pub fn sessions(&self) -> &'static Calendar {
        // The name was checked when the file was read.
        Calendar::named(&self.calendar).unwrap_or_else(Calendar::nyse)
    }

    /// Every reconstitution that takes effect within a range, from the table and by rule, in chronological
    /// order.
    ///
    /// # Errors
    /// [`CalendarError`] when the range leaves the calendar.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_rules::Methodology;
    /// let family = Methodology::built_in("russell-us")?;
    /// let rows = family.all_reconstitutions(date(2026, 1, 1), date(2026, 12, 31)).unwrap();
    /// assert_eq!(rows.len(), 2);
    /// # Ok::<(), russet_rules::MethodologyError>(())
    /// ```
    pub fn all_reconstitutions(
        &self,
        from: Date,
        to: Date,
    ) -> Result<Vec<Reconstitution>, CalendarError> {
        let within = |row: &&Reconstitution| (from..=to).contains(&row.effective.0);
        let mut rows: Vec<Reconstitution> =
            self.reconstitutions.iter().filter(within).cloned().collect();
        for rule in &self.reviews {
            rows.extend(rule.rows(self.sessions(), (from, to))?);
        }
        rows.sort_by_key(|row| row.effective);
        Ok(rows)
    }

    /// The number of size segments: one in a family without breakpoints.
    ///
    /// ```
    /// use russet_rules::Methodology;
    /// assert_eq!(Methodology::built_in("russell-us")?.segment_count(), 7);
    /// # Ok::<(), russet_rules::MethodologyError>(())
    /// ```
    pub fn segment_count(&self) -> usize {
        self.breakpoints.len().max(1)
    }
}
