//! The life of one company: its lines, share counts, splits, new names, and its end.

use jiff::civil::Date;
use russet_market::{
    Action, ActionKind, Factor, IssuerId, Mic, Price, PriceRow, Ratio, SecurityId, SecurityKind,
    SecurityVersion, ShareBasis, ShareCount, Shares, Ticker,
};

use super::market::Maker;

/// What all lines of a company share.
struct Company {
    number: u32,
    birth: usize,
    basis: ShareBasis,
    counted_on_one_line: bool,
    free_float: Option<Factor>,
    shares: f64,
    price: f64,
    splits: Vec<(usize, Ratio)>,
    country: &'static str,
    kind: SecurityKind,
}

/// A company comes to market.
pub fn found(maker: &mut Maker, number: u32) {
    let length = maker.sessions.len();
    let birth = if maker.chance(25) { maker.number(1, length) } else { 0 };
    let price = maker.float(3.0, 150.0);
    let cap = 10_f64.powf(maker.float(7.3, 10.3));
    let mut splits = Vec::new();
    for likely in [35, 10] {
        if maker.chance(likely) {
            let ratio = maker.pick(&[(2, 1), (3, 2), (1, 10), (2, 1)]);
            let ratio = Ratio::new(ratio.0, ratio.1).unwrap();
            splits.push((maker.number(birth + 1, length), ratio));
        }
    }
    splits.dedup_by_key(|(position, _)| *position);
    let company = Company {
        number,
        birth,
        basis: maker.pick(&[ShareBasis::Class, ShareBasis::Company]),
        counted_on_one_line: maker.chance(30),
        free_float: free_float(maker),
        shares: (cap / price).round(),
        price,
        splits,
        country: if maker.chance(95) { "United States" } else { "Canada" },
        kind: if maker.chance(96) { SecurityKind::Common } else { SecurityKind::Fund },
    };
    let counts = count_days(maker, birth);
    let lines = maker.pick(&[1, 1, 1, 1, 1, 2, 2, 3]);
    for class in 0..lines {
        let security = maker.security();
        let versions = describe(maker, &company, security, class);
        let end = trade(maker, &company, security);
        if maker.chance(12) {
            maker.delist(security, end);
        }
        let counted = class == 0
            || company.basis == ShareBasis::Class
            || (company.basis == ShareBasis::Company && !company.counted_on_one_line);
        if counted {
            count(maker, &company, security, &counts);
        }
        split(maker, &company, security);
        maker.market.securities.extend(versions);
    }
}

fn free_float(maker: &mut Maker) -> Option<Factor> {
    let percent = maker.number(3, 101);
    maker.chance(60).then(|| format!("{}", percent as f64 / 100.0).parse().unwrap())
}

/// When counts change, when that is known, and what they are worth of the first one.
fn count_days(maker: &mut Maker, birth: usize) -> Vec<(usize, usize, f64)> {
    let mut days = Vec::new();
    let mut position = if maker.chance(10) { birth + maker.number(0, 120) } else { birth };
    let mut part = 1.0;
    while position < maker.sessions.len() {
        let lag = if position == birth { 0 } else { maker.pick(&[0, 0, 1, 8, 40]) };
        days.push((position, position + lag, part));
        position += maker.number(20, 110);
        part *= 1.0 + maker.pick(&[0.004, -0.006, 0.009, 0.02, -0.03, 0.15]);
    }
    days
}

fn describe(
    maker: &mut Maker,
    company: &Company,
    security: SecurityId,
    class: usize,
) -> Vec<SecurityVersion> {
    let letters = ["A", "B", "C"];
    let from = maker.sessions[company.birth];
    let mic = maker.pick(&[Mic::Xnys, Mic::Xnas, Mic::Xnas, Mic::Xase, Mic::Arcx]);
    let last = maker.sessions[maker.sessions.len() - 1];
    let first = SecurityVersion {
        security_id: security,
        issuer_id: IssuerId(company.number),
        ticker: Ticker::new(&format!("T{}.{}", company.number, letters[class])).unwrap(),
        name: format!("Company {} class {}", company.number, letters[class]),
        mic,
        kind: company.kind,
        share_class: Some(letters[class].to_owned()),
        country: Some(company.country.to_owned()),
        sector: Some(format!("Sector {}", company.number % 5)),
        industry: None,
        ipo_year: None,
        first_session: from,
        last_session: last,
        known_at: from,
    };
    if !maker.chance(25) {
        return vec![first];
    }
    let position = maker.number(company.birth + 1, maker.sessions.len());
    let known = position + maker.pick(&[0, 0, 1, 3]);
    let (Some(from), Some(known_at)) = (maker.session(position), maker.session(known)) else {
        return vec![first];
    };
    let renamed = SecurityVersion {
        ticker: Ticker::new(&format!("N{}.{}", company.number, letters[class])).unwrap(),
        name: format!("New name {} class {}", company.number, letters[class]),
        mic: maker.pick(&[mic, mic, Mic::Xnys, Mic::Xase]),
        first_session: from,
        known_at,
        ..first.clone()
    };
    vec![first, renamed]
}

/// Closes from birth to the end of the line; gives the position after its last one.
fn trade(maker: &mut Maker, company: &Company, security: SecurityId) -> usize {
    let length = maker.sessions.len();
    let end = if maker.chance(20) { maker.number(company.birth + 5, length) } else { length };
    let (mut price, mut silent) = (company.price, 0);
    for position in company.birth..end.min(length) {
        price = (price * (1.0 + maker.float(-0.03, 0.0305))).max(0.2);
        if maker.chance(1) && position > company.birth {
            silent = maker.pick(&[1, 1, 2, 3, 4, 4, 5, 9]);
        }
        if silent > 0 {
            silent -= 1;
            continue;
        }
        let (volume, told) = (maker.number(2_000, 400_000) as u64, !maker.chance(2));
        let close = price / factor(company, position);
        maker.market.prices.push(PriceRow {
            date: maker.sessions[position],
            security_id: security,
            close: Price::from_nanos((close * 1e4).round() as i64 * 100_000).unwrap(),
            volume: told.then_some(volume),
            reported_change_percent: None,
            reported_cap_cents: None,
        });
    }
    end
}

/// Shares of a position for one at birth.
fn factor(company: &Company, position: usize) -> f64 {
    let gone_ex = company.splits.iter().filter(|(ex, _)| *ex <= position);
    gone_ex.map(|(_, ratio)| ratio.to_f64()).product()
}

fn count(maker: &mut Maker, company: &Company, security: SecurityId, days: &[(usize, usize, f64)]) {
    for (position, known, part) in days {
        let (Some(effective), Some(known_at)) = (maker.session(*position), maker.session(*known))
        else {
            continue;
        };
        let shares = company.shares * part * factor(company, *position);
        maker.market.shares.push(ShareCount {
            security_id: security,
            effective_date: effective,
            shares_outstanding: Shares::whole(shares.max(1.0).round() as u64).unwrap(),
            basis: company.basis,
            free_float: company.free_float,
            known_at,
            source: "test".to_owned(),
        });
    }
}

fn split(maker: &mut Maker, company: &Company, security: SecurityId) {
    for (position, ratio) in &company.splits {
        let Some(ex_date) = maker.session(*position) else { continue };
        let announced = position.saturating_sub(maker.pick(&[0, 0, 4, 12]));
        let known_at: Date = maker.sessions[announced];
        maker.market.actions.push(Action {
            ratio: Some(*ratio),
            known_at,
            ..Action::new(ex_date, security, ActionKind::Split, "test")
        });
    }
}
