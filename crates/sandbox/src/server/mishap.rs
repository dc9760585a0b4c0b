//! What a set of fault rules does to one request, and to the body of its answer. Pure.

use super::faults::{FaultKind, FaultRule};
use serde_json::Value;

/// What befalls one request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mishap {
    pub(crate) latency_ms: u64,
    pub(crate) no_cors: bool,
    pub(crate) kind: Option<FaultKind>,
    /// The panel does not see the request.
    pub(crate) unprocessed: bool,
}

impl Mishap {
    /// Chooses for one request: the first rule that strikes, plus latency and missing CORS from
    /// any rule. `roll` is a fresh number below 100 for each rule. Used-up rules are removed.
    pub(crate) fn choose(
        rules: &mut Vec<FaultRule>,
        profile: &str,
        action: &str,
        reused: bool,
        mut roll: impl FnMut() -> u64,
    ) -> Self {
        let mut mishap = Self::default();
        for rule in rules.iter_mut().filter(|rule| rule.matches(profile, action)) {
            let rolled = roll() < u64::from(rule.percent);
            let taken = mishap.kind.is_some() && !rule.kind.is_additional();
            if taken || !rolled || (rule.kind == FaultKind::TimeoutOnReuse && !reused) {
                continue;
            }
            if rule.skip > 0 {
                rule.skip -= 1;
                continue;
            }
            rule.times = rule.times.map(|times| times - 1);
            mishap.suffer(rule);
        }
        rules.retain(|rule| rule.times != Some(0));
        mishap
    }

    fn suffer(&mut self, rule: &FaultRule) {
        match &rule.kind {
            FaultKind::Latency { ms } => self.latency_ms += ms,
            FaultKind::NoCors => self.no_cors = true,
            kind => {
                self.kind = Some(kind.clone());
                self.unprocessed = !rule.processed;
            }
        }
    }
}

/// Swaps numbers and numeric text throughout; flags become `1` and `0`.
pub(crate) fn with_wrong_types(body: &str) -> String {
    let Ok(value) = serde_json::from_str::<Value>(body) else { return body.to_owned() };
    wrong(value).to_string()
}

fn wrong(value: Value) -> Value {
    match value {
        Value::String(text) => text
            .parse::<serde_json::Number>()
            .map_or_else(|_| Value::String(text.clone()), Value::Number),
        Value::Number(number) => Value::String(number.to_string()),
        Value::Bool(flag) => Value::String(u8::from(flag).to_string()),
        Value::Array(items) => Value::Array(items.into_iter().map(wrong).collect()),
        Value::Object(object) => {
            Value::Object(object.into_iter().map(|(name, value)| (name, wrong(value))).collect())
        }
        Value::Null => Value::Null,
    }
}

/// Leaves out the first entry of a batch.
pub(crate) fn without_first(body: &str) -> String {
    match serde_json::from_str::<Value>(body) {
        Ok(Value::Array(mut items)) if !items.is_empty() => {
            items.remove(0);
            Value::Array(items).to_string()
        }
        Ok(Value::Object(mut object)) => {
            if let Some(first) = object.keys().next().cloned() {
                object.remove(&first);
            }
            Value::Object(object).to_string()
        }
        _ => body.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{FaultRule, Mishap};

    fn check(flags: &[&str], requests: &[(&str, bool)], expected: &[&str]) {
        let mut rules: Vec<_> =
            flags.iter().map(|flag| FaultRule::from_flag(flag).expect("a flag")).collect();
        let got: Vec<String> = requests
            .iter()
            .map(|(action, reused)| {
                let mishap = Mishap::choose(&mut rules, "perfect", action, *reused, || 50);
                let kind = mishap.kind.map_or("none", |kind| kind.name());
                format!("{kind} {} {}", mishap.latency_ms, !mishap.unprocessed)
            })
            .collect();
        assert_eq!(got, expected, "{flags:?}");
    }

    #[test]
    fn a_rule_strikes_its_action_so_many_times() {
        check(
            &["rst:action=add,times=1", "latency:ms=5"],
            &[("balance", false), ("add", false), ("add", false)],
            &["none 5 true", "rst 5 true", "none 5 true"],
        );
    }

    #[test]
    fn a_408_waits_for_a_reused_connection() {
        check(
            &["408:times=1"],
            &[("add", false), ("add", true), ("add", true)],
            &["none 0 true", "408 0 false", "none 0 true"],
        );
    }

    #[test]
    fn chance_skipping_and_acceptance_can_be_set() {
        check(&["fin:percent=50"], &[("add", false)], &["none 0 true"]);
        check(&["fin:percent=51"], &[("add", false)], &["fin 0 true"]);
        check(
            &["fin:skip=1,processed=false"],
            &[("add", false), ("add", false)],
            &["none 0 true", "fin 0 false"],
        );
    }
}
