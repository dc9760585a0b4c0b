//! Words of a query that narrow nothing: those without a meaning of their own, and praise. Folded, in the
//! five languages. It must never hold a word by which buyers tell services apart.

const EMPTY: &str = "\
    a an and are at buy by cheap cheapest for from get i id in is me my need of on or order \
    panel please price service services smm that the to want with ve ile icin satin al alma \
    ucuz hizmet servis в во на для с со и из по от к за купить дешево дешевые услуга \
    накрутка накрутить раскрутка hilesi hile رشق من في علي الي مع شراء رخيص خدمه زياده 구매 \
    서비스 저렴한 늘리기 max min up per maks макс мин 최대 حد";

const PRAISE: &str = "\
    start speed time quality best good top great new real fast button enable enabled day \
    days accounts account users user people hizli kaliteli gercek yeni быстрые быстро \
    качественные живые реальные 빠른 실제 سريع free bedava ucretsiz paket paketi package \
    бесплатно недорого 무료 مجاني حقيقي";

/// Whether a word says nothing about a service.
pub(super) fn is_empty(word: &str) -> bool {
    EMPTY.split(' ').any(|empty| empty == word)
}

/// Whether a word is praise or form: it is not insisted on when a query finds nothing with it.
pub(super) fn is_praise(word: &str) -> bool {
    PRAISE.split(' ').any(|praise| praise == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_folded_and_each_is_in_one_list() {
        for word in EMPTY.split(' ').chain(PRAISE.split(' ')) {
            assert_eq!(crate::fold(word), word);
            assert!(is_empty(word) != is_praise(word), "{word}");
        }
    }
}
