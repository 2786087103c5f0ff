//! Lines to permanent ids, and the rows of the market's tables under them.

use std::collections::BTreeMap;

use russet_market::{IssuerId, Market, PriceRow, PriceTable, Refusal, SecurityId};

use super::lines::{Lines, follow};
use super::versions::VersionBuilder;
use super::{IdentityCounts, versions};
use crate::report::ImportReport;
use crate::sightings::{Origin, Sighting, Sightings, sessions};

/// Finds out whose line each sighting is, and puts closes and descriptions into the market.
pub(crate) fn identify(
    market: &mut Market,
    sightings: Sightings,
    file_names: &[String],
    report: &mut ImportReport,
) -> IdentityCounts {
    let lines = follow(&sightings);
    let known_issuers: BTreeMap<SecurityId, IssuerId> =
        market.securities.iter().map(|version| (version.security_id, version.issuer_id)).collect();
    let ids = security_ids(&sightings, &lines, &known_issuers);
    let issuers = issuer_ids(&sightings, &lines, &ids, &known_issuers);
    let mut counts = lines.counts;
    counts.new_securities = issuers.len() - known_issuers.len();
    let new_issuers: std::collections::BTreeSet<IssuerId> = issuers.values().copied().collect();
    let old_issuers: std::collections::BTreeSet<IssuerId> =
        known_issuers.values().copied().collect();
    counts.new_issuers = new_issuers.difference(&old_issuers).count();

    market.prices = PriceTable::default();
    let mut builder = VersionBuilder::new(&sightings.descriptions);
    let calendar = sessions();
    let mut session: Vec<(SecurityId, usize)> = Vec::new();
    for range in sightings.sessions() {
        session.clear();
        session.extend(range.map(|place| (ids[place], place)));
        session.sort_unstable_by(|one, other| {
            let within = |place: usize| (sightings.rows[place].origin, place);
            one.0.cmp(&other.0).then_with(|| within(one.1).cmp(&within(other.1)))
        });
        let mut last = None;
        for (security, place) in &session {
            let row = &sightings.rows[*place];
            let date = calendar[row.session as usize];
            if last == Some(*security) {
                refuse_second(row, *security, file_names, report);
                continue;
            }
            last = Some(*security);
            builder.see(*security, row.description, date);
            if let Some(close) = row.close {
                market.prices.push(PriceRow {
                    date,
                    security_id: *security,
                    close,
                    volume: row.volume,
                    reported_change_percent: row.change_percent,
                    reported_cap_cents: row.cap_cents,
                });
            }
        }
    }
    market.securities = versions::finish(builder, &issuers);
    counts
}

/// The id of each sighting: the one it has, else the one its line has nearest before (or after),
/// else a new one for the line.
fn security_ids(
    sightings: &Sightings,
    lines: &Lines,
    known: &BTreeMap<SecurityId, IssuerId>,
) -> Vec<SecurityId> {
    let mut next = known.keys().next_back().map_or(0, |last| last.0 + 1);
    let mut of_line: Vec<Option<SecurityId>> = vec![None; lines.companies.len()];
    for (row, line) in sightings.rows.iter().zip(&lines.of_sighting) {
        if let Origin::Market(id) = row.origin {
            of_line[*line as usize].get_or_insert(id);
        }
    }
    for id in of_line.iter_mut().filter(|id| id.is_none()) {
        *id = Some(SecurityId(next));
        next += 1;
    }
    sightings
        .rows
        .iter()
        .zip(&lines.of_sighting)
        .map(|(row, line)| match row.origin {
            Origin::Market(id) => {
                of_line[*line as usize] = Some(id);
                id
            }
            Origin::File { .. } => of_line[*line as usize].unwrap_or_default(),
        })
        .collect()
}

/// The issuer of every security: the one it has, else that of its company's other lines, else a new
/// one, in the order of the ids.
fn issuer_ids(
    sightings: &Sightings,
    lines: &Lines,
    ids: &[SecurityId],
    known: &BTreeMap<SecurityId, IssuerId>,
) -> BTreeMap<SecurityId, IssuerId> {
    let securities = ids.iter().max().map_or(0, |last| last.0 as usize + 1);
    let companies = lines.companies.iter().max().map_or(0, |last| *last as usize + 1);
    let mut company_of: Vec<Option<u32>> = vec![None; securities];
    let mut of_company: Vec<Option<IssuerId>> = vec![None; companies];
    for (place, line) in lines.of_sighting.iter().enumerate() {
        let company = lines.companies[*line as usize];
        company_of[ids[place].0 as usize].get_or_insert(company);
        let issuer = &mut of_company[company as usize];
        if let (Origin::Market(id), None) = (sightings.rows[place].origin, &issuer) {
            *issuer = known.get(&id).copied();
        }
    }
    let mut next = known.values().max().map_or(0, |last| last.0 + 1);
    let mut issuers = known.clone();
    for (security, company) in (0..).map(SecurityId).zip(company_of) {
        let Some(company) = company.filter(|_| !known.contains_key(&security)) else { continue };
        let issuer = *of_company[company as usize].get_or_insert_with(|| {
            next += 1;
            IssuerId(next - 1)
        });
        issuers.insert(security, issuer);
    }
    issuers
}

fn refuse_second(
    row: &Sighting,
    security: SecurityId,
    file_names: &[String],
    report: &mut ImportReport,
) {
    if let Origin::File { file, line } = row.origin {
        report.rows_taken -= 1;
        report.refuse(Refusal {
            source: file_names[file as usize].clone(),
            line,
            column_name: "ticker".to_owned(),
            cell_value: row.close.map_or_else(String::new, |close| close.to_string()),
            reason: format!("{security} has another close on this session"),
        });
    }
}
