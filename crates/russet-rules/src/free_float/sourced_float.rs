//! A free float as it was found, before anybody asks for words.

use jiff::civil::Date;
use russet_market::{Correction, Factor, SecurityKind};

use super::KnownFloat;

/// A free float, with its source.
#[derive(Debug, Clone, Copy)]
pub struct SourcedFloat<'a> {
    /// Unrestricted shares over all shares of the class.
    pub factor: Factor,
    /// ListingWindow when it holds; none where nothing is known.
    pub since: Option<Date>,
    pub(super) source: Source<'a>,
}

/// Where a free float comes from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source<'a> {
    Override(&'a Correction),
    Given(&'a str),
    /// A fund's quantities.
    Fund(&'a str),
    /// What is assumed of a security within a number of sessions from a day.
    Young(u32, Date),
    Kind(SecurityKind),
    /// All shares count.
    Unknown,
    /// The security's index shares are what a fund shows of them.
    IndexShares(&'a str),
}

impl<'a> SourcedFloat<'a> {
    /// Where nothing is known, all shares count.
    pub(super) const UNKNOWN: SourcedFloat<'static> =
        SourcedFloat { factor: Factor::ONE, source: Source::Unknown, since: None };

    /// All of a security's shares count, since they are index shares that a fund shows.
    pub const fn in_index_shares(fund: &'a str, as_of: Date) -> SourcedFloat<'a> {
        SourcedFloat { factor: Factor::ONE, source: Source::IndexShares(fund), since: Some(as_of) }
    }

    /// The float with where it comes from in words.
    ///
    /// ```
    /// use russet_rules::free_float::SourcedFloat;
    /// let found = SourcedFloat::in_index_shares("IWM", jiff::civil::date(2024, 6, 28));
    /// assert_eq!(&*found.to_known().source, "in the index shares that IWM shows");
    /// ```
    pub fn to_known(self) -> KnownFloat {
        let SourcedFloat { factor, source, since } = self;
        let source = match source {
            Source::Override(word) => format!("override by {}: {}", word.who, word.why).into(),
            Source::Given(source) => source.into(),
            Source::Fund(fund) => format!("estimated from {fund}'s quantities").into(),
            Source::Young(sessions, first) => {
                format!("assumed of a security in its first {sessions} sessions, from {first}")
                    .into()
            }
            Source::Kind(kind) => format!("assumed of a {}", kind.words()).into(),
            Source::Unknown => "none known: all shares".into(),
            Source::IndexShares(fund) => format!("in the index shares that {fund} shows").into(),
        };
        KnownFloat { factor, source, since }
    }
}
