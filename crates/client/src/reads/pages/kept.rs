//! The answers of a list as one run of bytes, for the device. A list that came whole in one answer is
//! kept as that answer, as it always was; several stand behind a zero byte, which no answer begins with.

use super::ServiceList;

/// The bytes to keep.
pub fn pack(list: &ServiceList) -> Vec<u8> {
    if let ([only], true) = (&list.bodies[..], list.is_whole()) {
        return only.clone();
    }
    let mut packed = vec![0, u8::from(list.is_whole())];
    for body in &list.bodies {
        packed.extend(u32::try_from(body.len()).unwrap_or(u32::MAX).to_le_bytes());
        packed.extend(body);
    }
    packed
}

/// The answers and whether they were the whole list; `None` when the bytes were cut.
pub fn unpack(packed: &[u8]) -> Option<(Vec<Vec<u8>>, bool)> {
    let [0, is_whole, rest @ ..] = packed else { return Some((vec![packed.to_vec()], true)) };
    let (mut rest, mut bodies) = (rest, Vec::new());
    while !rest.is_empty() {
        let (length, behind) = rest.split_first_chunk::<4>()?;
        let (body, behind) = behind.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        bodies.push(body.to_vec());
        rest = behind;
    }
    (!bodies.is_empty()).then_some((bodies, *is_whole == 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use panelboard_domain::catalog::Catalog;
    use panelboard_panel_api::error::{Decoded, Warning};

    fn check(bodies: &[&str], is_whole: bool) -> Vec<u8> {
        let warnings = vec![Warning::InPages { pages: bodies.len(), is_whole }];
        let services = Decoded { value: Catalog::default(), warnings };
        let bodies: Vec<Vec<u8>> = bodies.iter().map(|body| body.as_bytes().to_vec()).collect();
        let list = ServiceList { services, bodies: bodies.clone() };
        let packed = pack(&list);
        assert_eq!(unpack(&packed), Some((bodies, is_whole)));
        packed
    }

    #[test]
    fn k14_kept_pages_come_back_and_one_answer_is_kept_as_it_came() {
        assert_eq!(check(&["[1]"], true), b"[1]");
        check(&["[1]"], false);
        let packed = check(&["[1]", "[2,3]", ""], true);
        check(&["[1]", "[2]"], false);
        for cut in [packed.len() - 5, 3] {
            assert_eq!(unpack(&packed[..cut]), None, "{cut}");
        }
        assert_eq!(unpack(&[0, 1]), None);
        assert_eq!(unpack(b""), Some((vec![Vec::new()], true)), "an empty answer, as ever");
    }
}
