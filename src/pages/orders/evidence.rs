//! What speaks for and against an unknown order, weighed. Pure; hints never settle anything.

use crate::state::OrderRow;
use panelboard_domain::account::Route;
use panelboard_domain::attempt::evidence::Fall;
use panelboard_domain::attempt::{AttemptState, Evidence, UnknownHint};

/// Which way a piece of evidence points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Points {
    /// To placed.
    Placed,
    /// To not placed.
    NotPlaced,
    /// Nowhere.
    Nowhere,
}

/// One piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// The balance now against before; `None` when it was not read since.
    Balance(Option<Fall>),
    /// The route has no relay.
    NoRelay,
    /// The relay will be asked for its receipt.
    RelayKnows,
    /// The relay still waits.
    RelayInFlight,
    /// The relay has no receipt.
    RelayNotSeen,
    /// The relay sent it and does not know either.
    RelayInDoubt,
    /// The panel spoke of an active order with this link.
    ActiveLink,
    /// A later order with this link was taken.
    LaterSuccess,
}

impl Piece {
    /// Which way it points.
    pub const fn points(self) -> Points {
        match self {
            Self::Balance(Some(Fall::Once | Fall::Twice)) | Self::ActiveLink => Points::Placed,
            Self::Balance(Some(Fall::None)) | Self::LaterSuccess => Points::NotPlaced,
            Self::Balance(_)
            | Self::NoRelay
            | Self::RelayKnows
            | Self::RelayInFlight
            | Self::RelayNotSeen
            | Self::RelayInDoubt => Points::Nowhere,
        }
    }
}

const IN_DOUBT: AttemptState = AttemptState::Unknown { hint: UnknownHint::RelayInDoubt };

/// All there is to know of a row.
pub fn pieces(row: &OrderRow) -> Vec<Piece> {
    let seen: Vec<Evidence> = row.evidence().collect();
    let saw = |wanted: Evidence| seen.contains(&wanted);
    let mut pieces = vec![Piece::Balance(row.fall())];
    pieces.push(match row.record.route {
        Route::Direct => Piece::NoRelay,
        Route::Relay if saw(Evidence::RelayNotSeen) => Piece::RelayNotSeen,
        Route::Relay if saw(Evidence::RelayInFlight) => Piece::RelayInFlight,
        Route::Relay if row.state == IN_DOUBT => Piece::RelayInDoubt,
        Route::Relay => Piece::RelayKnows,
    });
    if saw(Evidence::ActiveLinkRefusal) {
        pieces.push(Piece::ActiveLink);
    }
    if saw(Evidence::LaterSuccess) {
        pieces.push(Piece::LaterSuccess);
    }
    pieces
}

/// Where it points on the whole: only the balance carries weight.
pub fn verdict(pieces: &[Piece]) -> Points {
    let balance = pieces.iter().find(|piece| matches!(piece, Piece::Balance(_)));
    balance.map_or(Points::Nowhere, |piece| piece.points())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_alone_decides_nothing() {
        assert_eq!(verdict(&[Piece::Balance(None), Piece::ActiveLink]), Points::Nowhere);
        assert_eq!(verdict(&[Piece::Balance(Some(Fall::Unclear))]), Points::Nowhere);
    }

    #[test]
    fn the_balance_points_both_ways() {
        assert_eq!(verdict(&[Piece::Balance(Some(Fall::Once))]), Points::Placed);
        assert_eq!(
            verdict(&[Piece::Balance(Some(Fall::None)), Piece::ActiveLink]),
            Points::NotPlaced
        );
    }
}
