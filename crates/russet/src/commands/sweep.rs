//! `russet sweep`: variants of a methodology over one market, side by side.

use anyhow::{Context, anyhow, bail, ensure};
use russet_calc::sweep::{CapacityRule, Figures, SweepPlan, Swept, Variant, sweep};
use russet_rules::Methodology;
use russet_rules::methodology::Variation;

use crate::arguments::SweepArguments;
use crate::methodology;
use crate::output::{Kind, Sheet, Value};
use crate::progress::Progress;

/// More variants than this are a mistake rather than a question.
const MOST_VARIANTS: usize = 10_000;

/// The name of the methodology as it is.
const BASE: &str = "base";

pub fn run(arguments: &SweepArguments) -> anyhow::Result<()> {
    let (family, text) = methodology::load(&arguments.methodology)?;
    let indexes = indexes_of(&family, &arguments.indexes)?;
    let variants = variants(arguments, family, &text)?;
    let snapshot = arguments.place.snapshot()?;
    let market = snapshot.read_for_build()?;
    let view = snapshot.view(&market)?;
    let plan = SweepPlan {
        indexes,
        from: arguments.from,
        to: arguments.to,
        capacity: CapacityRule {
            participation_percent: arguments.participation,
            days: arguments.days,
            done_percent: arguments.done,
            ..CapacityRule::default()
        },
    };
    let progress = Progress::new("sweeping", "variants");
    let on_variant = |done, total| progress.set(done as u64, total as u64);
    let rows = sweep(&view, &variants, &plan, &on_variant)
        .map_err(|(name, error)| anyhow!(error).context(format!("variant '{name}'")))?;
    progress.finish();
    tell(&rows);
    sheet(&rows, plan.indexes.len()).print(arguments.format)
}

fn indexes_of(family: &Methodology, asked: &[String]) -> anyhow::Result<Vec<String>> {
    let known: Vec<&str> = family.indexes.iter().map(|index| index.id.as_str()).collect();
    if let Some(unknown) = asked.iter().find(|id| !known.contains(&id.as_str())) {
        bail!("the methodology has no index '{unknown}' (hint: it has {})", known.join(", "));
    }
    match (asked.is_empty(), known.first()) {
        (true, Some(first)) => Ok(vec![(*first).to_owned()]),
        _ => Ok(asked.to_vec()),
    }
}

/// The methodology as it is, and every combination of the values to try.
fn variants(
    arguments: &SweepArguments,
    family: Methodology,
    text: &str,
) -> anyhow::Result<Vec<Variant>> {
    let mut combinations: Vec<Vec<Variation>> = vec![Vec::new()];
    for all in &arguments.vary {
        let with = |earlier: &Vec<Variation>, one: &Variation| {
            earlier.iter().chain([one]).cloned().collect::<Vec<Variation>>()
        };
        combinations = combinations
            .iter()
            .flat_map(|one| all.0.iter().map(move |next| with(one, next)))
            .collect();
        ensure!(
            combinations.len() <= MOST_VARIANTS,
            "more than {MOST_VARIANTS} variants (hint: try fewer values at a time)"
        );
    }
    combinations.retain(|combination| !combination.is_empty());
    let mut variants = vec![Variant { name: BASE.to_owned(), family }];
    for combination in combinations {
        let named: Vec<String> = combination.iter().map(Variation::to_string).collect();
        let name = named.join(" ");
        let varied = Methodology::varied(&arguments.methodology, text, &combination)
            .and_then(|varied| Methodology::parse(&arguments.methodology, &varied))
            .with_context(|| format!("variant '{name}'"))?;
        variants.push(Variant { name, family: varied });
    }
    Ok(variants)
}

/// Says over which sessions the figures are, of which variants there are none, and what the builds noted.
fn tell(rows: &[Swept]) {
    if let Some(figures) = rows.iter().find_map(|row| row.figures) {
        say!("figures from {} to {}", figures.from, figures.to);
    }
    for row in rows.iter().filter(|row| row.figures.is_none()) {
        say!("note: {} of '{}' has too few levels to measure.", row.index, row.variant);
    }
    for row in rows {
        let Some((first, more)) = row.notes.split_first() else { continue };
        let more = match more.len() {
            0 => String::new(),
            count => format!(" ({count} more notes about this index of this variant)"),
        };
        say!("note: '{}': {first}{more}", row.variant);
    }
}

/// The figures and, but for the first variant's, how they differ from it.
fn sheet(rows: &[Swept], indexes: usize) -> Sheet {
    let mut sheet = Sheet::new([
        ("variant", Kind::Text),
        ("index", Kind::Text),
        ("price_return_percent", Kind::Float),
        ("total_return_percent", Kind::Float),
        ("volatility_percent", Kind::Float),
        ("turnover_percent", Kind::Float),
        ("members", Kind::Float),
        ("capacity_millions", Kind::Float),
        ("total_return_difference", Kind::Float),
        ("volatility_difference", Kind::Float),
        ("turnover_difference", Kind::Float),
        ("capacity_difference", Kind::Float),
    ]);
    for (place, row) in rows.iter().enumerate() {
        let base = rows[place % indexes.max(1)].figures.filter(|_| place >= indexes);
        let of = |of: &dyn Fn(&Figures) -> Option<f64>, decimals: usize| {
            row.figures
                .as_ref()
                .and_then(of)
                .map_or(Value::Missing, |one| Value::Float(one, decimals))
        };
        let against = |of: &dyn Fn(&Figures) -> Option<f64>, decimals: usize| {
            let both = row.figures.as_ref().and_then(of).zip(base.as_ref().and_then(of));
            both.map_or(Value::Missing, |(one, base)| Value::Float(one - base, decimals))
        };
        let millions = |figures: &Figures| figures.capacity.map(|capacity| capacity / 1e6);
        sheet.row([
            Value::Text(row.variant.clone()),
            Value::Text(row.index.clone()),
            of(&|figures| Some(figures.price_return), 3),
            of(&|figures| Some(figures.total_return), 3),
            of(&|figures| Some(figures.volatility), 3),
            of(&|figures| figures.turnover, 2),
            of(&|figures| Some(figures.members), 1),
            of(&millions, 1),
            against(&|figures| Some(figures.total_return), 3),
            against(&|figures| Some(figures.volatility), 3),
            against(&|figures| figures.turnover, 2),
            against(&millions, 1),
        ]);
    }
    sheet
}
