//! What a scenario gives, as a market.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::{
    Calendar, CommitteeDecision, FundLine, FxRate, IssuerId, LineKind, Market, Mic, PriceRow,
    SecurityId, SecurityKind, SecurityVersion, ShareBasis, ShareCount, Ticker,
};
use serde::de::{IntoDeserializer, value::Error};

use super::actions::action;
use super::facts;
use super::grid::sessions;
use super::names::Names;
use super::table::{Record, records};
use super::text::{Fault, Row, Scenario, Section};

const SOURCE: &str = "scenario";
/// Shares that trade in a session where nothing else is given.
const VOLUME: u64 = 1_000_000;
const LINE_COLUMNS: [&str; 15] = [
    "line", "ticker", "company", "name", "kind", "class", "on", "country", "sector", "industry",
    "shares", "float", "basis", "volume", "from",
];
const RENAME_COLUMNS: [&str; 6] = ["from", "line", "ticker", "name", "on", "known"];

/// A market in the making.
pub struct Maker {
    pub market: Market,
    pub names: Names,
    /// The first and the last session with a close of each line.
    traded: BTreeMap<String, (Date, Date)>,
    volumes: BTreeMap<String, u64>,
}

/// The market of a scenario; its calendar fills closes that are repeated.
pub fn market_of(scenario: &Scenario, calendar: &Calendar) -> Result<Market, Fault> {
    let mut maker = Maker {
        market: Market::default(),
        names: Names::default(),
        traded: BTreeMap::new(),
        volumes: BTreeMap::new(),
    };
    let sections = |word| scenario.sections.iter().filter(move |one| one.head.word(0) == word);
    for section in sections("closes") {
        maker.see_trading(section, calendar)?;
    }
    for section in sections("lines") {
        for record in records(section, &LINE_COLUMNS)? {
            maker.line(&record)?;
        }
    }
    for section in &scenario.sections {
        maker.give(section, calendar)?;
    }
    for section in sections("volumes") {
        maker.correct_volumes(section, calendar)?;
    }
    maker.market.canonical();
    Ok(maker.market)
}

impl Maker {
    fn give(&mut self, section: &Section, calendar: &Calendar) -> Result<(), Fault> {
        match section.head.word(0) {
            "family" | "run" | "lines" | "volumes" => Ok(()),
            "closes" => self.closes(section, calendar),
            "rates" => self.rates(section, calendar),
            "renames" => self.each(section, &RENAME_COLUMNS, Maker::rename),
            "actions" => section.rows.iter().try_for_each(|row| {
                let action = action(row, &self.names)?;
                self.market.actions.push(action);
                Ok(())
            }),
            "committee" => section.rows.iter().try_for_each(|row| self.decision(row)),
            "lists" => section.rows.iter().try_for_each(|row| self.list(row)),
            other => facts::give(self, other, section),
        }
    }

    /// Takes every row of a table.
    pub fn each(
        &mut self,
        section: &Section,
        columns: &[&str],
        take: impl Fn(&mut Maker, &Record<'_>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        records(section, columns)?.iter().try_for_each(|record| take(self, record))
    }

    fn see_trading(&mut self, section: &Section, calendar: &Calendar) -> Result<(), Fault> {
        for session in sessions(section, calendar)? {
            for (line, _) in session.cells {
                let days = (session.date, session.date);
                let traded = self.traded.entry(line.to_owned()).or_insert(days);
                traded.0 = traded.0.min(session.date);
                traded.1 = traded.1.max(session.date);
            }
        }
        Ok(())
    }

    /// A line, described and counted from its first close on.
    fn line(&mut self, record: &Record<'_>) -> Result<(), Fault> {
        let name = record.needed("line")?;
        let security = self.names.add_line(record.row, name)?;
        let issuer = self.names.company(record.text("company").unwrap_or(name));
        let traded = self.traded.get(name).copied();
        let from = record.date("from")?.or(traded.map(|(first, _)| first));
        let from = from.ok_or_else(|| {
            record.row.fault(format!("'{name}' has no close, so give the day it is known `from`"))
        })?;
        let version =
            described(record, (security, issuer), from, traded.map_or(from, |days| days.1))?;
        self.market.securities.push(version);
        self.volumes.insert(name.to_owned(), record.read("volume", "a volume")?.unwrap_or(VOLUME));
        if let Some(shares) = record.read("shares", "a number of shares")? {
            let free_float = record.read("float", "a part such as 0.60")?;
            let basis = basis_of(record)?;
            let (effective, known_at, source) = (from, from, SOURCE.to_owned());
            let count = ShareCount {
                security_id: security,
                effective_date: effective,
                known_at,
                shares_outstanding: shares,
                basis,
                free_float,
                source,
            };
            self.market.shares.push(count);
        }
        Ok(())
    }

    /// A new symbol, name or market of a line, which stays what it is.
    fn rename(&mut self, record: &Record<'_>) -> Result<(), Fault> {
        let security = self.names.line(record.row, record.needed("line")?)?;
        let all = self.market.securities.iter();
        let Some(before) = all.rev().find(|version| version.security_id == security).cloned()
        else {
            return Ok(());
        };
        let from = record.date("from")?.ok_or_else(|| record.row.fault("no 'from'"))?;
        let symbol = record.text("ticker").map(|text| ticker(record.row, text)).transpose()?;
        self.market.securities.push(SecurityVersion {
            ticker: symbol.unwrap_or(before.ticker.clone()),
            name: record.text("name").map_or(before.name.clone(), str::to_owned),
            mic: record.text("on").map_or(Ok(before.mic), |text| mic(record.row, text))?,
            first_session: from,
            known_at: record.date("known")?.unwrap_or(from),
            ..before
        });
        Ok(())
    }

    fn closes(&mut self, section: &Section, calendar: &Calendar) -> Result<(), Fault> {
        for session in sessions(section, calendar)? {
            for (name, close) in session.cells {
                self.market.prices.push(PriceRow {
                    date: session.date,
                    security_id: self.names.line(session.row, name)?,
                    close: session.row.read(close, "a close")?,
                    volume: self.volumes.get(name).copied(),
                    reported_change_percent: None,
                    reported_cap_cents: None,
                });
            }
        }
        Ok(())
    }

    /// Volumes of single sessions, in the place of those that lines have throughout.
    fn correct_volumes(&mut self, section: &Section, calendar: &Calendar) -> Result<(), Fault> {
        let mut told = BTreeMap::new();
        for session in sessions(section, calendar)? {
            for (name, volume) in session.cells {
                let line = self.names.line(session.row, name)?;
                told.insert((session.date, line), session.row.read::<u64>(volume, "a volume")?);
            }
        }
        let prices = std::mem::take(&mut self.market.prices);
        for row in prices.iter() {
            let volume = told.get(&(row.date, row.security_id)).copied().or(row.volume);
            self.market.prices.push(PriceRow { volume, ..row });
        }
        Ok(())
    }

    fn rates(&mut self, section: &Section, calendar: &Calendar) -> Result<(), Fault> {
        for session in sessions(section, calendar)? {
            for (pair, rate) in session.cells {
                let row = session.row;
                let (from, to) = pair.split_once('/').unwrap_or((pair, ""));
                self.market.fx.push(FxRate {
                    date: session.date,
                    currency_from: row.read(from, "a currency")?,
                    currency_to: row.read(to, "a currency")?,
                    rate: row.read(rate, "a rate of exchange")?,
                    known_at: session.date,
                    source: SOURCE.to_owned(),
                });
            }
        }
        Ok(())
    }

    /// `2024-05-01 FLOAT enters AAA BBB by "who" because "why" known 2024-04-30`
    fn decision(&mut self, row: &Row) -> Result<(), Fault> {
        let effective: Date = row.read(row.word(0), "a date")?;
        let enters = match row.word(2) {
            "enters" => true,
            "leaves" => false,
            other => return Err(row.fault(format!("'{other}' is neither enters nor leaves"))),
        };
        let (lines, told) = told_of(row, 3, &["by", "because", "known"])?;
        for line in lines {
            let known_at = told.get("known").map(|day| row.read(day, "a date")).transpose()?;
            self.market.committee_decisions.push(CommitteeDecision {
                index_id: row.word(1).to_owned(),
                effective_after_close: effective,
                security_id: self.names.line(row, line)?,
                enters,
                who: told.get("by").map_or("committee", |who| who).to_owned(),
                why: told.get("because").map_or("given", |why| why).to_owned(),
                known_at: known_at.unwrap_or(effective),
                source: SOURCE.to_owned(),
            });
        }
        Ok(())
    }

    /// `2024-05-01 IWM AAA BBB known 2024-05-02`
    fn list(&mut self, row: &Row) -> Result<(), Fault> {
        let as_of: Date = row.read(row.word(0), "a date")?;
        let (tickers, told) = told_of(row, 2, &["known"])?;
        let known_at = told.get("known").map(|day| row.read(day, "a date")).transpose()?;
        for symbol in tickers {
            self.market.fund_lines.push(FundLine {
                fund: row.word(1).to_owned(),
                as_of,
                ticker: ticker(row, symbol)?,
                name: None,
                kind: LineKind::Equity,
                weight_percent: None,
                quantity: None,
                price: None,
                cusip: None,
                known_at: known_at.unwrap_or(as_of),
            });
        }
        Ok(())
    }
}

/// Plain words from a place on, and then words with a value each.
fn told_of<'a>(
    row: &'a Row,
    from: usize,
    keys: &[&str],
) -> Result<(Vec<&'a str>, BTreeMap<&'a str, &'a str>), Fault> {
    let words: Vec<&str> = row.words.iter().skip(from).map(String::as_str).collect();
    let plain = words.iter().take_while(|word| !keys.contains(word)).count();
    let mut told = BTreeMap::new();
    for pair in words[plain..].chunks(2) {
        match pair {
            [key, value] if keys.contains(key) => told.insert(*key, *value),
            _ => return Err(row.fault(format!("'{}' says nothing here", pair.join(" ")))),
        };
    }
    Ok((words[..plain].to_vec(), told))
}

fn described(
    record: &Record<'_>,
    (security, issuer): (SecurityId, IssuerId),
    from: Date,
    to: Date,
) -> Result<SecurityVersion, Fault> {
    let row = record.row;
    let line = record.needed("line")?;
    let symbol = record.text("ticker").unwrap_or(line);
    let kind = record.text("kind").map_or(Ok(SecurityKind::Common), |text| kind(row, text))?;
    let owned = |column| record.text(column).map(str::to_owned);
    Ok(SecurityVersion {
        security_id: security,
        issuer_id: issuer,
        ticker: ticker(row, symbol)?,
        name: owned("name").unwrap_or_else(|| format!("{symbol} Inc. Common Stock")),
        mic: record.text("on").map_or(Ok(Mic::Xnas), |text| mic(row, text))?,
        kind,
        share_class: owned("class"),
        country: Some(country(record.text("country").unwrap_or("US"))),
        sector: owned("sector"),
        industry: owned("industry"),
        ipo_year: None,
        first_session: from,
        last_session: to,
        known_at: from,
    })
}

/// A country by its two letters, where scenarios use it often, or as it is written.
pub fn country(text: &str) -> String {
    match text {
        "US" => "United States",
        "CN" => "China",
        "DE" => "Germany",
        "GB" => "United Kingdom",
        "IE" => "Ireland",
        "JP" => "Japan",
        other => other,
    }
    .to_owned()
}

pub fn basis_of(record: &Record<'_>) -> Result<ShareBasis, Fault> {
    match record.text("basis") {
        None | Some("class") => Ok(ShareBasis::Class),
        Some("company") => Ok(ShareBasis::Company),
        Some(other) => Err(record.row.fault(format!("'{other}' is neither class nor company"))),
    }
}

fn kind(row: &Row, text: &str) -> Result<SecurityKind, Fault> {
    let word: serde::de::value::StrDeserializer<'_, Error> = text.into_deserializer();
    serde::Deserialize::deserialize(word).map_err(|error: Error| row.fault(error.to_string()))
}

fn mic(row: &Row, text: &str) -> Result<Mic, Fault> {
    Mic::from_name(text).ok_or_else(|| row.fault(format!("'{text}' is no market")))
}

fn ticker(row: &Row, text: &str) -> Result<Ticker, Fault> {
    Ticker::new(text).ok_or_else(|| row.fault(format!("'{text}' is no symbol")))
}
