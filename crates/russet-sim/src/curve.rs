//! A number that depends on a company's size: straight lines over the logarithm of its cap.

/// A curve through points, flat beyond the outer ones.
#[derive(Debug, Clone)]
pub(crate) struct Curve {
    points: Vec<(f64, f64)>,
}

impl Curve {
    /// Through points of (positive quantity, value), in ascending order of the quantity.
    pub(crate) fn over_logarithm(points: &[(f64, f64)]) -> Curve {
        Curve {
            points: points.iter().map(|&(quantity, value)| (libm::log(quantity), value)).collect(),
        }
    }

    /// The value where the logarithm of the quantity is `x`.
    pub(crate) fn at(&self, x: f64) -> f64 {
        let above = self.points.partition_point(|point| point.0 <= x);
        match (
            above.checked_sub(1).and_then(|below| self.points.get(below)),
            self.points.get(above),
        ) {
            (Some(&(left, low)), Some(&(right, high))) => {
                low + (high - low) * (x - left) / (right - left)
            }
            (Some(&(_, value)), None) | (None, Some(&(_, value))) => value,
            (None, None) => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Curve;

    #[test]
    fn a_curve_is_straight_between_points_and_flat_beyond() {
        let curve = Curve::over_logarithm(&[(1.0, 10.0), (100.0, 20.0)]);
        assert_eq!(curve.at(libm::log(10_f64)).round(), 15.0);
        assert_eq!(curve.at(-5.0), 10.0);
        assert_eq!(curve.at(50.0), 20.0);
        assert_eq!(Curve::over_logarithm(&[]).at(1.0), 0.0);
    }
}
