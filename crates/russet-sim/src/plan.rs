//! What to simulate, and why it may be refused.

use jiff::Span;
use jiff::civil::{Date, date};
use russet_market::{Calendar, CalendarError, NumberError};

/// Which countries' companies a simulation has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Countries {
    /// Lines of exchanges of the United States, all in dollars.
    #[default]
    UnitedStates,
    /// Seven countries with their own exchanges, holidays and currencies, and rates of exchange.
    International,
}

/// A market to simulate. Equal plans give equal markets.
///
/// ```
/// use russet_sim::Simulation;
/// let plan = Simulation::default();
/// assert_eq!(plan.companies, 5_000);
/// assert_eq!(plan.sessions()?.last().unwrap().to_string(), "2026-12-31");
/// # Ok::<(), russet_sim::SimulationError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Simulation {
    /// What all randomness comes from.
    pub seed: u64,
    /// Companies listed on the first session. 5,000 give a market of the real size; fewer give a
    /// thinner sample of the same sizes.
    pub companies: u32,
    /// The first day; the first session is on it or after it.
    pub from: Date,
    /// Years from `from` on.
    pub years: u32,
    /// Where its companies are listed.
    pub countries: Countries,
}

impl Default for Simulation {
    fn default() -> Simulation {
        let countries = Countries::UnitedStates;
        Simulation { seed: 7, companies: 5_000, from: date(2017, 1, 1), years: 10, countries }
    }
}

/// Why a plan was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SimulationError {
    /// There are too few or too many companies.
    #[error("{companies} companies are outside 1 to {}", Simulation::MOST_COMPANIES)]
    Companies {
        /// What was asked for.
        companies: u32,
    },
    /// The span holds no session: it has zero years.
    #[error("{years} years from {from} hold no session")]
    NoSessions {
        /// The first day asked for.
        from: Date,
        /// The years asked for.
        years: u32,
    },
    /// The span reaches beyond the calendar.
    #[error("the simulated years are outside the session calendar: {0}")]
    Calendar(#[from] CalendarError),
    /// The span reaches beyond the dates there are.
    #[error("{years} years from {from} reach beyond the last date there is")]
    NoSuchDate {
        /// The first day asked for.
        from: Date,
        /// The years asked for.
        years: u32,
    },
    /// A path left the range of prices or shares.
    #[error("a simulated number is out of range: {0}")]
    Number(#[from] NumberError),
}

impl Simulation {
    /// The largest number of companies at the start. A close takes 64 bytes: 5,000 companies over
    /// ten years fill about a gigabyte.
    pub const MOST_COMPANIES: u32 = 100_000;

    /// The sessions of the plan, in order; of an international one every weekday, on each of which
    /// some exchange is open but for the turn of the year.
    ///
    /// # Errors
    /// [`SimulationError`] when the plan is refused.
    ///
    /// ```
    /// use russet_sim::Simulation;
    /// let plan = Simulation { years: 1, ..Simulation::default() };
    /// assert_eq!(plan.sessions()?.len(), 251);
    /// assert!(Simulation { years: 0, ..plan }.sessions().is_err());
    /// # Ok::<(), russet_sim::SimulationError>(())
    /// ```
    pub fn sessions(&self) -> Result<&'static [Date], SimulationError> {
        let Simulation { companies, from, years, countries, .. } = *self;
        if !(1..=Simulation::MOST_COMPANIES).contains(&companies) {
            return Err(SimulationError::Companies { companies });
        }
        if years == 0 {
            return Err(SimulationError::NoSessions { from, years });
        }
        let last = Span::new()
            .try_years(years)
            .and_then(|span| from.checked_add(span))
            .and_then(|end| end.yesterday())
            .map_err(|_| SimulationError::NoSuchDate { from, years })?;
        let calendar = match countries {
            Countries::UnitedStates => Calendar::nyse(),
            Countries::International => Calendar::weekdays(),
        };
        Ok(calendar.sessions_between(from, last)?)
    }
}
