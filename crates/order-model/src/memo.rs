//! Many moments ask one question: what a rule said is worked out once a thread.

use crate::rules::Rules;
use std::any::{Any, TypeId};
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

thread_local! {
    static KNOWN: RefCell<HashMap<u64, Box<dyn Any>>> = RefCell::default();
}

/// What these rules answer. The question must hold everything that the answer depends on.
pub(crate) fn remember<R: Rules, A: Clone + 'static>(
    question: impl Hash,
    answer: impl FnOnce() -> A,
) -> A {
    let mut hasher = DefaultHasher::new();
    (TypeId::of::<(R, A)>(), question).hash(&mut hasher);
    let key = hasher.finish();
    let known =
        KNOWN.with_borrow(|known| known.get(&key).and_then(|any| any.downcast_ref().cloned()));
    known.unwrap_or_else(|| {
        let answer = answer();
        KNOWN.with_borrow_mut(|known| known.insert(key, Box::new(answer.clone())));
        answer
    })
}
