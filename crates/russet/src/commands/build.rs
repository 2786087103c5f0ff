//! `russet build`: a market and a methodology to a run.

use russet_calc::{BuildPlan, LedgerEntry, Manifest, RunFolder};
use russet_market::folder::TableRow;
use russet_market::{MarketFolder, MarketView};
use russet_rules::Decision;

use crate::arguments::BuildArguments;
use crate::methodology;
use crate::progress::Progress;

pub fn run(arguments: &BuildArguments) -> anyhow::Result<()> {
    let (mut family, methodology_text) = methodology::load(&arguments.methodology)?;
    let folder = MarketFolder::at(&arguments.market);
    let market = folder.read_for_build()?;
    let view = MarketView::new(&market);
    let mut notes = Vec::new();
    if arguments.without_float_estimates {
        family.free_float.estimated = None;
        notes.push("Built without free floats estimated from funds' quantities.".to_owned());
    }
    if arguments.infer_from_lists {
        notes.push("Built with what funds' published lists tell of unseen screens.".to_owned());
    }
    let plan = BuildPlan {
        methodology_text,
        from: arguments.from,
        to: arguments.to,
        infer_from_lists: arguments.infer_from_lists,
        notes,
        inputs: folder.files()?,
    };
    let progress = Progress::new("building", "sessions");
    let on_session = |done, total| progress.set(done as u64, total as u64);
    let run = RunFolder::at(&arguments.run);
    let manifest = run.build(&view, &family, plan, Some(&arguments.market), &on_session)?;
    progress.finish();
    tell(&manifest);
    eprintln!(
        "{}: {} decisions, {} ledger entries, {} to {}",
        arguments.run.display(),
        manifest.rows_of(Decision::TABLE),
        manifest.rows_of(LedgerEntry::TABLE),
        manifest.from,
        manifest.to
    );
    Ok(())
}

fn tell(manifest: &Manifest) {
    for note in &manifest.notes {
        eprintln!("note: {note}");
    }
}
