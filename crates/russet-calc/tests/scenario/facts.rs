//! Facts that only some scenarios give: later counts, floats, votes, accounts, registers, overrides.

use jiff::civil::Date;
use russet_market::facts::{AreaKind, FundamentalMeasure};
use russet_market::{
    Cik, ClassVotes, CorrectedField, Correction, Filer, FilerLink, FreeFloat, Fundamental,
    Geography, Measure, SecurityId, ShareCount,
};

use super::market::{Maker, basis_of, country};
use super::table::Record;
use super::text::{Fault, Section};

const SOURCE: &str = "scenario";
const TABLES: &str = "family, run, lines, closes, volumes, renames, actions, committee, lists, rates, \
                      shares, floats, votes, register, reported, accounts, overrides";

pub fn give(maker: &mut Maker, word: &str, section: &Section) -> Result<(), Fault> {
    match word {
        "shares" => {
            let columns = ["from", "line", "shares", "float", "basis", "known"];
            maker.each(section, &columns, shares)
        }
        "floats" => maker.each(section, &["from", "line", "float", "known"], float),
        "votes" => {
            let columns = ["from", "line", "class", "shares", "votes", "float", "known"];
            maker.each(section, &columns, votes)
        }
        "register" => {
            let columns = ["seen", "line", "incorporated", "headquarters", "entity", "sic"];
            maker.each(section, &columns, register)
        }
        "reported" => {
            let columns = ["year", "line", "measure", "area", "percent", "known"];
            maker.each(section, &columns, reported)
        }
        "accounts" => {
            maker.each(section, &["period", "line", "measure", "value", "known"], accounts)
        }
        "overrides" => {
            let columns = ["from", "line", "field", "value", "who", "why", "until", "known"];
            maker.each(section, &columns, correction)
        }
        other => Err(section.head.fault(format!("'{other}' is nothing to give (hint: {TABLES})"))),
    }
}

fn line_of(maker: &Maker, record: &Record<'_>) -> Result<SecurityId, Fault> {
    maker.names.line(record.row, record.needed("line")?)
}

/// The day from which a fact holds, and the day on which it was known: the same, if not said.
fn days_of(record: &Record<'_>, column: &str) -> Result<(Date, Date), Fault> {
    let from = record.row.read(record.needed(column)?, "a date")?;
    Ok((from, record.date("known")?.unwrap_or(from)))
}

fn required<T: std::str::FromStr>(record: &Record<'_>, column: &str) -> Result<T, Fault> {
    record.row.read(record.needed(column)?, &format!("a value of '{column}'"))
}

fn shares(maker: &mut Maker, record: &Record<'_>) -> Result<(), Fault> {
    let (effective, known_at) = days_of(record, "from")?;
    maker.market.shares.push(ShareCount {
        security_id: line_of(maker, record)?,
        effective_date: effective,
        known_at,
        shares_outstanding: required(record, "shares")?,
        basis: basis_of(record)?,
        free_float: record.read("float", "a part such as 0.60")?,
        source: SOURCE.to_owned(),
    });
    Ok(())
}

fn float(maker: &mut Maker, record: &Record<'_>) -> Result<(), Fault> {
    let (effective, known_at) = days_of(record, "from")?;
    maker.market.free_floats.push(FreeFloat {
        security_id: line_of(maker, record)?,
        effective_date: effective,
        known_at,
        free_float: required(record, "float")?,
        source: SOURCE.to_owned(),
    });
    Ok(())
}

fn votes(maker: &mut Maker, record: &Record<'_>) -> Result<(), Fault> {
    let (effective, known_at) = days_of(record, "from")?;
    maker.market.class_votes.push(ClassVotes {
        security_id: line_of(maker, record)?,
        effective_date: effective,
        known_at,
        share_class: record.needed("class")?.to_owned(),
        shares_outstanding: required(record, "shares")?,
        votes_per_share: required(record, "votes")?,
        free_float: required(record, "float")?,
        source: SOURCE.to_owned(),
    });
    Ok(())
}

/// What a register says of a line's company.
fn register(maker: &mut Maker, record: &Record<'_>) -> Result<(), Fault> {
    let security = line_of(maker, record)?;
    let seen: Date = required(record, "seen")?;
    let cik = Cik(security.0 + 1);
    maker.market.filers.push(Filer {
        cik,
        name: record.needed("line")?.to_owned(),
        entity_type: record.text("entity").map(str::to_owned),
        sic: record.read("sic", "a classification")?,
        incorporation: record.text("incorporated").map(country),
        headquarters: record.text("headquarters").map(country),
        category: None,
        first_seen: seen,
        last_seen: seen,
        source: SOURCE.to_owned(),
    });
    let evidence = SOURCE.to_owned();
    maker.market.filer_links.push(FilerLink {
        security_id: security,
        cik,
        first_session: seen,
        last_session: seen,
        evidence,
    });
    Ok(())
}

/// A part of a company's assets or revenue.
fn reported(maker: &mut Maker, record: &Record<'_>) -> Result<(), Fault> {
    let (fiscal_year_end, known_at) = days_of(record, "year")?;
    let measure = match record.needed("measure")? {
        "assets" => Measure::Assets,
        "revenue" => Measure::Revenue,
        other => return Err(record.row.fault(format!("'{other}' is neither assets nor revenue"))),
    };
    maker.market.geography.push(Geography {
        security_id: line_of(maker, record)?,
        fiscal_year_end,
        measure,
        area: country(record.needed("area")?),
        area_kind: AreaKind::Country,
        countries: None,
        percent: required(record, "percent")?,
        known_at,
        source: SOURCE.to_owned(),
    });
    Ok(())
}

fn accounts(maker: &mut Maker, record: &Record<'_>) -> Result<(), Fault> {
    let (period_end, known_at) = days_of(record, "period")?;
    let word = record.needed("measure")?;
    let measure = FundamentalMeasure::ALL.into_iter().find(|measure| measure.word() == word);
    maker.market.fundamentals.push(Fundamental {
        security_id: line_of(maker, record)?,
        measure: measure.ok_or_else(|| record.row.fault(format!("'{word}' is no measure")))?,
        period_end,
        known_at,
        value: required(record, "value")?,
        source: SOURCE.to_owned(),
    });
    Ok(())
}

/// A user's word in the place of a fact.
fn correction(maker: &mut Maker, record: &Record<'_>) -> Result<(), Fault> {
    let (from, known_at) = days_of(record, "from")?;
    let word = record.needed("field")?;
    let fields = [
        CorrectedField::Kind,
        CorrectedField::Nationality,
        CorrectedField::FreeFloatPercent,
        CorrectedField::PublicVotesPercent,
        CorrectedField::Shares,
    ];
    let field = fields.into_iter().find(|field| field.word() == word);
    maker.market.corrections.push(Correction {
        security_id: line_of(maker, record)?,
        field: field.ok_or_else(|| record.row.fault(format!("'{word}' is no field")))?,
        override_value: record.needed("value")?.to_owned(),
        who: record.needed("who")?.to_owned(),
        why: record.needed("why")?.to_owned(),
        evidence: SOURCE.to_owned(),
        first_session: from,
        last_session: record.date("until")?,
        known_at,
    });
    Ok(())
}
