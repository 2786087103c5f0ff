//! What holds of any history, over simulated years with every kind of corporate action.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use russet_calc::{BuildPlan, Cause, LedgerEntry, Run, build, replay};
use russet_market::{Action, ActionKind, Market, MarketView, Money, SecurityId, Shares};
use russet_rules::Methodology;
use russet_sim::{Simulation, simulate};

static MARKET: LazyLock<Market> = LazyLock::new(|| {
    let plan = Simulation {
        seed: 11,
        companies: 700,
        years: 7,
        from: date(2020, 1, 1),
        ..Simulation::default()
    };
    simulate(&plan, &|_, _| {}).unwrap()
});

static FAMILY: LazyLock<Methodology> =
    LazyLock::new(|| Methodology::parse("tenth.toml", &tenth()).unwrap());

static RUN: LazyLock<Run> = LazyLock::new(|| build_of(&MARKET, &FAMILY));

/// The Russell family cut at a tenth of its ranks, for a market of a tenth of its companies, with an
/// equal-weighted, a price-weighted and a capped index beside it.
fn tenth() -> String {
    let mut text = String::new();
    for line in Methodology::built_in_text("russell-us").unwrap().lines() {
        let scaled = ["rank = ", "above = ", "to = ", "count = "].iter().find_map(|key| {
            let number: u32 = line.strip_prefix(key)?.parse().ok()?;
            Some(format!("{key}{}", number / 10))
        });
        text.push_str(&scaled.unwrap_or_else(|| line.to_owned()));
        text.push('\n');
    }
    text + r#"
[[indexes]]
id = "EQUAL"
name = "R3000 at equal weights"
parent = "R3000"
weighting = { scheme = "equal" }
rebalancing = [{ months = [3, 6, 9, 12], day = { friday = 3 }, source = "a test" }]
base_date = "2020-01-01"
base_value = "1000"
reference = "a test"

[[indexes]]
id = "PRICE"
name = "The thirty largest by price"
parent = "R1000"
largest = { count = 30 }
weighting = { scheme = "price" }
base_date = "2020-01-01"
base_value = "1000"
reference = "a test"

[[indexes]]
id = "CAPPED"
name = "R1000, no company above 5%"
parent = "R1000"
base_date = "2020-01-01"
base_value = "1000"
reference = "a test"
[indexes.weighting]
caps = [{ each_percent = "5", reference = "a test" }]
[[indexes.rebalancing]]
months = [3, 6, 9, 12]
day = { friday = 3 }
source = "a test"
"#
}

fn build_of(market: &Market, family: &Methodology) -> Run {
    let plan = BuildPlan {
        methodology_text: String::new(),
        from: None,
        to: None,
        infer_from_lists: false,
        notes: Vec::new(),
        inputs: Vec::new(),
    };
    build(&MarketView::new(market), family, plan, &|_, _| {}).unwrap()
}

/// The entries of each event.
fn events(run: &Run) -> Vec<&[LedgerEntry]> {
    run.events.chunk_by(|a, b| a.event == b.event).collect()
}

#[test]
fn every_kind_of_change_occurs() {
    let causes: BTreeSet<Cause> = RUN.events.iter().map(|entry| entry.cause).collect();
    for cause in [
        Cause::Start,
        Cause::Reconstitution,
        Cause::NewListing,
        Cause::ShareUpdate,
        Cause::Rebalance,
        Cause::Rename,
        Cause::SpecialDividend,
        Cause::CapitalRepayment,
        Cause::SpinOff,
        Cause::Rights,
        Cause::StockDividend,
        Cause::Split,
        Cause::Conversion,
        Cause::PrimaryOffering,
        Cause::SecondaryOffering,
        Cause::Merger,
        Cause::Tender,
        Cause::BuyBack,
        Cause::Bankruptcy,
        Cause::Delisting,
    ] {
        assert!(causes.contains(&cause), "no {} in the run", cause.words());
    }
}

/// `level(close, old basket) = level(close adjusted for the event, new basket)`.
#[test]
fn the_law_holds_at_every_event() {
    for event in events(&RUN).iter().filter(|event| event[0].cause != Cause::Start) {
        let first = &event[0];
        let before = first.index_market_cap_before.at(first.divisor_before).unwrap();
        let after = first.index_market_cap_after.at(first.divisor_after).unwrap();
        let apart = before.attos().abs_diff(after.attos());
        // A divisor has 18 decimals and so has a level: half a unit of each.
        assert!(apart <= 1_000_000, "{first:?}: {before} and {after}");
    }
}

/// Prices and shares of an event's lines make the change of the index's value, to the last bit.
#[test]
fn every_event_adds_up() {
    for event in events(&RUN) {
        let first = &event[0];
        if matches!(first.cause, Cause::Start | Cause::Split | Cause::StockDividend | Cause::Rename)
        {
            continue;
        }
        let mut change = 0_i128;
        for entry in event.iter() {
            let worth = |price: Option<russet_market::Price>, shares: Shares| {
                price.map_or(0, |price| price.times(shares).femtos())
            };
            change += worth(entry.price_after, entry.index_shares_after);
            change -= worth(entry.price_before, entry.index_shares_before);
        }
        let told = first.index_market_cap_after.femtos() - first.index_market_cap_before.femtos();
        if first.divisor_before == first.divisor_after && told == 0 {
            // Value went from one line to another: what is left is what prices and shares are rounded by.
            let rounding = first.index_market_cap_after.femtos() / 1_000_000_000_000;
            assert!(change.abs() <= rounding, "{change}: {first:?}");
        } else {
            assert_eq!(change, told, "{first:?}");
        }
    }
}

#[test]
fn price_return_is_at_most_net_and_net_at_most_gross() {
    let mut paid = 0;
    for index in &RUN.manifest.indexes {
        for row in RUN.levels_of(&index.id) {
            assert!(row.price_return <= row.net_return && row.net_return <= row.total_return);
            paid += usize::from(row.net_return < row.total_return);
        }
    }
    assert!(paid > 1_000, "{paid} rows with dividends");
}

#[test]
fn a_replay_of_the_ledger_gives_the_levels_again() {
    let differences = replay::differences(&RUN).unwrap();
    assert!(differences.is_empty(), "{:?}", differences.first());
}

/// The parts of an index are all of it, in exact money.
#[test]
fn weights_sum_to_one_exactly() {
    for index in &RUN.manifest.indexes {
        for row in RUN.levels_of(&index.id).step_by(97) {
            let parts = RUN.weighted(&index.id, row.date).unwrap();
            let sum = Money::sum(parts.iter().map(|part| part.market_cap)).unwrap();
            assert_eq!(sum, row.market_cap, "{} on {}", index.id, row.date);
            assert!((parts.iter().map(|part| part.weight).sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }
}

/// Index shares of each line of an index on a session.
fn shares_on(index: &str, day: Date) -> BTreeMap<SecurityId, i64> {
    let rows = RUN.constituents.iter().filter(|row| row.index_id == index);
    let on_day = rows.filter(|row| row.first_session <= day && row.last_session >= day);
    on_day.map(|row| (row.security_id, row.index_shares.micros())).collect()
}

/// How far the two sides of a style are from their parent, in parts of its value.
fn apart(parent: &str, sides: [&str; 2], day: Date) -> f64 {
    let whole = shares_on(parent, day);
    let parts = sides.map(|side| shares_on(side, day));
    let closes = RUN.closes.on(day);
    let (mut apart, mut value) = (0.0, 0.0);
    for (security, shares) in &whole {
        let sum: i64 = parts.iter().filter_map(|part| part.get(security)).sum();
        let price = closes[security].0.to_f64();
        // Each side is rounded to a millionth of a share by itself.
        let missing = (shares - sum).abs().saturating_sub(1) as f64;
        apart += price * missing;
        value += price * *shares as f64;
    }
    apart / value
}

/// Every share of the parent is in growth or in value, until caps take some of them away (D15).
#[test]
fn d15_the_sides_of_a_style_add_up_to_their_parent_before_capping_and_not_after() {
    let capped_from = date(2025, 3, 21);
    let days: Vec<Date> = RUN.levels_of("R1000").map(|row| row.date).step_by(61).collect();
    let (mut before, mut after) = (0, 0);
    for day in days {
        for (parent, sides) in
            [("R1000", ["R1000G", "R1000V"]), ("R2000", ["R2000DEF", "R2000DYN"])]
        {
            let apart = apart(parent, sides, day);
            if day <= capped_from {
                assert!(apart < 1e-9, "{parent} on {day}: {apart}");
                before += 1;
            } else if parent == "R1000" {
                after += usize::from(apart > 1e-3);
            }
        }
    }
    assert!(before > 20 && after > 3, "{before} days before, {after} after");
}

#[test]
fn a_price_weighted_index_holds_one_share_of_each_line() {
    let one = Shares::whole(1).unwrap();
    // A line that was spun off is there until its first close only, with its part of the parent's share.
    let spun: BTreeSet<SecurityId> = RUN
        .events
        .iter()
        .filter(|entry| entry.index_id == "PRICE" && entry.cause == Cause::SpinOff)
        .map(|entry| entry.security_id)
        .collect();
    let of_index = RUN.constituents.iter().filter(|row| row.index_id == "PRICE");
    let of_index = of_index.filter(|row| !spun.contains(&row.security_id));
    let mut rows = 0;
    for row in of_index {
        assert_eq!(row.index_shares, one, "{row:?}");
        rows += 1;
    }
    assert!(rows > 30);
}

#[test]
fn caps_hold_when_weights_are_made() {
    let days: BTreeSet<Date> = RUN
        .events
        .iter()
        .filter(|entry| entry.index_id == "CAPPED" && entry.cause == Cause::Rebalance)
        .map(|entry| entry.after_close)
        .collect();
    assert!(days.len() > 5);
    for day in days {
        let mut values: BTreeMap<SecurityId, Money> = BTreeMap::new();
        let closes = RUN.closes.on(day);
        let next = RUN.levels_of("CAPPED").find(|row| row.date > day).map(|row| row.date);
        let Some(next) = next else { continue };
        // Actions that go ex with the next session come after the weights.
        let acted: BTreeSet<SecurityId> = RUN
            .events
            .iter()
            .filter(|entry| entry.index_id == "CAPPED" && entry.after_close == day)
            .filter(|entry| {
                let made = [Cause::Rebalance, Cause::Reconstitution, Cause::ShareUpdate];
                !made.contains(&entry.cause)
            })
            .map(|entry| entry.security_id)
            .collect();
        for row in RUN.constituents.iter().filter(|row| row.index_id == "CAPPED") {
            if row.first_session <= next
                && row.last_session >= next
                && !acted.contains(&row.security_id)
            {
                values.insert(row.security_id, closes[&row.security_id].0.times(row.index_shares));
            }
        }
        let total = Money::sum(values.values().copied()).unwrap().to_f64();
        let most = values.values().map(|value| value.to_f64()).fold(0.0, f64::max) / total;
        // Lines that were acted on are left out of the sum, so the rest weigh a little more.
        assert!(most < 0.0525, "{day}: {most}");
    }
}

/// A child that enters with its parent's shares changes no value: its own is taken from the parent's.
#[test]
fn a_spin_off_conserves_value() {
    let mut seen = 0;
    for event in events(&RUN).iter().filter(|event| event[0].cause == Cause::SpinOff) {
        let first = &event[0];
        let kept = event.iter().any(|entry| entry.index_shares_before == Shares::ZERO);
        if kept && first.index_id != "PRICE" {
            let apart = first
                .index_market_cap_before
                .femtos()
                .abs_diff(first.index_market_cap_after.femtos());
            let parts = apart as f64 / first.index_market_cap_before.femtos() as f64;
            assert!(parts < 1e-12, "{first:?}");
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen} spin-offs");
}

/// A company's own shares move at updates and events only, whatever it reports in between.
#[test]
fn index_shares_change_only_by_events() {
    for index in ["R2000", "EQUAL"] {
        let mut held: BTreeMap<SecurityId, Shares> = BTreeMap::new();
        for entry in RUN.events.iter().filter(|entry| entry.index_id == index) {
            let before = held.get(&entry.security_id).copied().unwrap_or(Shares::ZERO);
            assert_eq!(entry.index_shares_before, before, "{entry:?}");
            held.insert(entry.security_id, entry.index_shares_after);
        }
    }
}

#[test]
fn actions_without_sense_are_never_applied() {
    let mut market = MARKET.clone();
    let plain = |kind| Action::new(date(2023, 3, 1), SecurityId(1), kind, "a test");
    for kind in ActionKind::ALL {
        if plain(kind).fault().is_some() {
            market.actions.push(plain(kind));
        }
    }
    market.canonical();
    assert!(market.actions.len() > MARKET.actions.len());
    assert_eq!(build_of(&market, &FAMILY).events, RUN.events);
}
