//! A methodology: every rule of an index family as data.
//!
//! A file is read once, checked as a whole, and never changed. Unknown keys are refused, so that a
//! misspelt rule cannot silently fall away.

mod actions;
mod calendar;
mod committee;
mod dated;
mod eligibility;
mod family;
mod free_float;
mod returns;
mod schedule;
mod selection;
mod style;
mod values;
mod weighting;

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::{Calendar, CalendarError, Currency};
use serde::Deserialize;

use committee::on_its_rules;

pub use actions::{ActionRules, SpinOffTreatment};
pub use calendar::{
    ListingCycle, NewListings, RankRule, Reconstitution, ShareUpdates, days_before,
};
pub use committee::Committee;
pub use dated::{Dated, Step};
pub use eligibility::{
    CapRule, CloselyHeldRule, Eligibility, ExchangeRule, FlatPriceRule, FreeFloatRule, KindRule,
    NationalityRule, PriceRule, QuietPriceRule, RegisteredKind, Screen, SecondaryClassRule,
    VotesRule,
};
pub use family::{
    Banding, Break, IndexRule, InferenceRule, LargestOf, Maintenance, Offering, Only, Publication,
    Ranking, Seed,
};
pub use free_float::{EstimatedFloatRule, FloatBuffer, FreeFloatSources, YoungLineRule};
pub use returns::{ReturnConvention, Returns};
pub use schedule::{DayOfMonth, Rebalancing, Reviews};
pub use selection::{Method, Selection};
pub use style::{GrowthValueRules, SmallestOf, StabilityRules, StyleRules};
pub use values::{Day, Percent};
pub use weighting::{CapStage, Capacity, Grouping, Scheme, StyleSide, Weighting};

/// The version of the file format that this code reads.
pub const FORMAT_VERSION: u32 = 2;

/// The methodologies that ship with Russet, by name.
const BUILT_IN: [(&str, &str); 2] = [
    ("russell-us", include_str!("../../../../methodologies/russell-us.toml")),
    ("observed-r2000", include_str!("../../../../methodologies/observed-r2000.toml")),
];

/// The rules of an index family.
#[derive(Debug, Clone, Deserialize)]
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
        /// The file.
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
    /// [`MethodologyError`] with the line for an unknown key, a bad value or a missing rule, and
    /// with the key for rules that contradict each other.
    ///
    /// ```
    /// use russet_rules::Methodology;
    /// let error = Methodology::parse("mine.toml", "bands = 3").unwrap_err();
    /// assert!(error.to_string().contains("line 1"));
    /// ```
    pub fn parse(name: &str, text: &str) -> Result<Methodology, MethodologyError> {
        let refuse = |message: String| MethodologyError::Format { name: name.to_owned(), message };
        let whole = on_its_rules(text, Methodology::built_in_text).map_err(refuse)?;
        let methodology: Methodology =
            toml::from_str(&whole).map_err(|error| refuse(error.to_string()))?;
        methodology.check(name)?;
        Ok(methodology)
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

    /// The counts of years, days and sessions, each with the most that makes sense: beyond it a date
    /// would leave the calendar.
    fn counts(&self) -> Vec<(&'static str, u32, u32)> {
        let (rules, years, days, sessions) = (&self.eligibility, 50, 3_660, 10_000);
        let mut counts = vec![
            ("ranking.volume_years", self.ranking.volume_years, years),
            ("eligibility.price.member_average_days", rules.price.member_average_days, days),
            ("maintenance.share_information_days", self.maintenance.share_information_days, days),
            (
                "eligibility.exchange.stale_after_sessions",
                rules.exchange.stale_after_sessions,
                sessions,
            ),
            ("eligibility.flat_price.sessions", rules.flat_price.sessions, sessions),
            ("eligibility.quiet_price.sessions", rules.quiet_price.sessions, sessions),
            ("eligibility.closely_held.sessions", rules.closely_held.sessions, sessions),
            (
                "eligibility.nationality.register_outweighs_within_days",
                rules.nationality.register_outweighs_within_days,
                days,
            ),
            ("actions.spin_off_hold_sessions", self.actions.spin_off_hold_sessions, sessions),
            ("actions.suspension_sessions", self.actions.suspension_sessions, sessions),
        ];
        if let Some(rule) = &self.inference {
            counts.push(("inference.settle_sessions", rule.settle_sessions, sessions));
            counts.push(("inference.seasoned_sessions", rule.seasoned_sessions, sessions));
        }
        if let Some(rule) = &self.offering {
            counts.push(("offering.skip_sessions", rule.skip_sessions, sessions));
            counts.push(("offering.median_sessions", rule.median_sessions, sessions));
        }
        counts.extend(
            self.committee.iter().map(|committee| {
                ("committee.settle_sessions", committee.settle_sessions, sessions)
            }),
        );
        counts.extend(self.new_listings.iter().map(|rule| match rule.rank {
            RankRule::DaysBefore(count) => ("new_listings.rank.days_before", count, days),
            RankRule::EndOfMonthBefore(count) => {
                ("new_listings.rank.end_of_month_before", count, 12)
            }
        }));
        counts
    }

    fn check(&self, name: &str) -> Result<(), MethodologyError> {
        let refuse = |key: String, reason: String| {
            Err(MethodologyError::Rule { name: name.to_owned(), key, reason })
        };
        if self.format_version != FORMAT_VERSION {
            let reason =
                format!("{} is not {FORMAT_VERSION}, which this russet reads", self.format_version);
            return refuse("format_version".to_owned(), reason);
        }
        if Calendar::named(&self.calendar).is_none() {
            let reason = format!(
                "'{}' is not a calendar russet has (hint: XNYS or weekdays)",
                self.calendar
            );
            return refuse("calendar".to_owned(), reason);
        }
        for (key, count, most) in self.counts() {
            if count > most {
                return refuse(
                    key.to_owned(),
                    format!("{count} is beyond {most}, the most it may be"),
                );
            }
        }
        if self.breaks.is_empty() == self.selection.is_none() {
            let reason = "a family is cut by `breaks` or chosen by a `selection`: give one of them"
                .to_owned();
            return refuse("selection".to_owned(), reason);
        }
        if !self.breaks.is_sorted_by(|a, b| a.rank < b.rank) {
            return refuse("breaks".to_owned(), "ranks must ascend and differ".to_owned());
        }
        for index in &self.indexes {
            let cut = |rank: u32| rank == 0 || self.breaks.iter().any(|cut| cut.rank == rank);
            if let Some(to) = index.to
                && (!cut(index.above) || !cut(to) || index.above >= to)
            {
                let reason = format!(
                    "the range above {} to {to} is not one between two breaks",
                    index.above
                );
                return refuse(format!("indexes.{}", index.id), reason);
            }
            if self.indexes.iter().filter(|other| other.id == index.id).count() > 1 {
                return refuse(format!("indexes.{}", index.id), "the id is used twice".to_owned());
            }
            if let Err(reason) = index.weighting.check() {
                return refuse(format!("indexes.{}.weighting", index.id), reason);
            }
            if let Err(reason) = index.rebalancing.iter().try_for_each(Rebalancing::check) {
                return refuse(format!("indexes.{}.rebalancing", index.id), reason);
            }
        }
        let named = self
            .banding
            .iter()
            .map(|banding| ("banding.protects_members_of", &banding.protects_members_of))
            .chain(self.seeds.iter().map(|seed| ("seeds.index", &seed.index)))
            .chain(self.committee.iter().map(|committee| ("committee.index", &committee.index)));
        for (key, id) in named {
            if self.index(id).is_none() {
                return refuse(key.to_owned(), format!("there is no index '{id}'"));
            }
        }
        if !self.free_float.young.is_sorted_by(|a, b| a.within_sessions < b.within_sessions) {
            let reason = "within_sessions must ascend".to_owned();
            return refuse("free_float.young".to_owned(), reason);
        }
        for reconstitution in &self.reconstitutions {
            if reconstitution.rank_day >= reconstitution.effective {
                let reason = format!("rank day {} is not before it", reconstitution.rank_day);
                return refuse(format!("reconstitutions.{}", reconstitution.effective), reason);
            }
        }
        if !self.reconstitutions.is_sorted_by(|a, b| a.effective < b.effective) {
            let reason = "effective dates must ascend and differ".to_owned();
            return refuse("reconstitutions".to_owned(), reason);
        }
        self.eligibility
            .check()
            .or_else(|(key, reason)| refuse(format!("eligibility.{key}"), reason))
    }
}
