//! `russet build`: a market and one or more methodologies to runs.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, bail};
use russet_calc::run::{Begin, BuildOptions, Built, Continued, Correction};
use russet_calc::{BuildPlan, LedgerEntry, RunError, RunFolder};
use russet_market::MarketView;
use russet_market::folder::{MarketSnapshot, TableFile};
use russet_rules::methodology::is_identifier;
use russet_rules::restatement::Treatment;
use russet_rules::{Decision, Methodology};
use russet_store::table::Table;

use crate::arguments::BuildArguments;
use crate::methodology;
use crate::progress::Progress;

/// One family to build.
struct Family {
    rules: Methodology,
    text: String,
    run: PathBuf,
}

pub fn run(arguments: &BuildArguments) -> anyhow::Result<()> {
    let mut families = families_of(arguments)?;
    let snapshot = arguments.place.snapshot()?;
    if !arguments.rebuild {
        // Quiet days are appended without most of the market.
        let appended = side_by_side(&families, |family| append(arguments, &snapshot, family))?;
        let mut appended = appended.into_iter();
        families.retain(|_| appended.next() != Some(true));
    }
    match families.is_empty() {
        true => Ok(()),
        false => build_all(arguments, &snapshot, &families),
    }
}

fn build_all(
    arguments: &BuildArguments,
    snapshot: &MarketSnapshot,
    families: &[Family],
) -> anyhow::Result<()> {
    let market = snapshot.read_for_build()?;
    let view = snapshot.view(&market)?;
    let progress = Progress::new("building", "sessions");
    let total = families.len() * view.sessions().len();
    let on_session = |_, _| progress.add_of(1, total as u64);
    let built =
        side_by_side(families, |family| build(arguments, family, (snapshot, &view), &on_session));
    progress.finish();
    built.map(drop)
}

/// Does something with each family, on all cores; what came of each in their order, or every failure.
fn side_by_side<T: Send>(
    families: &[Family],
    work: impl Fn(&Family) -> anyhow::Result<T> + Sync,
) -> anyhow::Result<Vec<T>> {
    let next = AtomicUsize::new(0);
    let workers = thread::available_parallelism().map_or(1, usize::from).min(families.len());
    let take = || {
        let mut done = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            match families.get(place) {
                Some(family) => done.push((place, work(family))),
                None => return done,
            }
        }
    };
    let mut done: Vec<(usize, anyhow::Result<T>)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(take)).collect();
        let ended = workers.into_iter().map(|worker| {
            let dead = |_| vec![(0, Err(anyhow::anyhow!("the build of a family broke off")))];
            worker.join().unwrap_or_else(dead)
        });
        ended.flatten().collect()
    });
    done.sort_by_key(|(place, _)| *place);
    let failures = done.iter().filter_map(|(_, done)| done.as_ref().err());
    let failed: Vec<String> = failures.map(|error| format!("{error:#}")).collect();
    if !failed.is_empty() {
        bail!(failed.join("\n"));
    }
    done.into_iter().map(|(_, done)| done).collect()
}

/// The families asked for, each with the folder of its run. Those that only add indexes to the same rules
/// are one.
fn families_of(arguments: &BuildArguments) -> anyhow::Result<Vec<Family>> {
    let mut loaded: Vec<(Methodology, String)> = Vec::new();
    for name in &arguments.methodology {
        let (rules, text) = methodology::load(name)?;
        let joined = loaded.iter_mut().find_map(|other| {
            let joined = Methodology::joined(&[&other.1, &text])?;
            Some((other, joined))
        });
        match joined {
            Some((other, text)) => *other = (Methodology::parse(&other.0.name, &text)?, text),
            None => loaded.push((rules, text)),
        }
    }
    let (mut names, mut families) = (BTreeSet::new(), Vec::new());
    for (mut rules, text) in loaded {
        if arguments.without_float_estimates {
            rules.free_float.estimated = None;
        }
        if !names.insert(rules.name.clone()) {
            bail!("two methodologies are called '{}' (hint: give one another name)", rules.name);
        }
        let run = match arguments.methodology.len() {
            1 => arguments.run.clone(),
            // A methodology is checked when it is read; the path is worth a second look.
            _ if !is_identifier(&rules.name) => bail!("'{}' cannot name a folder", rules.name),
            _ => arguments.run.join(&rules.name),
        };
        families.push(Family { rules, text, run });
    }
    Ok(families)
}

/// Whether the run of a family was continued by what its market tells of the days since.
fn append(
    arguments: &BuildArguments,
    snapshot: &MarketSnapshot,
    family: &Family,
) -> anyhow::Result<bool> {
    let plan = plan_of(arguments, family, Vec::new());
    let run = RunFolder::at(&family.run);
    let appended = run.append(snapshot, &family.rules, plan, options_of(arguments), &|_, _| {});
    let appended = in_the_name_of(arguments, family, appended)?;
    appended.iter().for_each(|built| tell(family, built));
    Ok(appended.is_some())
}

/// Of several families, each error names its own.
fn in_the_name_of<T>(
    arguments: &BuildArguments,
    family: &Family,
    done: Result<T, RunError>,
) -> anyhow::Result<T> {
    match arguments.methodology.len() {
        1 => Ok(done?),
        _ => done.with_context(|| family.rules.name.clone()),
    }
}

fn plan_of(arguments: &BuildArguments, family: &Family, inputs: Vec<TableFile>) -> BuildPlan {
    let mut notes = Vec::new();
    if arguments.without_float_estimates {
        notes.push("Built without free floats estimated from funds' quantities.".to_owned());
    }
    if arguments.infer_from_lists {
        notes.push("Built with what funds' published lists tell of unseen screens.".to_owned());
    }
    BuildPlan {
        methodology_text: family.text.clone(),
        from: arguments.from,
        to: arguments.to,
        infer_from_lists: arguments.infer_from_lists,
        notes,
        inputs,
    }
}

fn options_of(arguments: &BuildArguments) -> BuildOptions<'static> {
    BuildOptions {
        begin: if arguments.rebuild { Begin::Rebuild } else { Begin::WhereItCan },
        replace: arguments.replace,
        wait: arguments.wait.wait(),
        keep: arguments.keep.keep(),
    }
}

fn build(
    arguments: &BuildArguments,
    family: &Family,
    (snapshot, view): (&MarketSnapshot, &MarketView<'_>),
    on_session: &dyn Fn(usize, usize),
) -> anyhow::Result<()> {
    let plan = plan_of(arguments, family, snapshot.facts());
    let run = RunFolder::at(&family.run);
    let market = (Some(snapshot), view);
    let built = run.build(market, &family.rules, plan, options_of(arguments), on_session);
    tell(family, &in_the_name_of(arguments, family, built)?);
    Ok(())
}

/// What was restated or carried, and why.
fn in_words(correction: &Correction) -> String {
    let Correction { record, levels, first, last, .. } = correction;
    let levels = match levels {
        1 => "1 published level".to_owned(),
        more => format!("{more} published levels"),
    };
    let what = match record.treatment {
        Treatment::Restated => format!("restated {levels}"),
        Treatment::Carried => {
            format!("kept {levels} and carried the correction from the next session on")
        }
    };
    format!("{what}, {first} to {last}: {} (`russet restatements` lists them)\n", record.cause)
}

fn tell(family: &Family, Built { manifest, continued, correction }: &Built) {
    let mut told = String::new();
    if let Some(Continued { after, changed }) = continued {
        told.push_str(&format!("{}: continued after {after}", family.run.display()));
        match changed {
            Some(changed) if changed.is_nothing() => {}
            Some(changed) => told.push_str(&format!("; {changed}")),
            None => told.push_str("; damaged parts of it were rebuilt"),
        }
        told.push('\n');
    }
    if let Some(correction) = correction {
        told.push_str(&in_words(correction));
    }
    for note in &manifest.notes {
        told.push_str(&format!("note: {note}\n"));
    }
    // One write, so that families built side by side do not talk over each other.
    say!(
        "{told}{}: {} decisions, {} ledger entries, {} to {}",
        family.run.display(),
        manifest.rows_of(Decision::NAME),
        manifest.rows_of(LedgerEntry::NAME),
        manifest.from,
        manifest.to
    );
}
