//! A whole small answer in memory. Catalogues are never read this way.

use super::{Cursor, Stop};
use std::borrow::Cow;

/// A value that holds no others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Scalar<'a> {
    Null,
    Bool(bool),
    /// As sent: `0.90`, `1.0e-5`, `23501`.
    Number(&'a str),
    Text(Cow<'a, str>),
    /// A list or map whose inside was dropped.
    Nested,
}

impl<'a> Scalar<'a> {
    /// The text of a string or number, as it can be kept.
    pub(crate) fn into_text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Number(text) => Some(Cow::Borrowed(text)),
            Self::Text(text) => Some(text),
            Self::Null | Self::Bool(_) | Self::Nested => None,
        }
    }

    /// The text of a string or number.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Number(text) => Some(text),
            Self::Text(text) => Some(text),
            Self::Null | Self::Bool(_) | Self::Nested => None,
        }
    }

    /// What PHP and the careful clients call true: not null, false, 0, `"0"` or empty.
    pub(crate) fn is_truthy(&self) -> bool {
        match self {
            Self::Null => false,
            Self::Bool(value) => *value,
            Self::Number(text) => text.bytes().any(|byte| matches!(byte, b'1'..=b'9')),
            Self::Text(text) => !matches!(text.trim(), "" | "0"),
            Self::Nested => true,
        }
    }
}

/// Any value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node<'a> {
    Scalar(Scalar<'a>),
    List(Vec<Node<'a>>),
    Map(Vec<(Cow<'a, str>, Node<'a>)>),
}

impl<'a> Node<'a> {
    /// Reads one value.
    pub(crate) fn read(cursor: &mut Cursor<'a>) -> Result<Self, Stop> {
        cursor.keep()?;
        match cursor.peek()? {
            b'{' => {
                let mut members = Vec::new();
                cursor.each_member(|cursor, key| {
                    members.push((key, Node::read(cursor)?));
                    Ok(())
                })?;
                Ok(Self::Map(members))
            }
            b'[' => {
                let mut items = Vec::new();
                cursor.each_item(|cursor| {
                    items.push(Node::read(cursor)?);
                    Ok(())
                })?;
                Ok(Self::List(items))
            }
            _ => cursor.scalar().map(Self::Scalar),
        }
    }

    /// A member of a map, by name; where there is none, by the name in other letters (`Error`).
    pub(crate) fn get(&self, name: &str) -> Option<&Node<'a>> {
        let Self::Map(members) = self else { return None };
        let find = |is_name: &dyn Fn(&str) -> bool| members.iter().find(|(key, _)| is_name(key));
        find(&|key| key == name)
            .or_else(|| find(&|key| key.eq_ignore_ascii_case(name)))
            .map(|(_, value)| value)
    }

    /// The one map of a list of one; anything else as it is.
    pub(crate) fn only(&self) -> &Node<'a> {
        match self {
            Self::List(items) => match items.as_slice() {
                [only @ Self::Map(_)] => only,
                _ => self,
            },
            _ => self,
        }
    }

    /// This value, if it holds no others.
    pub(crate) fn scalar(&self) -> Option<&Scalar<'a>> {
        match self {
            Self::Scalar(scalar) => Some(scalar),
            Self::List(_) | Self::Map(_) => None,
        }
    }

    /// The text of a string or number.
    pub(crate) fn text(&self) -> Option<&str> {
        self.scalar().and_then(Scalar::text)
    }

    /// A member's text.
    pub(crate) fn text_of(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Node::text)
    }

    /// Holds something: a truthy scalar or a container with at least one value.
    pub(crate) fn is_truthy(&self) -> bool {
        match self {
            Self::Scalar(scalar) => scalar.is_truthy(),
            Self::List(items) => !items.is_empty(),
            Self::Map(members) => !members.is_empty(),
        }
    }

    /// The JSON `null`.
    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Self::Scalar(Scalar::Null))
    }
}
