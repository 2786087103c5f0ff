//! Reconstitutions before they take effect: a fork of the engine performs them at the closes of the
//! day on which they are announced, and the history itself goes on as if it had not.

mod crossings;
mod trial;
mod trials;

pub(super) use trial::Trial;
pub(super) use trials::Trials;

#[cfg(test)]
use russet_rules::Methodology;

/// The shipped family with its ranks cut to a market of a hundred companies.
#[cfg(test)]
pub(super) fn small_family() -> Methodology {
    let mut text = String::new();
    for line in Methodology::built_in_text("russell-us").unwrap().lines() {
        let rank = ["rank = ", "above = ", "to = "].iter().find_map(|key| {
            let number: u32 = line.strip_prefix(key)?.parse().ok()?;
            Some(format!("{key}{}", number / 40))
        });
        text.push_str(&rank.unwrap_or_else(|| line.to_owned()));
        text.push('\n');
    }
    Methodology::parse("small.toml", &text).unwrap()
}

#[cfg(test)]
mod tests {
    use russet_market::{Market, MarketView};
    use russet_rules::Research;
    use russet_sim::{Simulation, simulate};
    use russet_store::table::encode;

    use super::*;
    use crate::history::BuildPlan;
    use crate::history::engine::Engine;
    use crate::run::{InMemory, Run};

    fn market() -> Market {
        let plan = Simulation {
            seed: 9,
            companies: 120,
            years: 2,
            from: jiff::civil::date(2023, 1, 1),
            ..Simulation::default()
        };
        simulate(&plan, &|_, _| {}).unwrap()
    }

    fn run(market: &Market, announced: bool) -> Run {
        let family = small_family();
        let plan = BuildPlan {
            methodology_text: String::new(),
            from: None,
            to: None,
            infer_from_lists: false,
            notes: Vec::new(),
            inputs: Vec::new(),
        };
        let view = MarketView::new(market);
        let research = Research::new(&view, &family).unwrap();
        let mut engine = Engine::new(&view, &family, research, plan).unwrap();
        if !announced {
            engine.agenda.announcements.clear();
        }
        let mut sink = InMemory::default();
        let manifest = engine.run(None, &mut sink, &|_, _| {}).unwrap();
        sink.run(manifest, String::new())
    }

    /// Every other table is the same to the byte.
    #[test]
    fn the_history_goes_on_as_if_nothing_had_been_announced() {
        let market = market();
        let (with, mut without) = (run(&market, true), run(&market, false));
        assert!(!with.pro_forma.is_empty() && without.pro_forma.is_empty());
        let moved =
            with.pro_forma.iter().filter(|row| row.index_shares_before != row.index_shares_after);
        assert!(moved.count() > 10);
        fn bytes<R: russet_store::table::Record>(rows: &[R]) -> Vec<u8> {
            encode(rows).unwrap()
        }
        assert_eq!(bytes(&with.events), bytes(&without.events));
        assert_eq!(bytes(&with.constituents), bytes(&without.constituents));
        assert_eq!(bytes(&with.levels), bytes(&without.levels));
        assert_eq!(bytes(&with.dividends), bytes(&without.dividends));
        assert_eq!(bytes(&with.rates), bytes(&without.rates));
        assert_eq!(bytes(&with.actions), bytes(&without.actions));
        assert_eq!(bytes(&with.decisions), bytes(&without.decisions));
        without.pro_forma.clone_from(&with.pro_forma);
        assert_eq!(with, without);
    }
}
