//! The sessions one after another.

use rand::RngExt;
use rayon::prelude::*;
use russet_market::Market;

use crate::birth::{Cradle, Origin};
use crate::clock::{Clock, Open};
use crate::company::Company;
use crate::entries::Entries;
use crate::factors::Factors;
use crate::model::Model;
use crate::plan::{Simulation, SimulationError};
use crate::rates::Rates;
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
    let Some(&first) = simulated.first() else {
        return Err(SimulationError::NoSessions { from: plan.from, years: plan.years });
    };
    let (streams, countries) = (Streams { seed: plan.seed }, plan.countries);
    let clocks = countries.all().iter().map(|country| Clock::new(country, first));
    let mut clocks: Vec<Clock> = clocks.collect::<Result<_, _>>()?;
    let model = Model::new();
    let mut factors = Factors::new(streams, first, model.market_shock);
    let mut rates = Rates::new(streams, countries.all());
    let mut entries = Entries::new(streams, plan.companies);
    let mut register = Register::default();
    let mut companies = Vec::new();
    let mut sessions: Vec<usize> = clocks.iter().map(Clock::next).collect();
    let scale = factors.scale();
    let cradle = Cradle { streams, countries, sessions: &sessions, scale, model: &model };
    let mut waiting = listed_at_start(plan, cradle);
    for (index, &date) in simulated.iter().enumerate() {
        let day = factors.step();
        clocks.iter_mut().for_each(|clock| clock.advance(date, day));
        let open = Open::at(date, &clocks);
        sessions = clocks.iter().map(Clock::next).collect();
        let cradle =
            Cradle { streams, countries, sessions: &sessions, scale: day.scale, model: &model };
        register.grant_requests(&mut companies, &open);
        let mut new = register.spun_off(&companies, &open, cradle);
        new.extend(waiting.extract_if(.., |company| open.of(company).is_some()));
        register.list(&mut companies, new, &open, &model);
        companies.par_iter_mut().with_min_len(COMPANIES_A_TASK).for_each(
            |company: &mut Company| {
                if let Some(today) = open.of(company) {
                    company.step(today, &model);
                }
            },
        );
        register.follow_bidders(&mut companies, &open, &model);
        register.record(&mut companies, &open)?;
        register.quote(rates.step(date)?);
        let count = entries.step(day.market);
        if let Some(next) = simulated.get(index + 1) {
            let origin = Origin::Entering { year: next.year() };
            let number = |ordinal| CompanyNumber::listed(index + 1, ordinal);
            waiting
                .extend((0..count).map(|ordinal| Company::born(cradle, number(ordinal), origin)));
        }
        progress(index + 1, simulated.len());
    }
    Ok(register.close(&companies, &clocks))
}

fn listed_at_start(plan: &Simulation, cradle: Cradle) -> Vec<Company> {
    let offset: f64 = cradle.streams.sizes().random();
    let born = |ordinal: u32| {
        let rank = 1.0 - (offset + f64::from(ordinal) * GOLDEN_STEP).fract();
        Company::born(cradle, CompanyNumber::listed(0, ordinal), Origin::Listed { rank })
    };
    (0..plan.companies).into_par_iter().map(born).collect()
}
