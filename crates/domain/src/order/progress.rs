//! How far an order is. Panels print `remains: 0` for an order that has not begun, and leave it at 0
//! when one was cancelled: a zero means "all delivered" only where the status agrees.

use super::{OrderStatus, StatusReading};

/// How far an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Nothing was delivered yet.
    NotStarted,
    /// So many were delivered.
    Delivered(u64),
    /// The panel's figures do not tell.
    Unknown,
}

impl Progress {
    /// How many were delivered; `None` when the figures do not tell.
    pub const fn delivered(self) -> Option<u64> {
        match self {
            Self::NotStarted => Some(0),
            Self::Delivered(count) => Some(count),
            Self::Unknown => None,
        }
    }
}

/// How far an order of this quantity is, by what the panel last said.
pub fn progress(quantity: u64, reading: &StatusReading) -> Progress {
    use OrderStatus as S;
    let left = reading.remains.filter(|left| *left <= quantity && reading.parent.is_none());
    let Some(left) = left else { return Progress::Unknown };
    match (&reading.status, left) {
        (S::Queued | S::Preparing, 0) => Progress::NotStarted,
        (S::Queued | S::Preparing, left) if left == quantity => Progress::NotStarted,
        // Under way with nothing left is the last moment, or a panel that has not counted yet.
        (S::Running, 0) if !has_start(reading) => Progress::Unknown,
        (
            S::Partial
            | S::Canceled
            | S::Refunded
            | S::Failed
            | S::Expired
            | S::Paused
            | S::Other(_),
            0,
        ) => Progress::Unknown,
        (_, left) => Progress::Delivered(quantity - left),
    }
}

/// The panel has counted where it begins.
fn has_start(reading: &StatusReading) -> bool {
    let count = reading.start_count.as_deref().map(str::trim).unwrap_or_default();
    count.bytes().any(|digit| matches!(digit, b'1'..=b'9'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::Parent;

    fn reading(status: OrderStatus, start: Option<&str>, remains: Option<u64>) -> StatusReading {
        let start_count = start.map(str::to_owned);
        StatusReading { start_count, remains, ..crate::testing::reading(status) }
    }

    #[test]
    fn k18_nothing_left_means_all_delivered_only_where_the_status_agrees() {
        use OrderStatus as S;
        use Progress::{Delivered, NotStarted, Unknown};
        for (status, start, remains, expected) in [
            (S::Queued, Some("0"), Some(0), NotStarted),
            (S::Queued, None, Some(0), NotStarted),
            (S::Queued, Some("500"), Some(0), NotStarted),
            (S::Preparing, None, Some(0), NotStarted),
            (S::Preparing, None, Some(100), NotStarted),
            (S::Preparing, Some("5"), Some(40), Delivered(60)),
            (S::Running, Some("500"), Some(0), Delivered(100)),
            (S::Running, Some("0"), Some(0), Unknown),
            (S::Running, None, Some(0), Unknown),
            (S::Running, None, Some(99), Delivered(1)),
            (S::Completed, None, Some(0), Delivered(100)),
            (S::Completed, None, None, Unknown),
            (S::Canceled, Some("5"), Some(0), Unknown),
            (S::Canceled, Some("5"), Some(100), Delivered(0)),
            (S::Refunded, None, Some(0), Unknown),
            (S::Failed, None, Some(0), Unknown),
            (S::Partial, None, Some(0), Unknown),
            (S::Partial, None, Some(30), Delivered(70)),
            (S::Paused, None, Some(0), Unknown),
            (S::Other("Waiting".to_owned()), None, Some(0), Unknown),
            (S::Running, None, Some(101), Unknown),
        ] {
            let found = progress(100, &reading(status.clone(), start, remains));
            assert_eq!(found, expected, "{status:?} {start:?} {remains:?}");
        }
    }

    #[test]
    fn k18_a_parent_of_other_orders_has_no_progress_of_its_own() {
        let parent = Some(Parent::DripFeed { runs: Some(3) });
        let reading = StatusReading { parent, ..reading(OrderStatus::Running, None, Some(0)) };
        assert_eq!(progress(100, &reading), Progress::Unknown);
    }
}
