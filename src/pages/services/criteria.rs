//! What the user asks of the list: words, filters, order, quantity; and how an address says it.
//! Pure.

/// The order of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The panel's own order, under its categories.
    #[default]
    Listed,
    /// Cheapest first, as the panel states its rates.
    Rate,
    /// Cheapest first for the quantity asked.
    Price,
}

impl Sort {
    /// All of them, in menu order.
    pub const ALL: [Self; 3] = [Self::Listed, Self::Rate, Self::Price];

    /// The word in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Rate => "rate",
            Self::Price => "price",
        }
    }

    /// The order of an address.
    pub fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|sort| sort.as_str() == word).unwrap_or_default()
    }
}

/// Something a service may allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ability {
    /// Refill.
    Refill,
    /// Cancel.
    Cancel,
    /// Drip-feed.
    Dripfeed,
}

impl Ability {
    /// All of them, in the order shown.
    pub const ALL: [Self; 3] = [Self::Refill, Self::Cancel, Self::Dripfeed];

    /// The word in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Refill => "refill",
            Self::Cancel => "cancel",
            Self::Dripfeed => "dripfeed",
        }
    }
}

/// What the list should show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Criteria {
    /// Search words, as typed.
    pub query: String,
    /// Only services that allow all of these.
    pub abilities: Vec<Ability>,
    /// Only this category.
    pub category: Option<String>,
    /// In this order.
    pub sort: Sort,
    /// The quantity to price, as typed.
    pub quantity: String,
}

impl Criteria {
    /// Reads the query of an address; `value` gives a parameter's decoded value.
    pub fn read(value: impl Fn(&str) -> Option<String>) -> Self {
        let text = |name: &str| value(name).unwrap_or_default();
        let words = text("f");
        Self {
            query: text("q"),
            abilities: Ability::ALL
                .into_iter()
                .filter(|ability| words.split(',').any(|word| word == ability.as_str()))
                .collect(),
            category: value("category").filter(|category| !category.is_empty()),
            sort: Sort::of(&text("sort")),
            quantity: text("n"),
        }
    }

    /// The parameters of an address that says the same; only what differs from the plain list.
    pub fn write(&self) -> Vec<(&'static str, String)> {
        let words: Vec<&str> = self.abilities.iter().map(|ability| ability.as_str()).collect();
        let sort = if self.sort == Sort::Listed { "" } else { self.sort.as_str() };
        let mut pairs = vec![
            ("q", self.query.trim().to_owned()),
            ("f", words.join(",")),
            ("category", self.category.clone().unwrap_or_default()),
            ("sort", sort.to_owned()),
            ("n", self.quantity.trim().to_owned()),
        ];
        pairs.retain(|(_, value)| !value.is_empty());
        pairs
    }

    /// The same order and quantity, nothing narrowed.
    #[must_use]
    pub fn cleared(&self) -> Self {
        Self { sort: self.sort, quantity: self.quantity.clone(), ..Self::default() }
    }

    /// Presses or releases the filter of an ability.
    pub fn toggle(&mut self, ability: Ability) {
        match self.abilities.iter().position(|held| *held == ability) {
            Some(index) => drop(self.abilities.remove(index)),
            None => self.abilities.push(ability),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ability_is_pressed_and_released() {
        let mut criteria = Criteria::default();
        criteria.toggle(Ability::Cancel);
        assert_eq!(criteria.abilities, [Ability::Cancel]);
        criteria.toggle(Ability::Cancel);
        assert_eq!(criteria, Criteria::default());
    }

    #[test]
    fn clearing_keeps_order_and_quantity() {
        let criteria = Criteria {
            query: "ig".into(),
            sort: Sort::Price,
            quantity: "1,500".into(),
            category: Some("Instagram".into()),
            ..Criteria::default()
        };
        let cleared = criteria.cleared();
        assert_eq!((cleared.query.as_str(), &cleared.category), ("", &None));
        assert_eq!((cleared.sort, cleared.quantity.as_str()), (Sort::Price, "1,500"));
    }

    #[test]
    fn an_address_says_what_was_asked() {
        let asked = Criteria {
            query: "ig likes & more".into(),
            abilities: vec![Ability::Refill, Ability::Dripfeed],
            sort: Sort::Rate,
            ..Criteria::default()
        };
        let pairs = asked.write();
        let value =
            |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone());
        assert_eq!(Criteria::read(value), asked);
        assert_eq!(Criteria::default().write(), []);
    }

    #[test]
    fn an_address_with_unknown_words_is_read_as_far_as_it_goes() {
        let value = |name: &str| (name == "f").then(|| "refill,?,cancel".to_owned());
        assert_eq!(Criteria::read(value).abilities, [Ability::Refill, Ability::Cancel]);
    }
}
