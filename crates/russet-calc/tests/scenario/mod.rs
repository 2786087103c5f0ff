//! Scenarios: plain files that give a market and a methodology, ask questions, and hold the answers.
//!
//! | part | what it does |
//! |---|---|
//! | `text` | cuts a file into what is given and what is asked |
//! | `family` | the methodology, with the keys that the scenario changes |
//! | `market`, `grid`, `actions`, `facts`, `names` | what is given, as a market |
//! | `answers`, `calendar` | what is asked, from the run |
//! | `table`, `difference` | columns in line, and two texts side by side |

// Each test file is a crate of its own and uses its part of this.
#![allow(dead_code, unused_imports)]

mod actions;
mod answers;
mod calendar;
mod difference;
mod facts;
mod family;
mod grid;
mod market;
mod names;
mod table;
mod text;

use std::path::Path;

use jiff::civil::Date;
use russet_calc::{BuildError, BuildPlan, Run, build};
use russet_market::{Market, MarketView};
use russet_rules::Methodology;

pub use difference::difference;
pub use text::{Fault, Scenario};

/// What a scenario gives.
pub struct Given {
    pub family: Methodology,
    pub methodology_text: String,
    pub market: Market,
    range: (Option<Date>, Option<Date>),
}

impl Given {
    /// The family and the market of a scenario. Families of the scenarios' own stand in the `families` of a
    /// folder.
    pub fn read(scenario: &Scenario, folder: &Path) -> Result<Given, Fault> {
        let (family, methodology_text) = family::family_of(scenario, folder)?;
        let market = market::market_of(scenario, family.sessions())?;
        let range = range_of(scenario)?;
        Ok(Given { family, methodology_text, market, range })
    }

    /// The run of the family over a market.
    pub fn build(&self, market: &Market) -> Result<Run, BuildError> {
        let plan = BuildPlan {
            methodology_text: self.methodology_text.clone(),
            from: self.range.0,
            to: self.range.1,
            infer_from_lists: false,
            notes: Vec::new(),
            inputs: Vec::new(),
        };
        build(&MarketView::new(market), &self.family, plan, &|_, _| {})
    }
}

/// The answers to every question of a scenario, in order.
pub fn answers(scenario: &Scenario, folder: &Path) -> Result<Vec<Vec<String>>, Fault> {
    let given = Given::read(scenario, folder)?;
    let run = given.build(&given.market);
    scenario.questions.iter().map(|one| answers::answer(&one.asked, &given.family, &run)).collect()
}

/// `run 2024-05-01 to 2024-05-31`
fn range_of(scenario: &Scenario) -> Result<(Option<Date>, Option<Date>), Fault> {
    let Some(section) = scenario.sections.iter().find(|one| one.head.word(0) == "run") else {
        return Ok((None, None));
    };
    let row = &section.head;
    let to = if row.words.len() > 2 { Some(row.read(row.word(3), "a date")?) } else { None };
    Ok((Some(row.read(row.word(1), "a date")?), to))
}
