//! A methodology: every rule of an index family as data.
//!
//! A file is read once, checked as a whole, and never changed. Unknown keys are refused, so that a
//! misspelt rule cannot silently fall away.

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
    /// The family's name, as the command line takes it.
    pub name: String,
    /// The family in words.
    pub title: String,
    /// The version of these rules.
    pub version: String,
    /// The market identifier code of the calendar the family keeps.
    pub calendar: String,
    /// The currency of its values and levels.
    #[serde(default = "dollar")]
    #[schemars(with = "CurrencyText")]
    pub currency: Currency,
    /// The methodology whose rules these stand on, if they do not stand alone.
    #[serde(default)]
    pub rules: Option<String>,
    /// The fund whose lists decide, where no rules do.
    #[serde(default)]
    pub committee: Option<Committee>,
    /// What the short names of sources stand for.
    pub sources: BTreeMap<String, String>,
    /// How levels are published.
    pub publication: Publication,
    /// Who may belong.
    pub eligibility: Eligibility,
    /// How companies rank.
    pub ranking: Ranking,
    /// Where the ranks are cut, in ascending order; none in a family that is not cut by rank.
    #[serde(default)]
    pub breakpoints: Vec<BreakpointRule>,
    /// Who is protected by a band around a breakpoint.
    #[serde(default)]
    pub banding: Option<Banding>,
    /// How members are chosen where ranks are not cut.
    #[serde(default)]
    pub selection: Option<Selection>,
    /// The indexes, a parent before its children.
    pub indexes: Vec<IndexRule>,
    /// How styles are scored.
    #[serde(default)]
    pub style: Option<StyleRules>,
    /// Whose lists give the members before the first reconstitution.
    #[serde(default)]
    pub seeds: Vec<Seed>,
    /// What funds' lists imply about screens that the data cannot evaluate, where a run asks for it.
    #[serde(default)]
    pub inference: Option<InferenceRule>,
    /// The reconstitutions by table, in order of time.
    #[serde(default)]
    pub reconstitutions: Vec<Reconstitution>,
    /// Reviews by rule.
    #[serde(default)]
    pub reviews: Vec<Reviews>,
    /// Where free floats come from.
    pub free_float: FreeFloatSources,
    /// What is kept up between them.
    pub maintenance: Maintenance,
    /// The regular share updates.
    #[serde(default)]
    pub share_updates: Vec<ShareUpdates>,
    /// How an initial public offering is recognized, where only offerings enter between reviews.
    #[serde(default)]
    pub offering: Option<Offering>,
    /// The regular additions of new listings.
    #[serde(default)]
    pub new_listings: Vec<NewListings>,
    /// Net and total return.
    pub returns: Returns,
    /// What is done of corporate actions.
    pub actions: ActionRules,
    /// Which corrections of past data restate published levels; without it all of them do.
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

    /// The calendar that the family keeps.
    pub fn sessions(&self) -> &'static Calendar {
        // The name was checked when the file was read.
        Calendar::named(&self.calendar).unwrap_or_else(Calendar::nyse)
    }

    /// Every reconstitution, by table and by rule, that takes effect within a range, in order of time.
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

    /// How many segments the family's companies may stand in: one, where ranks are not cut.
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
