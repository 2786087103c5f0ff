//! Which securities a market has, and how each is described.

use jiff::civil::Date;

use super::MarketView;
use crate::facts::SecurityVersion;
use crate::identity::SecurityId;

impl<'market> MarketView<'market> {
    /// The descriptions of the market's securities.
    pub fn descriptions(&self) -> &'market [SecurityVersion] {
        &self.market.securities
    }

    /// Every security id, in order.
    pub fn securities(&self) -> impl ExactSizeIterator<Item = SecurityId> + use<> {
        (0..self.versions.len() as u32).map(SecurityId)
    }

    /// How a security was described on a day, as known then.
    pub fn version(&self, security: SecurityId, day: Date) -> Option<&'market SecurityVersion> {
        let described = self.described.of_line(security);
        let place =
            described.iter().rposition(|(from, known_at)| *from <= day && *known_at <= day)?;
        Some(&self.versions(security)[place])
    }

    /// Every description of a security, from the first to the last.
    pub fn versions(&self, security: SecurityId) -> &'market [SecurityVersion] {
        let range = self.versions.get(security.0 as usize).cloned().unwrap_or_default();
        &self.market.securities[range]
    }

    /// The first description of a security, whenever it holds: what a line is called that was announced
    /// and has not traded yet.
    pub fn first_version(&self, security: SecurityId) -> Option<&'market SecurityVersion> {
        let range = self.versions.get(security.0 as usize)?.clone();
        self.market.securities[range].first()
    }

    /// The first session a security was seen in, as known on a day.
    pub fn first_seen(&self, security: SecurityId, day: Date) -> Option<Date> {
        let mut described = self.described.of_line(security).iter();
        let known = described.find(|(from, known_at)| *from <= day && *known_at <= day);
        known.map(|(from, _)| *from)
    }
}
