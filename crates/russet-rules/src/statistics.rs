//! Statistics that rules need.

use crate::methodology::Percent;

/// The middle value, or the mean of the two middle ones; none of no values.
pub(crate) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        count if count % 2 == 1 => Some(values[middle]),
        _ => Some(f64::midpoint(values[middle - 1], values[middle])),
    }
}

/// Twice the middle of whole numbers: the sum of the two middle ones; none of no values.
pub(crate) fn doubled_median(mut values: Vec<u128>) -> Option<u128> {
    values.sort_unstable();
    let last = values.len().checked_sub(1)?;
    Some(values[last / 2].saturating_add(values[last.div_ceil(2)]))
}

/// A percentile by nearest rank; none of no values.
pub(crate) fn percentile(mut values: Vec<f64>, percent: Percent) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let rank = (values.len() as u128 * percent.millionths().unsigned_abs()).div_ceil(1_000_000);
    values.get((rank as usize).saturating_sub(1)).copied()
}

/// The sample standard deviation; none of fewer than two values.
pub(crate) fn deviation(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    Some((squares / (values.len() as f64 - 1.0)).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_samples() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(doubled_median(vec![]), None);
        assert_eq!(doubled_median(vec![3, 1, 2]), Some(4));
        assert_eq!(doubled_median(vec![4, 1, 2, 3]), Some(5));
        let percent = |text: &str| text.parse().unwrap();
        assert_eq!(percentile((1..=20).map(f64::from).collect(), percent("95")), Some(19.0));
        // 0.07 times 100 is a little more than 7 in floats.
        assert_eq!(percentile((1..=100).map(f64::from).collect(), percent("7")), Some(7.0));
        assert_eq!(percentile(vec![], percent("95")), None);
        assert_eq!(deviation(&[1.0]), None);
        assert_eq!(deviation(&[1.0, 3.0]), Some(2.0_f64.sqrt()));
    }
}
