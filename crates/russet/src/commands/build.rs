//! `russet build`: a market and one or more methodologies to runs.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, bail};
use russet_calc::run::{Begin, Built, Continued};
use russet_calc::{BuildPlan, LedgerEntry, RunFolder};
use russet_market::folder::{TableFile, TableRow};
use russet_market::{MarketFolder, MarketView};
use russet_rules::{Decision, Methodology};

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
    let families = families_of(arguments)?;
    let folder = MarketFolder::at(&arguments.market);
    let market = folder.read_for_build()?;
    let (mut view, inputs) = (MarketView::new(&market), folder.files()?);
    if let Some(doubtful) = folder.doubtful_sessions()? {
        view = view.with_doubtful_sessions(doubtful);
    }
    let progress = Progress::new("building", "sessions");
    let (total, next) = (families.len() * view.sessions().len(), AtomicUsize::new(0));
    let workers = thread::available_parallelism().map_or(1, usize::from).min(families.len());
    let work = || {
        let mut built = Vec::new();
        while let Some(family) = families.get(next.fetch_add(1, Ordering::Relaxed)) {
            let on_session = |_, _| progress.add_of(1, total as u64);
            built.push(build(arguments, family, &view, &inputs, &on_session));
        }
        built
    };
    let built: Vec<anyhow::Result<()>> = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let ended = workers.into_iter().map(|worker| {
            let dead = |_| vec![Err(anyhow::anyhow!("the build of a family broke off"))];
            worker.join().unwrap_or_else(dead)
        });
        ended.flatten().collect()
    });
    progress.finish();
    let failed: Vec<String> =
        built.into_iter().filter_map(Result::err).map(|error| format!("{error:#}")).collect();
    match failed.is_empty() {
        true => Ok(()),
        false => bail!(failed.join("\n")),
    }
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
            _ => arguments.run.join(&rules.name),
        };
        families.push(Family { rules, text, run });
    }
    Ok(families)
}

fn build(
    arguments: &BuildArguments,
    family: &Family,
    view: &MarketView<'_>,
    inputs: &[TableFile],
    on_session: &dyn Fn(usize, usize),
) -> anyhow::Result<()> {
    let mut notes = Vec::new();
    if arguments.without_float_estimates {
        notes.push("Built without free floats estimated from funds' quantities.".to_owned());
    }
    if arguments.infer_from_lists {
        notes.push("Built with what funds' published lists tell of unseen screens.".to_owned());
    }
    let plan = BuildPlan {
        methodology_text: family.text.clone(),
        from: arguments.from,
        to: arguments.to,
        infer_from_lists: arguments.infer_from_lists,
        notes,
        inputs: inputs.to_vec(),
    };
    let run = RunFolder::at(&family.run);
    let begin = if arguments.anew { Begin::Anew } else { Begin::WhereItCan };
    let market = (Some(arguments.market.as_path()), begin);
    let built = run.build(view, &family.rules, plan, market, on_session);
    let several = arguments.methodology.len() > 1;
    let built = match several {
        true => built.with_context(|| family.rules.name.clone())?,
        false => built?,
    };
    tell(family, &built);
    Ok(())
}

fn tell(family: &Family, Built { manifest, continued }: &Built) {
    let mut told = String::new();
    if let Some(Continued { after, changed }) = continued {
        told.push_str(&format!("{}: continued after {after}", family.run.display()));
        if !changed.is_nothing() {
            told.push_str(&format!("; {changed}"));
        }
        told.push('\n');
    }
    for note in &manifest.notes {
        told.push_str(&format!("note: {note}\n"));
    }
    // One write, so that families built side by side do not talk over each other.
    eprintln!(
        "{told}{}: {} decisions, {} ledger entries, {} to {}",
        family.run.display(),
        manifest.rows_of(Decision::TABLE),
        manifest.rows_of(LedgerEntry::TABLE),
        manifest.from,
        manifest.to
    );
}
