//! The ASCII form of one label of an international name (RFC 3492).

const BASE: u32 = 36;
const MAX_LABEL: usize = 63;

/// `bücher` becomes `xn--bcher-kva`; an ASCII label stays. `None` when it is too long for DNS.
pub(super) fn label(text: &str) -> Option<String> {
    let ascii = if text.is_ascii() { text.to_owned() } else { format!("xn--{}", encode(text)?) };
    (ascii.len() <= MAX_LABEL).then_some(ascii)
}

fn encode(text: &str) -> Option<String> {
    let mut encoded: String = text.chars().filter(char::is_ascii).collect();
    let basic = u32::try_from(encoded.len()).ok()?;
    if basic > 0 {
        encoded.push('-');
    }
    let total = u32::try_from(text.chars().count()).ok()?;
    let (mut code, mut delta, mut bias, mut done) = (128_u32, 0_u32, 72_u32, basic);
    while done < total {
        let next = text.chars().map(u32::from).filter(|c| *c >= code).min()?;
        delta = delta.checked_add((next - code).checked_mul(done + 1)?)?;
        code = next;
        for c in text.chars().map(u32::from) {
            if c < code {
                delta = delta.checked_add(1)?;
            }
            if c == code {
                push_number(&mut encoded, delta, bias);
                bias = adapt(delta, done + 1, done == basic);
                delta = 0;
                done += 1;
            }
        }
        delta = delta.checked_add(1)?;
        code += 1;
    }
    Some(encoded)
}

fn push_number(encoded: &mut String, mut rest: u32, bias: u32) {
    let mut k = BASE;
    loop {
        let threshold = k.saturating_sub(bias).clamp(1, 26);
        if rest < threshold {
            break encoded.extend(char::from_digit(rest, BASE).map(shifted));
        }
        let span = BASE - threshold;
        encoded.extend(char::from_digit(threshold + (rest - threshold) % span, BASE).map(shifted));
        rest = (rest - threshold) / span;
        k += BASE;
    }
}

/// Punycode counts letters first, digits after: `a` is 0, `0` is 26.
fn shifted(digit: char) -> char {
    let value = digit.to_digit(BASE).unwrap_or(0);
    let shifted = if value < 26 { u32::from(b'a') + value } else { u32::from(b'0') + value - 26 };
    char::from_u32(shifted).unwrap_or('a')
}

fn adapt(delta: u32, points: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / 700 } else { delta / 2 };
    delta += delta / points;
    let mut k = 0;
    while delta > 455 {
        delta /= BASE - 1;
        k += BASE;
    }
    k + BASE * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn labels_are_encoded_as_dns_has_them() {
        for (text, ascii) in [
            ("smm", "smm"),
            ("bücher", "xn--bcher-kva"),
            ("münchen-ost", "xn--mnchen-ost-9db"),
            ("накрутка", "xn--80aa3aamuoh"),
            ("패널", "xn--p50bn06d"),
            ("пример", "xn--e1afmkfd"),
            ("例え", "xn--r8jz45g"),
        ] {
            assert_eq!(label(text).as_deref(), Some(ascii), "{text}");
        }
        assert_eq!(label(&"a".repeat(64)), None);
    }
}
