//! Variants of a methodology over one market, side by side.
//!
//! The market is read once. What rank days show of it is found once and shared by all variants whose
//! screens ask for the same ([`russet_rules::MarketCache`]), so that variants which only move a band or a cut
//! share everything but the cutting. Long before the first members, one variant walks through the sessions for
//! all. Each variant is built by the same engine as a run.

mod capacity;
mod figures;
mod sink;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use jiff::civil::Date;
use russet_market::{Currency, MarketView};
use russet_rules::Methodology;
use russet_rules::methodology::RankedAsOf;

use crate::history::{Shared, build_among};
use crate::{BuildError, BuildPlan, Manifest};
use capacity::Liquidity;
use figures::History;
use sink::LevelsAndTrades;

pub use capacity::CapacityRule;
pub use figures::Figures;

/// A methodology under a name of its own.
#[derive(Debug, Clone)]
pub struct Variant {
    /// Which values it has instead of the others.
    pub name: String,
    /// Its rules.
    pub family: Methodology,
}

/// What to compare.
#[derive(Debug, Clone)]
pub struct SweepPlan {
    /// The indexes.
    pub indexes: Vec<String>,
    /// The first session; none: the first reconstitution that the market's prices can rank.
    pub from: Option<Date>,
    /// The last session; none: the market's last.
    pub to: Option<Date>,
    /// How capacity is measured.
    pub capacity: CapacityRule,
}

/// What became of one index of one variant.
#[derive(Debug, Clone, PartialEq)]
pub struct Swept {
    /// The variant's name.
    pub variant: String,
    /// The index.
    pub index: String,
    /// Its figures; none where it has no level over the sessions that all variants have in common.
    pub figures: Option<Figures>,
    /// What a reader should know of the index, as the notes of a build say it: caps that could not hold, say.
    pub notes: Vec<String>,
}

/// Builds variants on all cores and measures each index over the sessions that all of them have in common.
/// The rows are in the order of the variants, and for each in the order of the indexes; neither they nor
/// their values depend on the number of cores.
///
/// `progress` is called with the variants done and the variants in all.
///
/// # Errors
/// The name of the first variant that cannot be built, and why.
pub fn sweep(
    view: &MarketView<'_>,
    variants: &[Variant],
    plan: &SweepPlan,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Vec<Swept>, (String, BuildError)> {
    let shared = Shared::new(view);
    let currency = variants.first().map_or(Currency::USD, |base| base.family.currency);
    let liquidity = Liquidity::new(view, plan.capacity, currency);
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let built: Mutex<BTreeMap<usize, Result<Vec<Built>, BuildError>>> = Mutex::default();
    let work = || {
        while let Some((place, variant)) = {
            let place = next.fetch_add(1, Ordering::Relaxed);
            variants.get(place).map(|variant| (place, variant))
        } {
            let run = run_of(view, variant, plan, &shared);
            let histories = run.map(|(kept, manifest)| {
                let indexes = plan.indexes.iter().enumerate();
                let built = |(place, index): (usize, &String)| {
                    let family = &variant.family;
                    let currency = family.index(index).and_then(|rule| rule.currency);
                    let currency = currency.unwrap_or(family.currency);
                    Built {
                        history: History::of(&kept, (place, currency), &liquidity),
                        notes: notes_of(&manifest, index),
                    }
                };
                indexes.map(built).collect()
            });
            built.lock().unwrap_or_else(PoisonError::into_inner).insert(place, histories);
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, variants.len());
        }
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..cores.min(variants.len()) {
            scope.spawn(work);
        }
    });
    let built = built.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut histories = Vec::with_capacity(variants.len());
    for (variant, built) in variants.iter().zip(built.into_values()) {
        histories.push(built.map_err(|error| (variant.name.clone(), error))?);
    }
    let mut rows = Vec::with_capacity(variants.len() * plan.indexes.len());
    for (variant, of_variant) in variants.iter().zip(&histories) {
        for (place, index) in plan.indexes.iter().enumerate() {
            let common =
                figures::common(histories.iter().map(|all: &Vec<Built>| &all[place].history));
            let Built { history, notes } = &of_variant[place];
            let figures = common.and_then(|days| history.figures(days));
            let (variant, index) = (variant.name.clone(), index.clone());
            rows.push(Swept { variant, index, figures, notes: notes.clone() });
        }
    }
    Ok(rows)
}

/// An index of a variant that was built.
struct Built {
    history: History,
    notes: Vec<String>,
}

/// The notes of a build about an index: they begin with its id.
fn notes_of(manifest: &Manifest, index: &str) -> Vec<String> {
    let about = |note: &&String| note.split(' ').next() == Some(index);
    manifest.notes.iter().filter(about).cloned().collect()
}

fn run_of<'market, 'plan>(
    view: &MarketView<'market>,
    variant: &Variant,
    plan: &'plan SweepPlan,
    shared: &Shared<'market>,
) -> Result<(LevelsAndTrades<'plan>, Manifest), BuildError> {
    let family = variant.family.narrowed(&plan.indexes);
    let build = BuildPlan {
        methodology_text: String::new(),
        from: plan.from,
        to: plan.to,
        infer_from_lists: false,
        notes: Vec::new(),
        inputs: Vec::new(),
    };
    let records = reads_its_decisions(&family);
    let mut sink = LevelsAndTrades::of(&plan.indexes);
    let manifest = build_among(view, &family, shared, (build, records), &mut sink, &|_, _| {})?;
    Ok((sink, manifest))
}

/// Whether a family's rules look at its own earlier decisions: an observed one learns from them, and leavers
/// may be replaced by the ranks of the last review.
fn reads_its_decisions(family: &Methodology) -> bool {
    let mut replacements = family.selection.iter().flat_map(|selection| &selection.replacement);
    family.committee.is_some() || replacements.any(|rule| rule.ranked == RankedAsOf::LastReview)
}
