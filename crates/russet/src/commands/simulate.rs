//! `russet simulate`: a synthetic market.

use jiff::Span;
use jiff::civil::{Date, date};
use russet_market::{Market, MarketFolder};
use russet_sim::{Countries, Simulation};
use russet_store::Origin;

use crate::arguments::SimulateArguments;
use crate::progress::Progress;

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
