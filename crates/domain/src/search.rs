//! Search over a service list, fast enough for every key press: texts are folded once, a query is
//! split into words that must all occur. Folding follows no language, so a Turkish reader finds what
//! an English one does.

use crate::service::Service;

/// A list prepared for searching.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    /// All folded texts, one after the other.
    text: String,
    /// Where each row's id ends and where its whole text ends.
    ends: Vec<(u32, u32)>,
}

impl Index {
    /// Folds id, name and category of every service.
    pub fn new(services: &[Service]) -> Self {
        let mut index = Self::default();
        index.add(services);
        index
    }

    /// Adds the rows that come next in the list.
    pub fn add(&mut self, services: &[Service]) {
        let bytes = services.iter().map(|service| service.name.len() + service.category.len() + 12);
        self.text.reserve(bytes.sum());
        self.ends.reserve(services.len());
        for service in services {
            fold_into(service.id.as_str(), &mut self.text);
            let id_end = offset(&self.text);
            for part in [service.name.as_str(), &*service.category] {
                self.text.push(' ');
                fold_into(part, &mut self.text);
            }
            self.ends.push((id_end, offset(&self.text)));
        }
    }

    /// Positions of the rows that hold every word of the query: the row with exactly this id first,
    /// the others in list order. An empty query matches all.
    pub fn search(&self, query: &str) -> Vec<u32> {
        let folded = fold(query.trim().trim_start_matches('#'));
        let words: Vec<&str> = folded.split_whitespace().collect();
        let (mut found, mut exact) = (Vec::new(), None);
        let mut start = 0;
        for (row, &(id_end, end)) in (0_u32..).zip(&self.ends) {
            let text = &self.text[start..end as usize];
            if words.iter().all(|word| text.contains(word)) {
                if self.text[start..id_end as usize] == folded && exact.is_none() {
                    exact = Some(found.len());
                }
                found.push(row);
            }
            start = end as usize;
        }
        if let Some(exact) = exact {
            found[..=exact].rotate_right(1);
        }
        found
    }
}

/// A position in a text of all names; 4 GiB of names do not fit into the app anyway.
fn offset(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

/// The text as it is compared: lower case, Latin letters without marks, digits of any script as ASCII,
/// styled letters (`𝐀`, `Ａ`) as plain ones, joiners, marks and the Arabic stretch dropped.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Most of a name is ASCII and goes in whole runs.
fn fold_into(text: &str, out: &mut String) {
    let mut rest = text;
    loop {
        let plain = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        let start = out.len();
        out.push_str(&rest[..plain]);
        out[start..].make_ascii_lowercase();
        let mut others = rest[plain..].chars();
        let Some(c) = others.next() else { return };
        rest = others.as_str();
        match c {
            '\u{300}'..='\u{36f}'
            | '\u{64b}'..='\u{65f}'
            | '\u{640}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{fe0e}'
            | '\u{fe0f}' => {}
            _ => fold_char(c, out),
        }
    }
}

fn fold_char(c: char, out: &mut String) {
    let code = u32::from(c);
    let digit = |zero: u32| char::from_digit(code - zero, 10);
    let plain = match code {
        0x660..=0x669 => digit(0x660),
        0x6f0..=0x6f9 => digit(0x6f0),
        // Full-width forms.
        0xff01..=0xff5e => char::from_u32(code - 0xfee0),
        // Mathematical letters come in runs of 52, mathematical digits in runs of 10.
        0x1_d400..=0x1_d6a3 => {
            let letter = u8::try_from((code - 0x1_d400) % 26).unwrap_or(0);
            Some(char::from(b'a' + letter))
        }
        0x1_d7ce..=0x1_d7ff => char::from_digit((code - 0x1_d7ce) % 10, 10),
        0xa0..=0x24f | 0x1ea0..=0x1ef9 => unmarked(c),
        _ => None,
    };
    match plain {
        Some(plain) => out.push(plain.to_ascii_lowercase()),
        None => out.extend(c.to_lowercase()),
    }
}

/// A Latin letter without its mark.
fn unmarked(c: char) -> Option<char> {
    const MARKED: [(char, &str); 22] = [
        ('a', "àáâãäåāăąÀÁÂÃÄÅĀĂĄẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặ"),
        ('c', "çćĉċčÇĆĈĊČ"),
        ('d', "ďđĎĐ"),
        ('e', "èéêëēĕėęěÈÉÊËĒĔĖĘĚẸẹẺẻẼẽẾếỀềỂểỄễỆệ"),
        ('g', "ĝğġģĜĞĠĢ"),
        ('h', "ĥħĤĦ"),
        ('i', "ìíîïĩīĭįıÌÍÎÏĨĪĬĮİỈỉỊị"),
        ('j', "ĵĴ"),
        ('k', "ķĶ"),
        ('l', "ĺļľŀłĹĻĽĿŁ"),
        ('n', "ñńņňÑŃŅŇ"),
        ('o', "òóôõöøōŏőơÒÓÔÕÖØŌŎŐƠỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợ"),
        ('r', "ŕŗřŔŖŘ"),
        ('s', "śŝşšșŚŜŞŠȘ"),
        ('t', "ţťŧțŢŤŦȚ"),
        ('u', "ùúûüũūŭůűųưÙÚÛÜŨŪŬŮŰŲƯỤụỦủỨứỪừỬửỮữỰự"),
        ('w', "ŵŴ"),
        ('y', "ýÿŷÝŶŸỲỳỴỵỶỷỸỹ"),
        ('z', "źżžŹŻŽ"),
        ('2', "²"),
        ('3', "³"),
        ('1', "¹"),
    ];
    MARKED.iter().find(|(_, marked)| marked.contains(c)).map(|(plain, _)| *plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(id: &str, name: &str) -> Service {
        let name = name.to_owned();
        Service { name, category: "Instagram".into(), ..crate::testing::service(id) }
    }

    fn check(query: &str, expected: &[u32]) {
        let services = [
            service("12", "Followers ❤️ 100% real"),
            service("1", "Beğeni [Türk] 12 saat"),
            service("A7", "𝐋𝐢𝐤𝐞𝐬 متابعيـــن ١٢"),
            service("121", "ＶＩＰ Façade"),
        ];
        assert_eq!(Index::new(&services).search(query), expected, "{query}");
    }

    #[test]
    fn every_word_must_occur_in_any_order() {
        check("", &[0, 1, 2, 3]);
        check("real follow", &[0]);
        check("instagram", &[0, 1, 2, 3]);
        check("real likes", &[]);
    }

    #[test]
    fn the_exact_id_comes_first() {
        check("121", &[3]);
        check("12", &[0, 1, 2, 3]);
        check("1", &[1, 0, 2, 3]);
        check("#a7", &[2]);
    }

    #[test]
    fn letters_are_found_whatever_their_dress() {
        check("begeni TURK", &[1]);
        check("likes", &[2]);
        check("متابعين", &[2]);
        check("١٢ saat", &[1]);
        check("vip facade", &[3]);
        check("❤", &[0]);
    }

    #[test]
    fn turkish_and_english_i_are_one() {
        assert_eq!(fold("İSTANBUL ıspanak"), "istanbul ispanak");
    }

    #[test]
    fn vietnamese_letters_lose_all_their_marks() {
        assert_eq!(fold("Dịch vụ ĐÃ NGỪNG, không hỗ trợ"), "dich vu da ngung, khong ho tro");
    }
}
