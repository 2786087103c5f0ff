//! `russet sweep`: variants of a methodology over one market, side by side.

use anyhow::{Context, anyhow, bail, ensure};
use clap::Args;
use jiff::civil::Date;
use russet_calc::sweep::{CapacityRule, Figures, SweepPlan, Swept, Variant, sweep};
use russet_rules::Methodology;
use russet_rules::methodology::Variation;

use crate::arguments::MarketPlace;
use crate::methodology;
use crate::output::{Format, Kind, Sheet, Value};
use crate::progress::Progress;

/// More variants than this are a mistake rather than a question.
const MOST_VARIANTS: usize = 10_000;

/// The name of the methodology as it is.
const BASE: &str = "base";

#[derive(Args)]
pub struct SweepArguments {
    #[command(flatten)]
    pub place: MarketPlace,
    /// The methodology: a name, or the path of a TOML file
    #[arg(long, default_value = "russell-us")]
    pub methodology: String,
    /// A value of the methodology and what to try in its place; several options make every combination.
    /// A row of a list is named by its id, day or rank, or its number: breakpoints.1000.half_width_percent=1,5
    #[arg(long, value_name = "PATH=V1,V2", value_parser = variations)]
    pub vary: Vec<Variations>,
    /// The indexes (default: the family's first)
    #[arg(long, value_delimiter = ',', value_name = "ID,ID")]
    pub indexes: Vec<String>,
    /// The first session (default: the first reconstitution that the market can rank)
    #[arg(long)]
    pub from: Option<Date>,
    /// The last session (default: the market's last)
    #[arg(long)]
    pub to: Option<Date>,
    /// Capacity: the part of a session's usual value that a fund may trade, in percent
    #[arg(long, default_value_t = 10.0, value_parser = percentage)]
    pub participation: f64,
    /// Capacity: the sessions over which a reconstitution is traded
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=250))]
    pub days: u32,
    /// Capacity: the part of the value of those trades that must get done, in percent
    #[arg(long, default_value_t = 90.0, value_parser = percentage)]
    pub done: f64,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// What to try in the place of one value.
#[derive(Clone)]
pub struct Variations(Vec<Variation>);

fn variations(text: &str) -> Result<Variations, String> {
    Variation::all(text).map(Variations)
}

fn percentage(text: &str) -> Result<f64, String> {
    let read = text.trim_end_matches('%').parse::<f64>().ok();
    read.filter(|percent| *percent > 0.0 && *percent <= 100.0)
        .ok_or_else(|| "not above 0 and up to 100 (hint: write 10 for a tenth)".to_owned())
}

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
