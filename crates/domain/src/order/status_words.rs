//! The words that panels have for the states of an order, in every form and in nine languages.
//!
//! A word that may mean two states belongs to none: a final state ends the following of an order.

use super::OrderStatus;
use crate::search;
use std::collections::HashMap;
use std::sync::LazyLock;

static STATES: LazyLock<HashMap<String, OrderStatus>> = LazyLock::new(|| {
    let words = |(state, words): (OrderStatus, &'static str)| {
        words.split(", ").map(move |word| (fold(word), state.clone()))
    };
    TABLE.into_iter().flat_map(words).collect()
});

/// The state that a word names; `None` for a word outside the table.
pub(super) fn state_of(word: &str) -> Option<OrderStatus> {
    STATES.get(&fold(word)).cloned()
}

/// Lower case, no marks on letters, no blanks, `_`, `-`, dots and brackets.
fn fold(word: &str) -> String {
    let one_form = |c: char| match c {
        'أ' | 'إ' | 'آ' => 'ا',
        'ى' => 'ي',
        'ة' => 'ه',
        'ё' => 'е',
        c => c,
    };
    search::fold(word).chars().filter(|c| c.is_alphanumeric()).map(one_form).collect()
}

/// States and their words; the forms of English first, then the other languages of the readers.
const TABLE: [(OrderStatus, &str); 10] = [
    (
        OrderStatus::Queued,
        "pending, awaiting, waiting, queued, queue, in queue, new, created, scheduled, not started, \
         beklemede, bekliyor, sırada, sıraya alındı, в ожидании, ожидание, ожидает, в очереди, новый, \
         대기, 대기 중, 접수, 접수됨, 접수 완료, 주문 접수, قيد الانتظار, في الانتظار, بانتظار, \
         chờ xử lý, đang chờ, đang chờ xử lý, chờ, pendente, aguardando, na fila, pendiente, en espera, \
         en cola, tertunda, menunggu, dalam antrian, antri",
    ),
    (
        OrderStatus::Preparing,
        "processing, process, in process, preparing, prepare, starting, işleniyor, hazırlanıyor, \
         обработка, в обработке, обрабатывается, 처리 중, 준비 중, قيد المعالجة, جاري المعالجة, \
         đang xử lý, processando, em processamento, procesando, en proceso, diproses, memproses, \
         sedang diproses",
    ),
    (
        OrderStatus::Running,
        "in progress, progress, active, running, run, started, working, ongoing, executing, delivering, \
         under way, completing, devam ediyor, işlemde, yükleniyor, gönderiliyor, aktif, в процессе, \
         в работе, выполняется, активен, активный, активна, 진행 중, 작업 중, 활성, قيد التنفيذ, \
         جاري التنفيذ, جاري, قيد التقدم, قيد التشغيل, نشط, đang chạy, đang tiến hành, đang thực hiện, \
         đang hoạt động, em andamento, em progresso, em execução, ativo, en progreso, en curso, \
         en ejecución, activo, berjalan, sedang berjalan, dalam proses",
    ),
    (
        OrderStatus::Completed,
        "completed, complete, completes, done, finished, finish, delivered, success, successful, \
         fulfilled, tamamlandı, tamamlanmış, teslim edildi, выполнен, выполнено, завершен, завершено, \
         готово, доставлен, 완료, 완료됨, 작업 완료, 처리 완료, مكتمل, مكتملة, اكتمل, تم التنفيذ, \
         تم, hoàn thành, đã hoàn thành, hoàn tất, completo, concluído, completado, finalizado, \
         entregue, terminado, entregado, selesai, sukses, berhasil",
    ),
    (
        OrderStatus::Partial,
        "partial, partially, partial completed, partial complete, partially completed, \
         partially complete, partial delivered, partially delivered, partial done, partial refund, \
         partial refunded, partially refunded, partially canceled, partially cancelled, kısmi, kısmen, \
         kısmi tamamlandı, kısmen tamamlandı, частично, частичный, частично выполнен, \
         частично выполнено, 부분 완료, 부분, 일부 완료, جزئي, جزئيا, مكتمل جزئيا, một phần, \
         hoàn thành một phần, parcial, parcialmente concluído, parcialmente completado, sebagian, \
         parsial, selesai sebagian",
    ),
    (
        OrderStatus::Canceled,
        "canceled, cancelled, cancel, cancels, iptal, iptal edildi, iptal edilmiş, отменен, отменено, \
         отмена, отменена, 취소, 취소됨, 취소 완료, 주문 취소, ملغي, ملغى, ملغاة, ملغية, تم الإلغاء, \
         hủy, huỷ, đã hủy, đã huỷ, bị hủy, cancelado, cancelada, anulado, dibatalkan, batal",
    ),
    (
        OrderStatus::Refunded,
        "refunded, refund, refunds, iade, iade edildi, возврат, возвращен, возвращено, 환불, 환불됨, \
         환불 완료, مسترد, تم الاسترداد, مسترجع, تم الاسترجاع, hoàn tiền, đã hoàn tiền, reembolsado, \
         estornado, devuelto, dikembalikan",
    ),
    (
        OrderStatus::Failed,
        "fail, failed, failure, error, rejected, reject, declined, denied, başarısız, hata, reddedildi, \
         ошибка, не выполнен, неудача, отклонен, отклонено, сбой, 실패, 오류, 에러, 거부됨, 거절됨, \
         فشل, فاشل, خطأ, مرفوض, thất bại, lỗi, từ chối, bị từ chối, falhou, falha, erro, rejeitado, \
         recusado, fallido, falló, rechazado, gagal, ditolak",
    ),
    (
        OrderStatus::Paused,
        "paused, pause, on hold, hold, suspended, stopped, duraklatıldı, durduruldu, приостановлен, \
         приостановлено, пауза, на паузе, 일시 정지, 일시 중지, 중지, 보류, متوقف, موقوف, متوقف مؤقتا, \
         tạm dừng, pausado, en pausa, dijeda, ditunda",
    ),
    (
        OrderStatus::Expired,
        "expired, expire, süresi doldu, истек, истекло, просрочен, 만료, 만료됨, منتهي الصلاحية, \
         انتهت الصلاحية, hết hạn, expirado, vencido, caducado, kedaluwarsa, kadaluarsa",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_word_names_two_states() {
        let mut seen = HashSet::new();
        for word in TABLE.iter().flat_map(|(_, words)| words.split(", ")) {
            assert!(!fold(word).is_empty(), "{word}");
            assert!(seen.insert(word), "{word}");
        }
    }

    #[test]
    fn k13_words_in_other_forms_and_languages_name_their_states() {
        use OrderStatus::{
            Canceled, Completed, Expired, Failed, Paused, Preparing, Queued, Refunded, Running,
        };
        for (words, state) in [
            (
                "Complete|COMPLETED|Done|Tamamlandı|Завершён|완료|مكتمل|Hoàn tất|Concluído",
                Completed,
            ),
            (
                "Cancel|CANCELLED|İptal Edildi|Отменён|취소됨|ملغى|Đã hủy|Anulado|Dibatalkan",
                Canceled,
            ),
            ("Refund|REFUNDED|İade edildi|Возврат|환불|تم الاسترداد|Hoàn tiền|Devuelto", Refunded),
            ("Process|in_process|İşleniyor|В обработке|처리중|قيد المعالجة|Processando", Preparing),
            ("Progress|RUNNING|Devam ediyor|Выполняется|진행중|قيد التنفيذ|En curso", Running),
            ("partially-completed|Kısmi|Частично|부분완료|جزئي|Một phần", OrderStatus::Partial),
            ("In Queue|Waiting|Beklemede|В очереди|대기중|قيد الانتظار|Menunggu", Queued),
            ("Reject|Failure|Başarısız|Ошибка|실패|فشل|Thất bại|Falhou|Gagal", Failed),
            ("Pause|on-hold|Duraklatıldı|Приостановлен|일시정지|متوقف|Tạm dừng", Paused),
            ("Expire|Süresi doldu|Просрочен|만료됨|Hết hạn|Vencido", Expired),
        ] {
            for word in words.split('|') {
                assert_eq!(state_of(word), Some(state.clone()), "{word}");
            }
        }
        for word in ["", "2", "weird", "canceling", "cancel pending", "refunding", "...", "ok"] {
            assert_eq!(state_of(word), None, "{word}");
        }
    }
}
