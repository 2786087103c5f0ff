//! Means of industries, sectors and the whole base, for companies that have no value of their own.

use std::collections::BTreeMap;

use russet_market::SecurityVersion;

use super::evidence::Group;

/// What a company is grouped by, as its source words it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Groups<'market> {
    pub(super) industry: Option<&'market str>,
    pub(super) sector: Option<&'market str>,
}

impl<'market> Groups<'market> {
    /// The groups of a security's description.
    pub(super) fn of(version: &'market SecurityVersion) -> Groups<'market> {
        Groups { industry: version.industry.as_deref(), sector: version.sector.as_deref() }
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Mean {
    sum: f64,
    count: u32,
}

/// The means of one variable.
#[derive(Debug, Clone, Default)]
pub(super) struct GroupMeans<'market> {
    industries: BTreeMap<&'market str, Mean>,
    sectors: BTreeMap<&'market str, Mean>,
    all: Mean,
    least: u32,
}

impl<'market> GroupMeans<'market> {
    /// Adds up the values that there are, in the order given; a group with fewer than `least` has no
    /// mean.
    pub(super) fn of(
        values: impl IntoIterator<Item = (Groups<'market>, Option<f64>)>,
        least: u32,
    ) -> GroupMeans<'market> {
        let mut means = GroupMeans { least, ..GroupMeans::default() };
        for (groups, value) in values {
            let Some(value) = value else { continue };
            means.all.add(value);
            if let Some(industry) = groups.industry {
                means.industries.entry(industry).or_default().add(value);
            }
            if let Some(sector) = groups.sector {
                means.sectors.entry(sector).or_default().add(value);
            }
        }
        means
    }

    /// The mean of the narrowest group of a company that has one, and which group that is. The whole
    /// base is the last resort, however few have a value in it.
    pub(super) fn nearest(&self, groups: Groups<'_>) -> Option<(f64, Group)> {
        let industry = groups.industry.and_then(|industry| self.industries.get(industry));
        let sector = groups.sector.and_then(|sector| self.sectors.get(sector));
        let enough = |mean: &&Mean| mean.count >= self.least;
        let narrow = industry.filter(enough).map(|mean| (mean, Group::Industry));
        let narrow = narrow.or_else(|| sector.filter(enough).map(|mean| (mean, Group::Sector)));
        let (mean, group) = narrow.unwrap_or((&self.all, Group::Base));
        (mean.count > 0).then(|| (mean.sum / f64::from(mean.count), group))
    }
}

impl Mean {
    fn add(&mut self, value: f64) {
        self.sum += value;
        self.count += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_too_small_gives_way_to_a_wider_one() {
        let of = |industry, sector| Groups { industry: Some(industry), sector: Some(sector) };
        let (banks, insurers, mines) =
            (of("Banks", "Finance"), of("Insurers", "Finance"), of("Mines", "Materials"));
        let values = [
            (banks, Some(1.0)),
            (banks, Some(3.0)),
            (banks, None),
            (insurers, Some(8.0)),
            (mines, Some(20.0)),
        ];
        let means = GroupMeans::of(values, 2);
        assert_eq!(means.nearest(banks), Some((2.0, Group::Industry)));
        assert_eq!(means.nearest(insurers), Some((4.0, Group::Sector)));
        assert_eq!(means.nearest(mines), Some((8.0, Group::Base)));
        assert_eq!(means.nearest(Groups::default()), Some((8.0, Group::Base)));
        assert_eq!(GroupMeans::of([(banks, None)], 1).nearest(banks), None);
    }
}
