//! Until when what is known of a security stays the same.

use jiff::civil::Date;

use super::MarketView;
use crate::identity::SecurityId;

impl MarketView<'_> {
    /// The first day after a day on which a line may have another description or share count than on that day: a
    /// description, a count, an action on its units or a user's word begins or ends to hold.
    pub fn unchanged_until(&self, security: SecurityId, day: Date) -> Date {
        self.lack();
        let described = self.described.of_line(security).iter();
        let described = described.map(|(from, known_at)| *from.max(known_at));
        let counts = self.counts.iter().flat_map(|counts| counts.of_line(security));
        let counts = counts.map(|count| count.effective.max(count.known_at));
        let splits = self.splits.of_line(security).iter();
        let splits = splits.map(|split| split.ex_date.max(split.known_at));
        let words = self.corrections(security).iter();
        let words = words.flat_map(|word| {
            let ends = word.last_session.map(|until| until.tomorrow().unwrap_or(Date::MAX));
            [Some(word.first_session.max(word.known_at)), ends]
        });
        let all = described.chain(counts).chain(splits).chain(words.flatten());
        all.filter(|change| *change > day).min().unwrap_or(Date::MAX)
    }
}
