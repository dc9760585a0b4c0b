//! Where a read stands, with the last good value kept while a newer one is fetched or failed. Must never
//! throw a good value away for a failure.

use crate::error::ClientError;
use panelboard_domain::time::Timestamp;

/// A value read from outside. Views draw four looks from it: skeleton, error, empty, content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Load<T> {
    /// Nobody asked yet.
    #[default]
    Idle,
    /// On its way; `last` is what was known before.
    Loading {
        /// The last good value and when it was read.
        last: Option<(T, Timestamp)>,
    },
    /// Read.
    Ready {
        /// The value.
        value: T,
        /// When it was read.
        at: Timestamp,
    },
    /// The last try failed.
    Failed {
        /// Why; `i18n::error_text` has the words.
        error: ClientError,
        /// The last good value and when it was read.
        last: Option<(T, Timestamp)>,
    },
}

impl<T> Load<T> {
    /// The best value there is, however old.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Ready { value, .. } => Some(value),
            Self::Loading { last } | Self::Failed { last, .. } => last.as_ref().map(|last| &last.0),
            Self::Idle => None,
        }
    }

    /// When [`Load::value`] was read.
    pub fn at(&self) -> Option<Timestamp> {
        match self {
            Self::Ready { at, .. } => Some(*at),
            Self::Loading { last } | Self::Failed { last, .. } => last.as_ref().map(|last| last.1),
            Self::Idle => None,
        }
    }

    /// A read is under way.
    pub fn is_loading(&self) -> bool {
        matches!(self, Self::Loading { .. })
    }

    /// Why the last try failed.
    pub fn error(&self) -> Option<&ClientError> {
        match self {
            Self::Failed { error, .. } => Some(error),
            _ => None,
        }
    }

    /// A read starts; what was known stays.
    #[must_use]
    pub fn started(self) -> Self {
        Self::Loading { last: self.into_last() }
    }

    /// A read ended at `now`.
    #[must_use]
    pub fn ended(self, result: Result<T, ClientError>, now: Timestamp) -> Self {
        match result {
            Ok(value) => Self::Ready { value, at: now },
            Err(error) => Self::Failed { error, last: self.into_last() },
        }
    }

    /// A value of an earlier visit is found: it stands until something newer is known.
    #[must_use]
    pub fn remembered(self, value: T, at: Timestamp) -> Self {
        match self {
            Self::Idle => Self::Ready { value, at },
            Self::Loading { last: None } => Self::Loading { last: Some((value, at)) },
            Self::Failed { error, last: None } => Self::Failed { error, last: Some((value, at)) },
            newer => newer,
        }
    }

    /// Somebody else has read a newer value.
    #[must_use]
    pub fn renewed(self, value: T, at: Timestamp) -> Self {
        match self {
            newer if newer.at().is_some_and(|known| known >= at) => newer,
            Self::Loading { .. } => Self::Loading { last: Some((value, at)) },
            _ => Self::Ready { value, at },
        }
    }

    fn into_last(self) -> Option<(T, Timestamp)> {
        match self {
            Self::Ready { value, at } => Some((value, at)),
            Self::Loading { last } | Self::Failed { last, .. } => last,
            Self::Idle => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::TransportError;

    #[test]
    fn what_another_tab_read_counts_when_it_is_newer() {
        let [early, now, late] = [1, 5, 9].map(Timestamp::from_millis);
        let read = || Load::Idle.ended(Ok(7), now);
        assert_eq!(read().renewed(8, early), read());
        assert_eq!(read().renewed(8, late), Load::Ready { value: 8, at: late });
        let loading = read().started().renewed(8, late);
        assert_eq!(
            loading,
            Load::Loading { last: Some((8, late)) },
            "this tab's own is on its way"
        );
        let failed = read().ended(Err(TransportError::Timeout.into()), now).renewed(8, late);
        assert_eq!(failed, Load::Ready { value: 8, at: late });
    }

    #[test]
    fn d12_a_value_of_an_earlier_visit_stands_until_a_newer_one_is_known() {
        let (early, late) = (Timestamp::from_millis(1), Timestamp::from_millis(9));
        let failed = Load::Idle.started().remembered(7, early);
        let failed = failed.ended(Err(TransportError::Timeout.into()), late);
        assert_eq!((failed.value(), failed.at()), (Some(&7), Some(early)));
        let read = Load::Idle.started().ended(Ok(8), late).remembered(7, early);
        assert_eq!((read.value(), read.at()), (Some(&8), Some(late)));
    }

    #[test]
    fn the_last_good_value_outlives_a_failed_refresh() {
        let early = Timestamp::from_millis(1);
        let load = Load::Idle.started().ended(Ok(7), early);
        let failed = load
            .started()
            .ended(Err(TransportError::Timeout.into()), Timestamp::from_millis(2))
            .started();
        assert_eq!(
            (failed.value(), failed.at(), failed.is_loading()),
            (Some(&7), Some(early), true)
        );
    }
}
