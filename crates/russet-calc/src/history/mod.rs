//! A market and a methodology to a run: session by session, nothing looked up ahead.
//!
//! ```text
//! each session:   actions learned since  →  closes  →  last prices of securities that end  →  levels
//!                 →  after the close: deletions, share updates, new listings, reconstitution,
//!                    committee, weights  →  actions that go ex with the next session
//! ```

mod actions;
mod agenda;
mod carry;
mod checkpoint;
mod closing;
mod committee;
mod currencies;
mod driven;
mod engine;
mod excluded_funds;
mod interim;
mod journal;
mod members;
mod opening;
mod placement;
mod pro_forma;
mod prologue;
mod rebalancing;
mod resumption;
mod scheduled;
mod share_change;
mod styles;
mod sub_indexes;
mod summary;
mod walk;
mod weights;

use std::sync::Arc;

use jiff::civil::Date;
use russet_market::folder::TableFile;
use russet_market::{CalendarError, MarketView, NumberError};
use russet_rules::weighting::WeightingError;
use russet_rules::{MarketCache, Methodology, Research, RulesError};

use crate::run::{InMemory, Manifest, Run, Sink, Stopped};
pub(crate) use carry::{Published, carry_into};
pub use checkpoint::Checkpoint;
pub use engine::Engine;
pub(crate) use engine::securities_of_issuers;
pub(crate) use prologue::Shared;
pub(crate) use resumption::{
    Resumption, asks_for_decisions, days_learned_late, securities_learned_late,
};
pub(crate) use walk::checkpoint_after;

/// What to build.
#[derive(Debug, Clone)]
pub struct BuildPlan {
    /// The methodology's text, kept with the run.
    pub methodology_text: String,
    /// The first session; none: the first reconstitution that the market's prices can rank.
    pub from: Option<Date>,
    /// The last session; none: the market's last.
    pub to: Option<Date>,
    /// Whether lists published between reconstitutions may replace screens that the data cannot evaluate.
    pub infer_from_lists: bool,
    /// What a reader should know of how this run was asked for.
    pub notes: Vec<String>,
    /// The files of the market, for the run's manifest.
    pub inputs: Vec<TableFile>,
}

/// Why a run could not be built.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BuildError {
    /// The market has no prices.
    #[error("the market has no prices (hint: import some, or `russet simulate`)")]
    NoPrices,
    /// The range is empty.
    #[error(
        "the range is empty: it begins on {from} and ends on {to}, the last session asked for or in the market"
    )]
    EmptyRange {
        /// The first day.
        from: Date,
        /// The last day.
        to: Date,
    },
    /// An index has nobody left to hold.
    #[error(
        "{index} loses its last constituent after the close of {day}, and an index of nothing has no level (hint: a market of so few companies is too small for this family)"
    )]
    Emptied {
        /// The index.
        index: String,
        /// The session.
        day: Date,
    },
    /// No reconstitution and no list can give the first members.
    #[error(
        "no reconstitution or list up to {from} gives the first members within the market's prices, which begin on {first_price}{hint}"
    )]
    NoMembers {
        /// The first day asked for.
        from: Date,
        /// The market's first session.
        first_price: Date,
        /// The earliest day that would do.
        hint: String,
    },
    /// A decision could not be made.
    #[error(transparent)]
    Rules(#[from] RulesError),
    /// A number left its range.
    #[error("{index} on {day}: {source}")]
    Number {
        /// The index, or the security at fault.
        index: String,
        /// The session.
        day: Date,
        /// What went out of range.
        source: NumberError,
    },
    /// Weights could not be made.
    #[error("{index} on {day}: {source}")]
    Weights {
        /// The index.
        index: String,
        /// The session.
        day: Date,
        /// Why not.
        source: WeightingError,
    },
    /// A date lies outside the calendar.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// What takes the run's rows takes no more.
    #[error("the run's rows cannot be kept")]
    Stopped,
}

impl From<Stopped> for BuildError {
    fn from(_: Stopped) -> BuildError {
        BuildError::Stopped
    }
}

/// Builds the history of every index of a family.
///
/// `progress` is called with the sessions done and the sessions in all.
///
/// # Errors
/// [`BuildError`] when the market has no prices for the range, no reconstitution to start from, or
/// a number goes out of range.
pub fn build(
    view: &MarketView<'_>,
    family: &Methodology,
    plan: BuildPlan,
    progress: &dyn Fn(usize, usize),
) -> Result<Run, BuildError> {
    let methodology_text = plan.methodology_text.clone();
    let mut sink = InMemory::default();
    let manifest = build_into(view, family, plan, &mut sink, progress)?;
    Ok(sink.run(manifest, methodology_text))
}

/// Builds the history of every index of a family into a sink, a year at a time; gives what the run was
/// made of.
///
/// # Errors
/// [`BuildError`] as [`build`], and [`BuildError::Stopped`] when the sink takes no more.
pub fn build_into<'build>(
    view: &'build MarketView<'_>,
    family: &'build Methodology,
    plan: BuildPlan,
    sink: &mut dyn Sink<'build>,
    progress: &dyn Fn(usize, usize),
) -> Result<Manifest, BuildError> {
    let research = research(view, family, Arc::new(MarketCache::new(view)), &plan)?;
    engine::Engine::new(view, family, research, plan)?.run(None, sink, progress)
}

/// The same, going on from a checkpoint of a run of the same methodology whose market was known to be this
/// one; nothing when the checkpoint does not fit. The sink gets what comes after it.
pub(crate) fn resume_into<'build>(
    view: &'build MarketView<'_>,
    family: &'build Methodology,
    plan: BuildPlan,
    resumption: Resumption,
    sink: &mut dyn Sink<'build>,
    progress: &dyn Fn(usize, usize),
) -> Result<Option<Manifest>, BuildError> {
    let research = research(view, family, Arc::new(MarketCache::new(view)), &plan)?;
    match engine::Engine::resumed(view, family, research, plan, resumption)? {
        Some(engine) => engine.go_on(sink, progress).map(Some),
        None => Ok(None),
    }
}

/// The same for one of several methodologies over one market; with or without a record of every decision.
pub(crate) fn build_among<'build, 'market: 'build>(
    view: &'build MarketView<'market>,
    family: &'build Methodology,
    shared: &Shared<'market>,
    (plan, records): (BuildPlan, bool),
    sink: &mut dyn Sink<'build>,
    progress: &dyn Fn(usize, usize),
) -> Result<Manifest, BuildError> {
    let research = research(view, family, Arc::clone(&shared.market_cache), &plan)?;
    let research = if records { research } else { research.without_records() };
    engine::Engine::new(view, family, research, plan)?.run(Some(shared), sink, progress)
}

fn research<'market>(
    view: &MarketView<'market>,
    family: &Methodology,
    market_cache: Arc<MarketCache<'market>>,
    plan: &BuildPlan,
) -> Result<Research<'market>, BuildError> {
    let number = |source| {
        let day = plan.to.or(view.sessions().last().map(|(session, _)| *session));
        let day = day.unwrap_or_default();
        BuildError::Number { index: "free float".to_owned(), day, source }
    };
    Research::among(market_cache, family).map_err(number)
}
