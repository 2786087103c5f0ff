//! The register's codes of states and countries.

use std::collections::HashMap;

/// Each code with its country or territory; blank for the code of an unknown place.
pub(super) struct Places(HashMap<String, String>);

impl Places {
    pub(super) fn read() -> Places {
        let mut reader = csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .from_reader(include_str!("places.csv").as_bytes());
        let rows = reader.records().filter_map(Result::ok);
        let of =
            |row: &csv::StringRecord, place: usize| row.get(place).unwrap_or_default().to_owned();
        Places(rows.map(|row| (of(&row, 0), of(&row, 2))).collect())
    }

    /// The country or territory of a code, or why there is none.
    pub(super) fn country(&self, code: &str) -> Result<Option<String>, String> {
        match self.0.get(&code.to_uppercase()) {
            Some(country) => Ok(Some(country.clone()).filter(|country| !country.is_empty())),
            None => Err("no state or country code of EDGAR".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_american_provinces_canadian_and_territories_themselves() {
        let places = Places::read();
        assert_eq!(places.0.len(), 309);
        for (code, country) in [
            ("DE", "United States"),
            ("ct", "United States"),
            ("X1", "United States"),
            ("A6", "Canada"),
            ("Z4", "Canada"),
            ("PR", "Puerto Rico"),
            ("VI", "Virgin Islands"),
            ("D8", "British Virgin Islands"),
            ("E9", "Cayman Islands"),
            ("P8", "Curacao"),
            ("M5", "South Korea"),
        ] {
            assert_eq!(places.country(code), Ok(Some(country.to_owned())), "{code}");
        }
        assert_eq!(places.country("XX"), Ok(None));
        assert!(places.country("QQ").is_err());
    }

    /// The register's own description of a code, where real data is at hand.
    #[test]
    fn codes_mean_what_the_register_says() {
        use crate::files::{Column, open_new, read_rows};
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/market-data/reference");
        let path = std::path::Path::new(folder).join("filers.parquet");
        if !path.is_file() {
            eprintln!("skipped: no real data at ../shared/market-data beside the workspace");
            return;
        }
        let rows = csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .from_reader(include_str!("places.csv").as_bytes())
            .into_records()
            .filter_map(Result::ok)
            .map(|row| (row[0].to_owned(), row[1].to_owned()))
            .collect::<HashMap<String, String>>();
        let columns = [
            Column::needed("state_of_incorporation", &[]),
            Column::needed("state_of_incorporation_description", &[]),
            Column::needed("business_state_or_country", &[]),
            Column::needed("business_state_or_country_description", &[]),
        ];
        let mut files = open_new(&[path], "sec", &[]).unwrap().0;
        let mut compared = 0;
        read_rows(
            &mut files[0],
            &columns,
            &crate::ImportOptions::new(jiff::civil::Date::MAX),
            &mut |row| {
                for pair in row.cells.chunks(2) {
                    let (Some(code), Some(told)) = (pair[0].text(), pair[1].text()) else {
                        continue;
                    };
                    let code = code.to_uppercase();
                    let place = rows[&code].as_str();
                    // American states are described by their codes; Taiwan by two names.
                    let same =
                        [code.as_str(), place].iter().any(|one| told.eq_ignore_ascii_case(one));
                    assert!(same || place.starts_with(told), "{code}: {place}, not {told}");
                    compared += 1;
                }
            },
        )
        .unwrap();
        assert!(compared > 10_000);
    }
}
