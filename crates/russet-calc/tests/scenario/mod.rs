//! Scenarios: plain files that give a market and a methodology, ask questions, and hold the answers.
//!
//! | part | what it does |
//! |---|---|
//! | `text` | cuts a file into what is given and what is asked |
//! | `family` | the methodology, with the keys that the scenario changes |
//! | `market`, `grid`, `actions`, `facts`, `names` | what is given, as a market |
//! | `answers`, `calendar` | what is asked, from the run |
//! | `table`, `difference` | columns in line, and two texts side by side |

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
use russet_calc::{BuildPlan, build};
use russet_market::MarketView;

pub use difference::difference;
pub use text::{Fault, Scenario};

/// The answers to every question of a scenario, in order. Families of the scenarios' own stand in the
/// `families` of a folder.
pub fn answers(scenario: &Scenario, folder: &Path) -> Result<Vec<Vec<String>>, Fault> {
    let (family, text) = family::family_of(scenario, folder)?;
    let market = market::market_of(scenario, family.sessions())?;
    let (from, to) = range_of(scenario)?;
    let plan = BuildPlan {
        methodology_text: text,
        from,
        to,
        infer_from_lists: false,
        notes: Vec::new(),
        inputs: Vec::new(),
    };
    let run = build(&MarketView::new(&market), &family, plan, &|_, _| {});
    scenario.questions.iter().map(|one| answers::answer(&one.asked, &family, &run)).collect()
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
