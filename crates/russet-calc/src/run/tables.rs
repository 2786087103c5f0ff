//! The tables of a run.

/// The tables of a run in the order of its manifest: the one list from which a run in memory, a partition, and what
/// is read, written and kept of each table follow. Hands the list to a macro of a file of this folder.
///
/// An entry has the table's rows in a run, then those in a partition. What a row knows about itself is its
/// [`RunRow`](super::row::RunRow). The market's price files and `restatements` are files of a run, and no tables of
/// a run in memory.
macro_rules! run_tables {
    ($with:ident) => {
        $with! {
            /// Every security considered, on every occasion.
            decisions: Vec<russet_rules::Decision>, pub Vec<russet_rules::Decision>;
            /// The ledger.
            events: Vec<crate::events::LedgerEntry>, pub(crate) Vec<super::records::EventRecord<'market>>;
            /// Who was in, with how many shares, from when to when.
            constituents: Vec<super::Constituent>, pub(crate) Vec<super::records::ConstituentRecord<'market>>;
            /// The levels.
            levels: Vec<super::LevelRow>, pub Vec<super::LevelRow>;
            /// The closes that the levels were made of, carried ones marked by their session.
            closes: super::CloseTable, pub super::CloseTable;
            /// The dividends that total return took in.
            dividends: Vec<super::DividendRow>, pub Vec<super::DividendRow>;
            /// Rates of exchange into the indexes' currencies; none where all securities trade in theirs.
            rates: Vec<super::RateRow>, pub Vec<super::RateRow>;
            /// Reconstitutions at the closes of the day on which they were announced.
            pro_forma: Vec<super::ProFormaRow>, pub Vec<super::ProFormaRow>;
            /// The corporate actions of held securities that were known by the last session.
            actions: Vec<super::ActionRow>, pub Vec<super::ActionRow>;
        }
    };
}
pub(super) use run_tables;
