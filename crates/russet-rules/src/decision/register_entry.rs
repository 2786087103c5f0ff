//! How a register describes a company.

use std::sync::Arc;

use jiff::civil::Date;
use russet_market::{Cik, FilerOn};

/// How a register describes a company, and when that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterEntry {
    /// The company's number there.
    pub cik: Cik,
    /// Its name there.
    pub name: Arc<str>,
    /// The first day it was so described.
    pub first_seen: Date,
    /// Whether that is after the day it is used for: the nearest description known, not the one of then.
    pub seen_later: bool,
    /// What sort of filer it is.
    pub entity_type: Option<Arc<str>>,
    /// Its standard industrial classification.
    pub sic: Option<u16>,
    /// Where it is incorporated.
    pub incorporation: Option<Arc<str>>,
    /// Where it has its headquarters.
    pub headquarters: Option<Arc<str>>,
}

impl RegisterEntry {
    /// The entry that was found, with texts that others share.
    pub(crate) fn of(found: FilerOn<'_>, shared: impl Fn(&str) -> Arc<str>) -> RegisterEntry {
        let FilerOn { filer, seen_later, .. } = found;
        let text = |text: &Option<String>| text.as_deref().map(&shared);
        RegisterEntry {
            cik: filer.cik,
            name: shared(&filer.name),
            first_seen: filer.first_seen,
            seen_later,
            entity_type: text(&filer.entity_type),
            sic: filer.sic,
            incorporation: text(&filer.incorporation),
            headquarters: text(&filer.headquarters),
        }
    }

    /// Who the register says it is, and when it was read, in words.
    pub fn words(&self) -> String {
        let or_none = |value: &Option<Arc<str>>| value.as_deref().unwrap_or("none").to_owned();
        format!(
            "{} of {}{}: {} company, SIC {}, incorporated in {}, headquarters in {}",
            self.cik,
            self.first_seen,
            if self.seen_later { ", the nearest known" } else { "" },
            or_none(&self.entity_type),
            self.sic.map_or_else(|| "none".to_owned(), |sic| format!("{sic:04}")),
            or_none(&self.incorporation),
            or_none(&self.headquarters),
        )
    }
}
