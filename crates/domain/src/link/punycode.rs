//! International host names in the spelling that the network uses (RFC 3492), so that `пример.рф` and
//! its `xn--` form are one host. Only a comparison: no name is refused here.

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;

/// A host in lower case, ASCII only: width forms and ideographic stops are plain ones.
pub(super) fn ascii_host(host: &str) -> String {
    if host.is_ascii() {
        return host.to_ascii_lowercase();
    }
    let plain: String = host.chars().map(plain).collect();
    let labels: Vec<String> = plain.to_lowercase().split('.').map(ascii_label).collect();
    labels.join(".")
}

fn plain(c: char) -> char {
    match c {
        '\u{3002}' | '\u{ff0e}' | '\u{ff61}' => '.',
        // Only letters, digits and `-`: a wide `／` must not become part of the syntax.
        '\u{ff0d}'
        | '\u{ff10}'..='\u{ff19}'
        | '\u{ff21}'..='\u{ff3a}'
        | '\u{ff41}'..='\u{ff5a}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

fn ascii_label(label: &str) -> String {
    if label.is_ascii() {
        return label.to_owned();
    }
    // Only a label of millions of characters overflows: then it keeps its own spelling.
    encode(label).map_or_else(|| label.to_owned(), |code| format!("xn--{code}"))
}

fn encode(label: &str) -> Option<String> {
    let basic: String = label.chars().filter(char::is_ascii).collect();
    let basic_count = u32::try_from(basic.len()).ok()?;
    let length = u32::try_from(label.chars().count()).ok()?;
    let mut out = basic;
    if basic_count > 0 {
        out.push('-');
    }
    let (mut code, mut delta, mut bias, mut done) = (0x80_u32, 0_u32, 72_u32, basic_count);
    while done < length {
        let next = label.chars().map(u32::from).filter(|c| *c >= code).min()?;
        delta = delta.checked_add((next - code).checked_mul(done + 1)?)?;
        code = next;
        for c in label.chars().map(u32::from) {
            if c < code {
                delta = delta.checked_add(1)?;
            }
            if c == code {
                number(delta, bias, &mut out);
                bias = adapt(delta, done + 1, done == basic_count);
                delta = 0;
                done += 1;
            }
        }
        delta = delta.checked_add(1)?;
        code += 1;
    }
    Some(out)
}

/// One number in the variable-length form.
fn number(mut rest: u32, bias: u32, out: &mut String) {
    let mut k = BASE;
    loop {
        let threshold = k.saturating_sub(bias).clamp(T_MIN, T_MAX);
        if rest < threshold {
            break;
        }
        out.push(digit(threshold + (rest - threshold) % (BASE - threshold)));
        rest = (rest - threshold) / (BASE - threshold);
        k += BASE;
    }
    out.push(digit(rest));
}

fn digit(value: u32) -> char {
    char::from_digit(value.wrapping_sub(26), 10)
        .or_else(|| char::from_u32(u32::from('a') + value))
        .unwrap_or('a')
}

fn adapt(delta: u32, points: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / 700 } else { delta / 2 };
    delta += delta / points;
    let mut k = 0;
    while delta > ((BASE - T_MIN) * T_MAX) / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + (BASE - T_MIN + 1) * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::ascii_host;

    #[test]
    fn hosts_of_any_script_have_one_spelling() {
        for (host, ascii) in [
            ("Пример.РФ", "xn--e1afmkfd.xn--p1ai"),
            ("bücher.example", "xn--bcher-kva.example"),
            ("例え。テスト", "xn--r8jz45g.xn--zckzah"),
            ("한국.kr", "xn--3e0b707e.kr"),
            ("Ｅxample．com", "example.com"),
            ("مثال.إختبار", "xn--mgbh0fb.xn--kgbechtv"),
            ("xn--e1afmkfd.xn--p1ai", "xn--e1afmkfd.xn--p1ai"),
        ] {
            assert_eq!(ascii_host(host), ascii, "{host}");
        }
    }
}
