//! Texts as they are compared: lower case, without marks, in plain letters and ASCII digits. Follows no
//! language, so that a Turkish reader finds what an English one does. It must never lose a letter that
//! two different words differ by, except for marks.
//!
//! `unicode-normalization` would do a part of this for 37 KB of the app (measured, brotli); the tables
//! here are held against it in the tests.

/// The text as it is compared: lower case, letters without marks, digits of any script as ASCII,
/// styled letters (`𝐀`, `Ａ`, `ⓐ`, `ᴬ`) as plain ones, joiners, marks and the Arabic stretch dropped.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Most of a name is ASCII and goes in whole runs.
    let mut rest = text;
    loop {
        let plain = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        let start = out.len();
        out.push_str(&rest[..plain]);
        out[start..].make_ascii_lowercase();
        let mut others = rest[plain..].chars();
        let Some(c) = others.next() else { return out };
        rest = others.as_str();
        fold_char(c, &mut out);
    }
}

/// Appends one character as it is compared; nothing when it is only a mark or a joiner.
pub(super) fn fold_char(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
    } else if is_dropped(c) {
    } else if let Some(digit) = digit(c) {
        out.push(digit);
    } else if let Some(plain) = styled(c).or_else(|| listed(c)) {
        out.push(plain);
    } else if let Some(pair) = pair(c) {
        out.push_str(pair);
    } else {
        for lower in c.to_lowercase().filter(|lower| !is_dropped(*lower)) {
            out.push(listed(lower).unwrap_or(lower));
        }
    }
}

/// Marks, joiners, directions, the stretch, variants of emoji and skins.
fn is_dropped(c: char) -> bool {
    matches!(c,
        '\u{ad}'
        | '\u{300}'..='\u{36f}'
        | '\u{483}'..='\u{489}'
        | '\u{591}'..='\u{5bd}'
        | '\u{610}'..='\u{61a}'
        | '\u{640}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}'
        | '\u{6d6}'..='\u{6dc}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{20d0}'..='\u{20f0}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{1f3fb}'..='\u{1f3ff}'
        | '\u{e0020}'..='\u{e007f}')
}

/// The scripts' own digits, circled and raised ones.
fn digit(c: char) -> Option<char> {
    let code = u32::from(c);
    let value = match code {
        0xb2 | 0xb3 => code - 0xb0,
        0xb9 => 1,
        0x2070 | 0x2074..=0x2079 => code - 0x2070,
        0x2080..=0x2089 => code - 0x2080,
        0x2460..=0x2468 => code - 0x245f,
        0x24ea => 0,
        0x2776..=0x277e => code - 0x2775,
        0xff10..=0xff19 => code - 0xff10,
        0x1_d7ce..=0x1_d7ff => (code - 0x1_d7ce) % 10,
        // Indian scripts, each in a block of 128.
        0x966..=0xdef if (0x66..0x70).contains(&(code & 127)) => (code & 127) - 0x66,
        0x660..=0x669 | 0x6f0..=0x6f9 | 0xe50..=0xe59 | 0xed0..=0xed9 => code & 15,
        _ => return None,
    };
    char::from_digit(value, 10)
}

/// Letters in another dress that stand in the alphabet's order.
fn styled(c: char) -> Option<char> {
    let code = u32::from(c);
    let place = match code {
        0x249c..=0x24b5 => code - 0x249c,
        0x24b6..=0x24cf => code - 0x24b6,
        0x24d0..=0x24e9 => code - 0x24d0,
        0xff21..=0xff3a => code - 0xff21,
        0xff41..=0xff5a => code - 0xff41,
        // Mathematical letters come in runs of 26, capitals and small ones in turn.
        0x1_d400..=0x1_d6a3 => (code - 0x1_d400) % 26,
        0x1_f110..=0x1_f129 => code - 0x1_f110,
        0x1_f130..=0x1_f149 => code - 0x1_f130,
        0x1_f150..=0x1_f169 => code - 0x1_f150,
        0x1_f170..=0x1_f189 => code - 0x1_f170,
        0xff01..=0xff5e => return char::from_u32(code - 0xfee0),
        _ => return None,
    };
    char::from_digit(place + 10, 36)
}

/// Letters that come apart into two.
fn pair(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'þ' | 'Þ' => "th",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        '™' => "tm",
        '№' => "no",
        'ﻵ' | 'ﻶ' | 'ﻷ' | 'ﻸ' | 'ﻹ' | 'ﻺ' | 'ﻻ' | 'ﻼ' => "لا",
        _ => return None,
    })
}

/// A letter whose plain form is in a table. The tables say it for each character of a block, in order; a
/// point stands where there is none.
fn listed(c: char) -> Option<char> {
    const LATIN: &[u8] = b"\
        a...............o.....aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.\
        ouuuuy.yaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkk.llllllllllnnn\
        nnn...oooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs....................\
        ............oo.............uu............................aaiioouuuuuuuuuu.aaaa\
        ....ggkkoooo..j...gg..nnaa..ooaaaaeeeeiiiioooorrrruuuusstt..hh......aaeeoooooo\
        ooyy";
    const PHONETIC: &[u8] = b"\
        a...cd.e..jk.m.o........p..tu...vwz.........a.b.de.ghijklmn.o.prtuwa...bde...g\
        .km.o...ptu..v......iruv";
    const VIETNAMESE: &[u8] = b"\
        aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoo\
        oooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwya.\
        ....aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuu\
        uuuuuuuuyyyyyyyy";
    let code = u32::from(c);
    let (table, first) = match code {
        0xaa..=0x233 => (LATIN, 0xaa),
        0x1d00..=0x1d65 => (PHONETIC, 0x1d00),
        0x1e00..=0x1ef9 => (VIETNAMESE, 0x1e00),
        _ => return another(c),
    };
    let plain = table.get((code - first) as usize).copied().filter(|plain| *plain != b'.');
    plain.map(char::from)
}

/// Letters that stand alone, and those of other scripts.
fn another(c: char) -> Option<char> {
    Some(match c {
        'ₐ' => 'a',
        'ʙ' => 'b',
        'ᶜ' => 'c',
        'ₑ' => 'e',
        'ᶠ' | 'ꜰ' => 'f',
        'ɢ' => 'g',
        'ʜ' | 'ʰ' | 'ₕ' => 'h',
        'ɪ' | 'ᶦ' | 'ⁱ' => 'i',
        'ʲ' | 'ⱼ' => 'j',
        'ₖ' => 'k',
        'ʟ' | 'ˡ' | 'ₗ' => 'l',
        'ₘ' => 'm',
        'ɴ' | 'ⁿ' | 'ₙ' => 'n',
        'ₒ' => 'o',
        'ₚ' => 'p',
        'ꞯ' => 'q',
        'ʀ' | 'ʳ' => 'r',
        'ˢ' | 'ₛ' | 'ꜱ' => 's',
        'ₜ' => 't',
        'ⱽ' => 'v',
        'ʷ' => 'w',
        'ˣ' | 'ₓ' => 'x',
        'ʏ' | 'ʸ' => 'y',
        'ᶻ' => 'z',
        'Ά' | 'ά' | 'ἀ' | 'ἁ' | 'ᾶ' => 'α',
        'Έ' | 'έ' => 'ε',
        'Ή' | 'ή' => 'η',
        'Ί' | 'ΐ' | 'Ϊ' | 'ί' | 'ϊ' => 'ι',
        'Ό' | 'ό' => 'ο',
        'ς' => 'σ',
        'Ύ' | 'Ϋ' | 'ΰ' | 'ϋ' | 'ύ' => 'υ',
        'Ώ' | 'ώ' => 'ω',
        'Ѝ' | 'Й' | 'й' | 'ѝ' => 'и',
        'Ѐ' | 'Ё' | 'ѐ' | 'ё' => 'е',
        'Ї' | 'ї' => 'і',
        'Ѓ' | 'ѓ' | 'Ґ' | 'ґ' => 'г',
        'Ќ' | 'ќ' => 'к',
        'Ў' | 'ў' => 'у',
        'آ' | 'أ' | 'إ' | 'ٱ' | 'ﺁ'..='ﺄ' | 'ﺇ' | 'ﺈ' | 'ﺍ' | 'ﺎ' => 'ا',
        'ﺏ'..='ﺒ' => 'ب',
        'ﺕ'..='ﺘ' => 'ت',
        'ﺙ'..='ﺜ' => 'ث',
        'ﺝ'..='ﺠ' => 'ج',
        'ﺡ'..='ﺤ' => 'ح',
        'ﺥ'..='ﺨ' => 'خ',
        'ﺩ' | 'ﺪ' => 'د',
        'ﺫ' | 'ﺬ' => 'ذ',
        'ﺭ' | 'ﺮ' => 'ر',
        'ﺯ' | 'ﺰ' => 'ز',
        'ﺱ'..='ﺴ' => 'س',
        'ﺵ'..='ﺸ' => 'ش',
        'ﺹ'..='ﺼ' => 'ص',
        'ﺽ'..='ﻀ' => 'ض',
        'ﻁ'..='ﻄ' => 'ط',
        'ﻅ'..='ﻈ' => 'ظ',
        'ﻉ'..='ﻌ' => 'ع',
        'ﻍ'..='ﻐ' => 'غ',
        'ﻑ'..='ﻔ' => 'ف',
        'ﻕ'..='ﻘ' => 'ق',
        'ک' | 'ﻙ'..='ﻜ' => 'ك',
        'ﻝ'..='ﻠ' => 'ل',
        'ﻡ'..='ﻤ' => 'م',
        'ﻥ'..='ﻨ' => 'ن',
        'ة' | 'ھ' | 'ۀ' | 'ہ' | 'ە' | 'ﺓ' | 'ﺔ' | 'ﻩ'..='ﻬ' => 'ه',
        'ؤ' | 'ﺅ' | 'ﺆ' | 'ﻭ' | 'ﻮ' => 'و',
        'ئ' | 'ى' | 'ی' | 'ے' | 'ﺉ'..='ﺌ' | 'ﻯ'..='ﻴ' => 'ي',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization as _;

    fn check(text: &str, expected: &str) {
        assert_eq!(fold(text), expected, "{text}");
    }

    #[test]
    fn turkish_and_english_i_are_one() {
        check("İSTANBUL ıspanak", "istanbul ispanak");
        check("i\u{307}", "i");
    }

    #[test]
    fn vietnamese_letters_lose_all_their_marks() {
        check("Dịch vụ ĐÃ NGỪNG, không hỗ trợ", "dich vu da ngung, khong ho tro");
    }

    #[test]
    fn styled_letters_are_plain_ones() {
        check("𝐋𝐢𝐤𝐞𝐬 𝗥𝗲𝗮𝗹 𝟏𝟬 ᴺᴱᵂ ꜰᴀꜱᴛ Ⓥⓘⓟ 🅰🅱 ＶＩＰ", "likes real 10 new fast vip ab vip");
    }

    #[test]
    fn arabic_forms_are_one_and_the_stretch_goes() {
        check("متابعيـــن ١٢", "متابعين 12");
        check("إعجابات مُشاهدة", "اعجابات مشاهده");
    }

    #[test]
    fn cyrillic_keeps_its_letters_but_not_their_marks() {
        check("Подписчики ЁЛКА", "подписчики елка");
    }

    /// What Unicode says of a character, without marks and in lower case.
    fn normalised(c: char) -> String {
        let apart = c.nfkd().filter(|part| !is_dropped(*part));
        apart.flat_map(char::to_lowercase).filter(|part| !is_dropped(*part)).collect()
    }

    #[test]
    fn the_tables_say_what_unicode_says() {
        let latin =
            ('\u{c0}'..='\u{17e}').chain('\u{1e00}'..='\u{1e99}').chain('\u{1ea0}'..='\u{1ef9}');
        let raised = ('\u{1d2c}'..='\u{1d63}').chain('\u{2070}'..='\u{209c}');
        let styled = ('\u{24b6}'..='\u{24e9}')
            .chain('\u{ff10}'..='\u{ff5a}')
            .chain('\u{1d400}'..='\u{1d6a3}');
        let arabic = '\u{fe8d}'..='\u{fef4}';
        let mut compared = 0;
        for c in latin.chain(raised).chain(styled).chain('\u{400}'..='\u{45f}').chain(arabic) {
            let unicode = fold(&normalised(c));
            let is_plain =
                unicode.chars().all(|part| part.is_alphanumeric()) && c.is_alphanumeric();
            let is_pair = unicode.chars().count() > 1 || c == 'ŉ';
            let is_known = unicode
                .chars()
                .all(|part| part.is_ascii() || ('\u{400}'..'\u{700}').contains(&part));
            if is_plain && !is_pair && is_known {
                assert_eq!(fold(&c.to_string()), unicode, "{c} U+{:04X}", u32::from(c));
                compared += 1;
            }
        }
        assert!(compared > 1_400, "{compared}");
    }
}
