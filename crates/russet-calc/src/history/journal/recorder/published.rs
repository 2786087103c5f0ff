//! Goes on after the rows of a run whose published past stays.

use russet_market::SecurityId;

use super::Recorder;
use crate::run::records::ConstituentRecord;
use crate::run::{ActionRow, Partition, PartitionKey};
use crate::state::by_id::ById;

impl<'build> Recorder<'build> {
    /// Forgets the rows of a session that is recomputed and not recorded.
    pub(in crate::history) fn discard_rows(&mut self) {
        self.sentences.clear();
        self.rows = Partition::new(PartitionKey::Open);
    }

    /// Goes on after the last published event, with the constituents and the actions of the last published
    /// session.
    pub(in crate::history) fn go_on_from(
        &mut self,
        last_event: u32,
        open: Vec<ById<SecurityId, Box<ConstituentRecord<'build>>>>,
        actions: Vec<ActionRow>,
    ) {
        self.discard_rows();
        self.event = last_event;
        self.open = open;
        self.rows.actions = actions;
    }
}
