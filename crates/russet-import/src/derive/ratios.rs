//! The ratios that companies split their shares by.

use russet_market::Ratio;

/// Largest number of new shares for one, and of old shares for one.
const MOST_FORWARD: u64 = 100;
const MOST_REVERSE: u64 = 5_000;

/// Ratios below two for one, and fractions above, as companies use them: stock dividends of a tenth,
/// three for two, two for three.
const FRACTIONS: [(u64, u64); 17] = [
    (11, 10),
    (13, 10),
    (6, 5),
    (5, 4),
    (4, 3),
    (3, 2),
    (5, 3),
    (5, 2),
    (7, 2),
    (2, 3),
    (2, 5),
    (3, 4),
    (4, 5),
    (2, 7),
    (2, 15),
    (2, 25),
    (4, 25),
];

/// The ratio that a company may have meant by `factor`, new shares over old, within a relative
/// tolerance.
pub(super) fn nearest(factor: f64, tolerance: f64) -> Option<Ratio> {
    whole(factor, tolerance).or_else(|| {
        FRACTIONS
            .iter()
            .filter_map(|(new, old)| Ratio::new(*new, *old).ok())
            .find(|ratio| (factor / ratio.to_f64() - 1.0).abs() <= tolerance)
    })
}

/// The same, for ratios of a whole number to one alone.
pub(super) fn whole(factor: f64, tolerance: f64) -> Option<Ratio> {
    let forward = factor >= 1.0;
    let (size, most) = if forward { (factor, MOST_FORWARD) } else { (1.0 / factor, MOST_REVERSE) };
    let nearest = size.round();
    if !(2.0..=most as f64).contains(&nearest) || (size / nearest - 1.0).abs() > tolerance {
        return None;
    }
    let nearest = nearest as u64;
    if forward { Ratio::new(nearest, 1).ok() } else { Ratio::new(1, nearest).ok() }
}
