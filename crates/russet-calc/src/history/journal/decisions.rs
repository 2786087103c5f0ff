//! The decisions of a run so far. Later reviews ask for those since the last reconstitution, so they are
//! handed over after it.

use std::collections::VecDeque;
use std::sync::Arc;

use jiff::civil::Date;
use russet_rules::Decision;

use crate::run::{DecisionCount, Partition, PartitionKey, Sink, Stopped};

/// Decisions that have not been handed over.
#[derive(Debug, Clone, Default)]
pub(in crate::history) struct Decisions {
    /// As they came, many at a time: none is moved until it is handed over. Forks of the engine share them.
    batches: VecDeque<Arc<Vec<Decision>>>,
    counted: DecisionCount,
    /// How many of the first ones the sink has: it goes on with a run that made them.
    with_sink: usize,
    /// Whether those are among the rows.
    remembered: bool,
}

/// A place among decisions.
pub(in crate::history) struct Place {
    batches: usize,
    counted: DecisionCount,
}

impl Decisions {
    /// Those of a run that is continued, whose sink has them all; the rows are those to hand over, or none
    /// where nobody asks for them.
    pub(in crate::history) fn continued(counted: DecisionCount, rows: Vec<Decision>) -> Decisions {
        let with_sink = counted.to_hand_over();
        Decisions {
            remembered: !rows.is_empty(),
            batches: [Arc::new(rows)].into(),
            counted,
            with_sink,
        }
    }

    /// The decisions that a later review may ask for.
    pub(in crate::history) fn rows(&self) -> impl Iterator<Item = &Decision> {
        self.batches.iter().flat_map(|batch| batch.iter())
    }

    pub(in crate::history) fn counted(&self) -> &DecisionCount {
        &self.counted
    }

    pub(in crate::history) fn extend(&mut self, decisions: Vec<Decision>) {
        self.extend_by(decisions, Date::MAX);
    }

    /// Adds decisions; those that take effect after a last day count as of it.
    pub(in crate::history) fn extend_by(&mut self, decisions: Vec<Decision>, last: Date) {
        for row in &decisions {
            let year = row.effective_after_close.min(last).year();
            match self.counted.years.last_mut() {
                Some((of, count)) if year <= *of => *count += 1,
                _ => self.counted.years.push((year, 1)),
            }
        }
        if !decisions.is_empty() {
            self.batches.push_back(Arc::new(decisions));
        }
    }

    /// The place behind the last decision.
    pub(in crate::history) fn place(&self) -> Place {
        Place { batches: self.batches.len(), counted: self.counted.clone() }
    }

    /// Takes the decisions behind a place out again.
    pub(in crate::history) fn back_to(&mut self, place: Place) -> Vec<Decision> {
        self.counted = place.counted;
        self.batches.split_off(place.batches).into_iter().flat_map(Arc::unwrap_or_clone).collect()
    }

    /// Hands over the decisions of each year before one.
    pub(in crate::history) fn hand_over(
        &mut self,
        sink: &mut dyn Sink<'_>,
        before: i16,
    ) -> Result<(), Stopped> {
        while let Some((year, count)) =
            self.counted.years.first().copied().filter(|(year, _)| *year < before)
        {
            let known = count.min(self.with_sink);
            if self.remembered {
                self.take(known);
            }
            let decisions = self.take(count - known);
            self.with_sink -= known;
            self.counted.years.remove(0);
            self.counted.handed += count;
            if !decisions.is_empty() {
                sink.take(Partition { decisions, ..Partition::new(PartitionKey::Year(year)) })?;
            }
        }
        Ok(())
    }

    /// Takes the first `count` decisions.
    fn take(&mut self, count: usize) -> Vec<Decision> {
        let mut taken = Vec::with_capacity(count);
        while let Some(batch) = self.batches.pop_front_if(|_| taken.len() < count) {
            let (mut batch, missing) = (Arc::unwrap_or_clone(batch), count - taken.len());
            if batch.len() > missing {
                self.batches.push_front(Arc::new(batch.split_off(missing)));
            }
            taken.append(&mut batch);
        }
        taken
    }
}
