//! `russet simulate`: a synthetic market.

use std::path::PathBuf;

use clap::Args;
use jiff::Span;
use jiff::civil::{Date, date};
use russet_market::{Market, MarketFolder};
use russet_sim::{Countries, Simulation};
use russet_store::Origin;

use crate::arguments::WaitArguments;
use crate::progress::Progress;

#[derive(Args)]
pub struct SimulateArguments {
    /// The market folder to make
    #[arg(long)]
    pub market: PathBuf,
    /// Companies at the start
    #[arg(long, default_value_t = 5000)]
    pub companies: u32,
    /// Years of history
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=48))]
    pub years: u32,
    /// The seed: the same seed gives the same market
    #[arg(long, default_value_t = 7)]
    pub seed: u64,
    /// Companies of seven countries on their own exchanges, with their holidays, currencies and rates of
    /// exchange
    #[arg(long)]
    pub international: bool,
    #[command(flatten)]
    pub wait: WaitArguments,
}

pub fn run(arguments: &SimulateArguments) -> anyhow::Result<()> {
    let folder = MarketFolder::at(&arguments.market);
    let update = folder.update(arguments.wait.wait())?;
    anyhow::ensure!(
        update.is_first(),
        "{} holds a market already, and a simulation never writes over one (hint: name a new folder)",
        arguments.market.display()
    );
    let countries = match arguments.international {
        true => Countries::International,
        false => Countries::UnitedStates,
    };
    let SimulateArguments { companies, years, seed, .. } = *arguments;
    let from = first_day(years);
    let market = simulated(&Simulation { seed, companies, years, from, countries })?;
    let (securities, closes) = (market.securities.len(), market.prices.len());
    update.commit(market, Origin::of_process())?;
    say!(
        "{}: {securities} descriptions of securities, {closes} closes",
        arguments.market.display()
    );
    Ok(())
}

/// Simulates a market of the United States, with progress.
pub fn market_of(companies: u32, years: u32, seed: u64) -> anyhow::Result<Market> {
    let countries = Countries::UnitedStates;
    simulated(&Simulation { seed, companies, years, from: first_day(years), countries })
}

fn simulated(plan: &Simulation) -> anyhow::Result<Market> {
    let progress = Progress::new("simulating", "sessions");
    let on_session = |done, total| progress.set(done as u64, total as u64);
    let market = russet_sim::simulate(plan, &on_session)?;
    progress.finish();
    Ok(market)
}

/// Simulations end with 2026, the first year of two reconstitutions.
fn first_day(years: u32) -> Date {
    date(2027, 1, 1).saturating_sub(Span::new().years(i64::from(years)))
}
