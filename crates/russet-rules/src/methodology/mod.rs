//! A methodology: every rule of an index family as data.
//!
//! A file is read once, checked as a whole, and never changed. Unknown keys are refused, so that a
//! misspelt rule cannot silently fall away.

mod actions;
mod calendar;
mod check;
mod committee;
mod criteria;
mod dated;
mod eligibility;
mod family;
mod free_float;
mod hints;
mod in_force;
mod joined;
mod layers;
mod narrowed;
mod returns;
mod schedule;
mod schema;
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

use layers::Layers;
use schema::CurrencyText;

pub use actions::{ActionRules, SpinOffTreatment};
pub use calendar::{
    ListingCycle, NewListings, RankRule, Reconstitution, ShareUpdates, days_before,
};
pub use committee::Committee;
pub use criteria::{
    DailyValueRule, DomicileRule, EarningsRule, ExceptFunds, FloatCapRule, Industries,
    IndustryRule, LiquidityRule, MonthlyVolumeRule, SeasoningRule,
};
pub use dated::{Dated, Step};
pub use eligibility::{
    CapRule, CloselyHeldRule, Eligibility, ExchangeRule, FlatPriceRule, FreeFloatRule, KindRule,
    NationalityRule, PriceRule, QuietPriceRule, RegisteredKind, Screen, SecondaryClassRule,
    VotesRule,
};
pub use family::{
    Banding, Base, Break, IndexRule, InferenceRule, LargestOf, Maintenance, Offering, Only,
    Publication, Ranking, Seed,
};
pub use free_float::{
    EstimatedFloatRule, FloatBuffer, FreeFloatSources, KindFloatRule, YoungLineRule,
};
pub use returns::{ReturnConvention, Returns};
pub use schedule::{DayOfMonth, Rebalancing, Reviews, days_of};
pub use schema::schema;
pub use selection::{FastEntry, Method, RankedAsOf, Removals, Replacement, Selection};
pub use style::{GrowthValueRules, SmallestOf, StabilityRules, StyleRules};
pub use values::{Day, Percent};
pub use variation::Variation;
pub use weighting::{CapStage, Capacity, Grouping, Scheme, StyleSide, Weighting};

/// The version of the file format that this code reads.
pub const FORMAT_VERSION: u32 = 2;

/// The methodologies that ship with Russet, by name.
const BUILT_IN: [(&str, &str); 11] = [
    ("russell-us", include_str!("../../../../methodologies/russell-us.toml")),
    ("observed-r2000", include_str!("../../../../methodologies/observed-r2000.toml")),
    ("us-equal", include_str!("../../../../methodologies/us-equal.toml")),
    ("us-sectors", include_str!("../../../../methodologies/us-sectors.toml")),
    ("large500", include_str!("../../../../methodologies/large500.toml")),
    ("mid400", include_str!("../../../../methodologies/mid400.toml")),
    ("small600", include_str!("../../../../methodologies/small600.toml")),
    ("price30", include_str!("../../../../methodologies/price30.toml")),
    ("composite", include_str!("../../../../methodologies/composite.toml")),
    ("tech100", include_str!("../../../../methodologies/tech100.toml")),
    ("world", include_str!("../../../../methodologies/world.toml")),
];

/// The rules of an index family.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
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
    pub breaks: Vec<Break>,
    /// Who is protected by a band around a cut.
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
    /// What funds' lists tell of screens that no fact shows, where a run asks for it.
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
    /// How an initial public offering is told, where only offerings enter between reviews.
    #[serde(default)]
    pub offering: Option<Offering>,
    /// The regular additions of new listings.
    #[serde(default)]
    pub new_listings: Vec<NewListings>,
    /// Net and total return.
    pub returns: Returns,
    /// What is done of corporate actions.
    pub actions: ActionRules,
}

fn dollar() -> Currency {
    Currency::USD
}

/// Why a methodology file was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MethodologyError {
    /// The text does not follow the format; the message shows the line.
    #[error("{name}: {message}")]
    Format {
        /// The file.
        name: String,
        /// Line, column and what was expected.
        message: String,
    },
    /// The rules contradict each other.
    #[error("{name}: {key}: {reason}")]
    Rule {
        /// The file, and the line of the key where it has one.
        name: String,
        /// The key at fault.
        key: String,
        /// What is wrong and what would be right.
        reason: String,
    },
    /// No built-in methodology has this name.
    #[error(
        "no methodology named '{name}' (hint: built in are {known}; or give the path of a .toml file)"
    )]
    Unknown {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: String,
    },
}

impl Methodology {
    /// Reads and checks the text of a methodology file; `name` stands in errors.
    ///
    /// # Errors
    /// [`MethodologyError`] with the line for an unknown key or a bad value, and with the key and its
    /// line for rules that contradict each other.
    ///
    /// ```
    /// use russet_rules::Methodology;
    /// let error = Methodology::parse("mine.toml", "bands = 3").unwrap_err();
    /// assert!(error.to_string().contains("line 1"));
    /// ```
    pub fn parse(name: &str, text: &str) -> Result<Methodology, MethodologyError> {
        let layers = Layers::of(name, text, Methodology::built_in_text)?;
        let table = layers.merged()?;
        let mut methodology = layers.read(table.clone())?;
        check::check(&methodology).map_err(|(key, reason)| MethodologyError::Rule {
            name: layers.place_of(table.get_ref(), &key),
            key,
            reason,
        })?;
        methodology.share_caps();
        Ok(methodology)
    }

    /// Gives indexes that are capped like another one its caps and its rebalancing.
    fn share_caps(&mut self) {
        for place in 0..self.indexes.len() {
            let (earlier, rest) = self.indexes.split_at_mut(place);
            let Some(index) = rest.first_mut() else { return };
            let like = index.capped_like.as_ref();
            if let Some(model) = earlier.iter().find(|model| Some(&model.id) == like) {
                index.weighting.caps.clone_from(&model.weighting.caps);
                index.rebalancing.clone_from(&model.rebalancing);
            }
        }
    }

    /// A methodology that ships with Russet.
    ///
    /// # Errors
    /// [`MethodologyError::Unknown`] with the names there are.
    ///
    /// ```
    /// use russet_rules::Methodology;
    /// let family = Methodology::built_in("russell-us")?;
    /// assert!(family.index("R2000").is_some());
    /// # Ok::<(), russet_rules::MethodologyError>(())
    /// ```
    pub fn built_in(name: &str) -> Result<Methodology, MethodologyError> {
        match Methodology::built_in_text(name) {
            Some(text) => Methodology::parse(&format!("{name}.toml"), text),
            None => Err(MethodologyError::Unknown {
                name: name.to_owned(),
                known: BUILT_IN.map(|(name, _)| name).join(", "),
            }),
        }
    }

    /// The text of a methodology that ships with Russet.
    ///
    /// ```
    /// assert!(russet_rules::Methodology::built_in_text("russell-us").is_some());
    /// ```
    pub fn built_in_text(name: &str) -> Option<&'static str> {
        BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
    }

    /// The names of the methodologies that ship with Russet.
    ///
    /// ```
    /// assert!(russet_rules::Methodology::built_in_names().any(|name| name == "russell-us"));
    /// ```
    pub fn built_in_names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

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
    ///
    /// ```
    /// use russet_market::Calendar;
    /// use russet_rules::Methodology;
    /// let family = Methodology::built_in("russell-us")?;
    /// assert_eq!(family.sessions().last(), Calendar::nyse().last());
    /// # Ok::<(), russet_rules::MethodologyError>(())
    /// ```
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

    /// How many zones the family's companies may stand in: one, where ranks are not cut.
    ///
    /// ```
    /// use russet_rules::Methodology;
    /// assert_eq!(Methodology::built_in("russell-us")?.zone_count(), 7);
    /// # Ok::<(), russet_rules::MethodologyError>(())
    /// ```
    pub fn zone_count(&self) -> usize {
        self.breaks.len().max(1)
    }
}
