//! Values in standard units: their places among the values of the base.
//!
//! The published rule ranks each variable and converts the ranks to standardized units without
//! saying which (R46 8.2). Russet takes the place itself: lowest 0, highest 1.

/// The place of each value among all of them, from 0 for the lowest to 1 for the highest; equal
/// values share the middle of their places, and a value alone stands in the middle.
pub(super) fn percentile_ranks(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    let place = |value: &f64| {
        let less = sorted.partition_point(|other| other < value);
        let up_to = sorted.partition_point(|other| other <= value);
        match last {
            0 => 0.5,
            _ => (less + up_to - 1) as f64 / (2 * last) as f64,
        }
    };
    values.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn places_by_hand() {
        assert_eq!(percentile_ranks(&[]), Vec::<f64>::new());
        assert_eq!(percentile_ranks(&[7.0]), [0.5]);
        assert_eq!(percentile_ranks(&[3.0, -1.0, 2.0]), [1.0, 0.0, 0.5]);
        // Places 0, 1, 2 and 3: the equal ones share (1 + 2) ÷ 2, of 3.
        assert_eq!(percentile_ranks(&[5.0, 1.0, 5.0, 9.0]), [0.5, 0.0, 0.5, 1.0]);
        assert_eq!(percentile_ranks(&[0.0, -0.0]), [0.5, 0.5]);
    }

    proptest! {
        /// The obvious way: count those below, and half of the others that are equal.
        #[test]
        fn places_are_counts(values in prop::collection::vec(-5_i32..5, 2..40)) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let ranks = percentile_ranks(&values);
            for (value, rank) in values.iter().zip(&ranks) {
                let below = values.iter().filter(|other| *other < value).count() as f64;
                let equal = values.iter().filter(|other| *other == value).count() as f64;
                let counted = (below + (equal - 1.0) / 2.0) / (values.len() as f64 - 1.0);
                prop_assert!((rank - counted).abs() < 1e-12);
            }
            let mean = ranks.iter().sum::<f64>() / ranks.len() as f64;
            prop_assert!((mean - 0.5).abs() < 1e-12);
        }
    }
}
