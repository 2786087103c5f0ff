//! The sessions one after another.

use jiff::civil::Date;
use rand::RngExt;
use rayon::prelude::*;
use russet_market::{Calendar, Market};

use crate::birth::Origin;
use crate::company::{Company, Today};
use crate::entries::Entries;
use crate::factors::Factors;
use crate::model::Model;
use crate::plan::{Simulation, SimulationError};
use crate::register::Register;
use crate::streams::{CompanyNumber, Streams};

/// Companies that one task steps: enough that handing them out costs little.
const COMPANIES_A_TASK: usize = 256;
/// Steps of the golden ratio spread any number of places evenly, whoever comes after.
const GOLDEN_STEP: f64 = 0.618_033_988_749_894_8;

/// Simulates a market, telling `progress` after each session how many are done, of how many.
///
/// # Errors
/// [`SimulationError`] when the plan is refused: no companies or too many, no sessions, or years
/// outside the session calendar.
///
/// ```
/// use russet_sim::{Simulation, simulate};
/// let plan = Simulation { seed: 7, companies: 20, years: 1, ..Simulation::default() };
/// let market = simulate(&plan, &|_, _| {})?;
/// assert_eq!(market.prices.sessions().len(), 251);
/// assert_eq!(market, simulate(&plan, &|_, _| {})?);
/// # Ok::<(), russet_sim::SimulationError>(())
/// ```
pub fn simulate(
    plan: &Simulation,
    progress: &dyn Fn(usize, usize),
) -> Result<Market, SimulationError> {
    let simulated = plan.sessions()?;
    let (Some(&first), Some(&last)) = (simulated.first(), simulated.last()) else {
        return Err(SimulationError::NoSessions { from: plan.from, years: plan.years });
    };
    let calendar = Calendar::nyse();
    let sessions = calendar.sessions_between(first, calendar.last())?;
    let streams = Streams { seed: plan.seed };
    let model = Model::new()?;
    let mut factors = Factors::new(streams, first, model.market_shock);
    let mut entries = Entries::new(streams, plan.companies);
    let mut register = Register::default();
    let mut companies = Vec::new();
    let mut new = listed_at_start(plan, streams, factors.scale(), &model);
    for index in 0..simulated.len() {
        let today = Today { index, sessions, day: factors.step() };
        let scale = today.day.scale;
        register.grant_requests(&mut companies, &today);
        register.list(&mut companies, std::mem::take(&mut new), &today);
        companies
            .par_iter_mut()
            .with_min_len(COMPANIES_A_TASK)
            .for_each(|company: &mut Company| company.step(&today, &model));
        register.record(&mut companies, &today)?;
        let count = entries.step(today.day.market);
        new = match sessions.get(index + 1) {
            Some(next) => entering(streams, index + 1, *next, count, scale, &model),
            None => Vec::new(),
        };
        progress(index + 1, simulated.len());
    }
    Ok(register.close(&companies, last))
}

fn listed_at_start(plan: &Simulation, streams: Streams, scale: f64, model: &Model) -> Vec<Company> {
    let offset: f64 = streams.sizes().random();
    let born = |ordinal: u32| {
        let rank = 1.0 - (offset + f64::from(ordinal) * GOLDEN_STEP).fract();
        let number = CompanyNumber { session: 0, ordinal };
        Company::born(streams, number, Origin::Listed { rank }, scale, model)
    };
    (0..plan.companies).into_par_iter().map(born).collect()
}

/// Companies that list in the session of this place and date.
fn entering(
    streams: Streams,
    session: usize,
    date: Date,
    count: u32,
    scale: f64,
    model: &Model,
) -> Vec<Company> {
    let origin = Origin::Entering { year: date.year() };
    let number = |ordinal| CompanyNumber { session, ordinal };
    (0..count)
        .map(|ordinal| Company::born(streams, number(ordinal), origin, scale, model))
        .collect()
}
