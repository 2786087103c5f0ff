//! What the market holds already, as sightings under permanent ids.

use std::collections::HashMap;

use russet_market::{Calendar, Market, SecurityVersion};

use super::{Description, Origin, Sighting, Sightings, symbol_key};

/// Adds each close the market has, and the first and last session of each description, which may
/// have no close.
pub(crate) fn add_known(market: &Market, sightings: &mut Sightings) {
    let calendar = Calendar::weekdays();
    let mut places: HashMap<Description, u32> = HashMap::new();
    let base = sightings.descriptions.len();
    let version_places: Vec<u32> = market
        .securities
        .iter()
        .map(|version| {
            let next = (base + places.len()) as u32;
            *places.entry(description(version)).or_insert(next)
        })
        .collect();
    let mut described: Vec<(Description, u32)> = places.into_iter().collect();
    described.sort_by_key(|(_, place)| *place);
    sightings.descriptions.extend(described.into_iter().map(|(description, _)| description));

    for (version, place) in market.securities.iter().zip(&version_places) {
        for day in [version.first_session, version.last_session] {
            if let Ok(session) = calendar.index_of(day) {
                sightings.rows.push(Sighting {
                    session: session as u32,
                    description: *place,
                    origin: Origin::Market(version.security_id),
                    close: None,
                    volume: None,
                    change_percent: None,
                    cap_cents: None,
                });
            }
        }
    }
    for row in market.prices.iter() {
        // The versions of a security are sorted by their first date.
        let after = market.securities.partition_point(|one| {
            (one.security_id, one.first_session) <= (row.security_id, row.date)
        });
        let Some(version) = after.checked_sub(1) else { continue };
        if market.securities[version].security_id != row.security_id {
            continue;
        }
        let Ok(session) = calendar.index_of(row.date) else { continue };
        sightings.rows.push(Sighting {
            session: session as u32,
            description: version_places[version],
            origin: Origin::Market(row.security_id),
            close: Some(row.close),
            volume: row.volume,
            change_percent: row.reported_change_percent,
            cap_cents: row.reported_cap_cents,
        });
    }
}

fn description(version: &SecurityVersion) -> Description {
    let key = symbol_key(&version.ticker, Some(version.mic));
    Description {
        key,
        ticker: version.ticker.clone(),
        // A line without a name goes by its ticker; that is no name to compare.
        name: (version.name != version.ticker.as_str()).then(|| version.name.clone()),
        mic: Some(version.mic),
        country: version.country.clone(),
        sector: version.sector.clone(),
        industry: version.industry.clone(),
        ipo_year: version.ipo_year,
        known_as: Some((version.kind, version.share_class.clone())),
    }
}
