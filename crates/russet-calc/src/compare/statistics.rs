//! Means and deviations of daily numbers.

/// Sessions a year, to annualize a daily tracking error.
const SESSIONS_A_YEAR: f64 = 252.0;

pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The middle value, or the mean of the two in the middle; nothing of nothing.
pub(super) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    match values.len() % 2 {
        0 => Some((values[values.len() / 2 - 1] + upper) / 2.0),
        _ => Some(upper),
    }
}

/// The sample covariance.
pub(super) fn covariance(left: &[f64], right: &[f64]) -> f64 {
    let (left_mean, right_mean) = (mean(left), mean(right));
    let products = left.iter().zip(right).map(|(a, b)| (a - left_mean) * (b - right_mean));
    products.sum::<f64>() / (left.len() as f64 - 1.0)
}

/// The sample variance.
pub(super) fn variance(values: &[f64]) -> f64 {
    covariance(values, values)
}

/// The sample standard deviation.
pub(super) fn deviation(values: &[f64]) -> f64 {
    variance(values).sqrt()
}

/// Daily gaps in percentage points to a tracking error in percent a year: their deviation × √252.
pub(super) fn tracking_error(gaps: &[f64]) -> f64 {
    deviation(gaps) * SESSIONS_A_YEAR.sqrt()
}
