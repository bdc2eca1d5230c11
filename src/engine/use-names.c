/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/use-names.h"

/* For each use the plain English names first, as they are the surest. Each line is a language or a
 * few; several names in one language are those of different programs: Outlook and Exchange, Gmail,
 * Apple Mail, Thunderbird, Roundcube and Horde. */

static const char *const sent_names[] = {
  "Sent", "Sent Items", "Sent Messages", "Sent Mail", "Sent-Mail", "Sent Objects",   /* German */ "Gesendet", "Gesendete Elemente", "Gesendete Objekte", "Gesendete Nachrichten",
  "Gesendete E-Mails", "Gesendete Mails", "Versendet",
  /* French */ "Envoyés", "Éléments envoyés", "Messages envoyés", "Courrier envoyé", "Objets envoyés",
  "Envoyé",
  /* Spanish, Catalan, Galician */ "Enviados", "Elementos enviados", "Mensajes enviados",
  "Correo enviado", "Enviado", "Elements enviats", "Enviats", "Missatges enviats",
  /* Italian */ "Posta inviata", "Inviata", "Inviati", "Messaggi inviati", "Elementi inviati",
  /* Portuguese */ "Itens enviados", "Mensagens enviadas", "Enviadas", "E-mails enviados",
  "Correio enviado",
  /* Dutch */ "Verzonden", "Verzonden items", "Verzonden berichten", "Verzonden objecten",
  /* Polish */ "Wysłane", "Elementy wysłane", "Wysłane wiadomości",
  /* Swedish */ "Skickat", "Skickade", "Skickade objekt", "Skickade meddelanden",
  /* Danish, Norwegian */ "Sendt", "Sendt post", "Sendte elementer", "Sendte beskeder", "Sendte",
  "Sendte meldinger", "Sendte objekter",
  /* Finnish */ "Lähetetyt", "Lähetetyt viestit", "Lähetetyt kohteet",
  /* Czech, Slovak */ "Odeslané", "Odeslaná pošta", "Odeslané zprávy", "Odoslané",
  "Odoslaná pošta", "Odoslané správy",
  /* Hungarian */ "Elküldött", "Elküldött elemek", "Elküldött üzenetek", "Elküldve",
  /* Romanian */ "Trimise", "Elemente trimise", "Mesaje trimise",
  /* Croatian, Slovenian, Serbian */ "Poslano", "Poslane stavke", "Poslana pošta", "Poslane poruke",
  "Poslato", "Послато",
  /* Bulgarian */ "Изпратени", "Изпратени елементи",
  /* Turkish */ "Gönderilmiş", "Gönderilmiş Öğeler", "Gönderilmiş Postalar", "Gönderilenler",
  "Gönderilmiş İletiler",
  /* Russian, Ukrainian, Belarusian */ "Отправленные", "Отправленные элементы",
  "Отправленные сообщения", "Надіслані", "Надіслані елементи", "Відправлені",
  "Адпраўленыя",
  /* Greek */ "Απεσταλμένα", "Απεσταλμένα μηνύματα", "Σταλμένα", "Απεσταλμένα στοιχεία",
  /* Estonian, Latvian, Lithuanian */ "Saadetud", "Saadetud üksused", "Nosūtītie",
  "Nosūtītie vienumi", "Nosūtītās", "Išsiųsti", "Išsiųsti laiškai", "Išsiųstieji",
  /* Hebrew, Arabic */ "פריטים שנשלחו", "דואר שנשלח", "נשלח", "العناصر المرسلة", "البريد المرسل",
  "المرسل",
  /* Japanese */ "送信済みアイテム", "送信済み", "送信済みメール", "送信済みトレイ",
  /* Chinese */ "已发送邮件", "已发送", "已发送的邮件", "已傳送郵件", "寄件備份", "已发邮件",
  "已寄郵件", "寄件備份匣",
  /* Korean */ "보낸 편지함", "보낸편지함", "보낸 메일함", "보낸메일함",
  /* Vietnamese, Thai, Indonesian */ "Thư đã gửi", "Mục đã gửi", "รายการที่ส่ง", "จดหมายที่ส่ง",
  "Terkirim", "Item Terkirim", NULL
};

static const char *const drafts_names[] = {
  "Drafts", "Draft", "Draft Messages",
  /* German */ "Entwürfe", "Entwurf",
  /* French */ "Brouillons", "Brouillon",
  /* Spanish, Catalan */ "Borradores", "Borrador", "Esborranys",
  /* Italian */ "Bozze", "Bozza",
  /* Portuguese */ "Rascunhos", "Rascunho",
  /* Dutch */ "Concepten",   /* Polish */ "Wersje robocze", "Kopie robocze", "Robocze", "Szkice",
  /* Swedish, Danish, Norwegian */ "Utkast", "Kladder", "Kladde",
  /* Finnish */ "Luonnokset", "Keskeneräiset",
  /* Czech, Slovak */ "Koncepty", "Rozepsané", "Rozepsané zprávy", "Rozpracované",
  /* Hungarian */ "Piszkozatok",
  /* Romanian */ "Schițe", "Ciorne",
  /* Croatian, Slovenian, Serbian */ "Skice", "Osnutki", "Nacrti", "Нацрти",
  /* Bulgarian, Russian, Ukrainian, Belarusian */ "Чернови", "Черновики", "Чернетки", "Чарнавікі",
  /* Turkish */ "Taslaklar",
  /* Greek */ "Πρόχειρα",
  /* Estonian, Latvian, Lithuanian */ "Mustandid", "Melnraksti", "Juodraščiai",
  /* Hebrew, Arabic */ "טיוטות", "المسودات", "مسودات",
  /* Japanese */ "下書き", "下書きトレイ",
  /* Chinese */ "草稿", "草稿箱", "草稿匣", "草稿夹",
  /* Korean */ "임시 보관함", "임시보관함", "임시 편지함", "초안",
  /* Vietnamese, Thai, Indonesian */ "Thư nháp", "Bản nháp", "แบบร่าง", "ร่างจดหมาย", "Draf",
  "Konsep", NULL
};

static const char *const trash_names[] = {
  "Trash", "Deleted Items", "Deleted Messages", "Bin", "Deleted", "Recycle Bin", "Wastebasket",
  "Deleted Objects",
  /* German */ "Papierkorb", "Gelöschte Elemente", "Gelöschte Objekte", "Gelöschte Nachrichten",
  "Gelöscht",
  /* French */ "Corbeille", "Éléments supprimés", "Messages supprimés", "Poubelle",
  /* Spanish, Catalan */ "Papelera", "Elementos eliminados", "Mensajes eliminados", "Eliminados",
  "Papelera de reciclaje", "Elements suprimits", "Paperera",
  /* Italian */ "Cestino", "Posta eliminata", "Elementi eliminati", "Messaggi eliminati",
  /* Portuguese */ "Lixeira", "Itens excluídos", "Itens eliminados", "Lixo", "Reciclagem",
  "Mensagens excluídas", "Mensagens eliminadas",
  /* Dutch */ "Prullenbak", "Verwijderde items", "Verwijderde berichten", "Verwijderd",
  "Prullenmand",
  /* Polish */ "Kosz", "Elementy usunięte", "Usunięte",
  /* Swedish */ "Papperskorgen", "Papperskorg", "Borttaget", "Borttagna objekt", "Raderade",
  /* Danish, Norwegian */ "Papirkurv", "Slettet post", "Slettede elementer", "Slettede beskeder",
  "Papirkurven", "Søppelbøtte", "Slettede objekter", "Slettet",
  /* Finnish */ "Roskakori", "Poistetut", "Poistetut kohteet", "Poistetut viestit",
  /* Czech, Slovak */ "Koš", "Odstraněná pošta", "Odstraněné položky", "Kôš",
  "Odstránené položky", "Odstránená pošta",
  /* Hungarian */ "Kuka", "Törölt elemek", "Lomtár", "Törölt üzenetek",
  /* Romanian */ "Coș de gunoi", "Elemente șterse", "Coșul de gunoi", "Gunoi",
  /* Croatian, Slovenian, Serbian */ "Smeće", "Izbrisane stavke", "Obrisane stavke", "Koš za smeti",
  "Izbrisano", "Смеће",
  /* Bulgarian */ "Кошче", "Изтрити", "Изтрити елементи",
  /* Turkish */ "Çöp", "Çöp Kutusu", "Silinmiş Öğeler", "Silinmiş Postalar", "Silinmiş İletiler",
  /* Russian, Ukrainian, Belarusian */ "Корзина", "Удаленные", "Удалённые", "Удаленные элементы",
  "Удалённые элементы", "Удаленные сообщения", "Кошик", "Видалені", "Видалені елементи",
  "Смітник", "Сметніца",
  /* Greek */ "Κάδος απορριμμάτων", "Διαγραμμένα", "Κάδος", "Απορρίμματα",
  "Διαγραμμένα στοιχεία",
  /* Estonian, Latvian, Lithuanian */ "Prügikast", "Kustutatud üksused", "Miskaste", "Atkritne",
  "Dzēstie vienumi", "Šiukšliadėžė", "Šiukšlinė", "Panaikinti elementai",
  /* Hebrew, Arabic */ "אשפה", "פריטים שנמחקו", "المهملات", "سلة المهملات",
  "العناصر المحذوفة",
  /* Japanese */ "ゴミ箱", "削除済みアイテム", "削除済みメッセージ", "ごみ箱",
  /* Chinese */ "已删除邮件", "废纸篓", "已删除", "回收站", "刪除的郵件", "垃圾桶",
  "已刪除的郵件", "刪除的項目", "已刪除",
  /* Korean */ "휴지통", "지운 편지함", "삭제된 항목", "지운편지함",
  /* Vietnamese, Thai, Indonesian */ "Thùng rác", "Mục đã xóa", "ถังขยะ", "รายการที่ถูกลบ",
  "Sampah", "Item Dihapus", "Tong Sampah", NULL
};

static const char *const junk_names[] = {
  "Junk", "Spam", "Junk E-mail", "Junk Email", "Junk Mail", "Bulk Mail", "Bulk",
  /* German */ "Junk-E-Mail", "Spamverdacht", "Unerwünscht", "Unerwünschte Werbung",
  "Werbung (Spam)", "Spam-Verdacht",
  /* French */ "Courrier indésirable", "Indésirables", "Indésirable", "Pourriel", "Pourriels",
  "Courriers indésirables",
  /* Spanish, Catalan */ "Correo no deseado", "Correo basura", "No deseado", "Correu brossa",
  /* Italian */ "Posta indesiderata", "Indesiderata",
  /* Portuguese */ "Lixo eletrônico", "Lixo eletrónico", "Lixo electrónico", "E-mail de lixo",
  "Correio não solicitado",
  /* Dutch */ "Ongewenste e-mail", "Ongewenst", "Ongewenste reclame",
  /* Polish */ "Wiadomości-śmieci", "Wiadomości śmieci", "Niechciane", "Niechciana poczta",
  /* Swedish, Danish, Norwegian */ "Skräppost", "Uønsket e-post", "Uønsket e-mail", "Uønsket mail",
  "Søppelpost", "Useriøs e-post", "Uønsket post",
  /* Finnish */ "Roskaposti", "Roskapostit",
  /* Czech, Slovak */ "Nevyžádaná pošta", "Nevyžiadaná pošta", "Nevyžádané",
  /* Hungarian */ "Levélszemét", "Spamek",
  /* Romanian, Croatian, Slovenian */ "E-mail nedorit", "Mesaje nedorite",
  "Neželjena pošta", "Neželena pošta", "Neželena e-pošta", "Bezvrijedna pošta",
  /* Bulgarian, Serbian */ "Нежелана поща", "Нежељена пошта",
  /* Turkish */ "Gereksiz", "Gereksiz E-posta", "Önemsiz", "Önemsiz Posta", "İstenmeyen",
  "Önemsiz E-posta",
  /* Russian, Ukrainian, Belarusian */ "Спам", "Нежелательная почта", "Небажана пошта",
  "Небажана електронна пошта", "Рассылки и спам",
  /* Greek */ "Ανεπιθύμητα", "Ανεπιθύμητη αλληλογραφία", "Ανεπιθύμητη",
  /* Estonian, Latvian, Lithuanian */ "Rämpspost", "Mēstules", "Surogātpasts", "Brukalas",
  "Šlamštas", "Nepageidaujami laiškai",
  /* Hebrew, Arabic */ "דואר זבל", "ספאם", "البريد غير المرغوب فيه", "غير مرغوب فيه",
  "البريد الإلكتروني غير الهام",
  /* Japanese */ "迷惑メール",
  /* Chinese */ "垃圾邮件", "垃圾郵件", "垃圾郵件匣",
  /* Korean */ "스팸", "스팸 메일함", "정크 메일", "스팸메일함", "스팸편지함",
  /* Vietnamese, Thai, Indonesian */ "Thư rác", "Email rác", "จดหมายขยะ", "อีเมลขยะ",
  "Email Sampah", NULL
};

static const char *const archive_names[] = {
  "Archive", "Archives",
  /* German */ "Archiv", "Archivierte Nachrichten",
  /* Spanish, Catalan */ "Archivo", "Archivados", "Arxiu",
  /* Italian */ "Archivio", "Archiviati",
  /* Portuguese */ "Arquivo", "Arquivo Morto", "Arquivados", "Arquivar",
  /* Dutch */ "Archief",
  /* Polish */ "Archiwum",
  /* Swedish, Danish, Norwegian */ "Arkiv",
  /* Finnish */ "Arkisto",
  /* Hungarian, Romanian, Slovenian, Croatian */ "Archívum", "Arhivă", "Arhiva", "Arhiv",
  /* Bulgarian, Russian, Ukrainian */ "Архив", "Архів", "Архіў",
  /* Czech, Slovak */ "Archív",
  /* Turkish */ "Arşiv",
  /* Greek */ "Αρχείο", "Αρχειοθέτηση", "Αρχειοθήκη",
  /* Estonian, Latvian, Lithuanian */ "Arhiiv", "Arhīvs", "Archyvas",
  /* Hebrew, Arabic */ "ארכיון", "أرشيف", "الأرشيف",
  /* Japanese, Chinese, Korean */ "アーカイブ", "归档", "存档", "封存", "封存郵件", "보관함",
  "보관",
  /* Vietnamese, Thai, Indonesian */ "Lưu trữ", "เก็บถาวร", "Arsip", NULL
};

static const char *const groupware_names[] = {
  "Calendar", "Contacts", "Tasks", "Notes", "Journal", "Suggested Contacts", "Emailed Contacts",
  "Briefcase", "Chats", "Sync Issues", "RSS Feeds", "RSS Subscriptions", "Birthdays",
  "To-Do", "Files", "Conversation Action Settings", "Quick Step Settings", "Yammer Root",
  "ExternalContacts", "Social Activity Notifications", "PersonMetadata", "Working Set",
  /* German */ "Kalender", "Kontakte", "Aufgaben", "Notizen", "Geburtstage",
  "Vorgeschlagene Kontakte", "Synchronisierungsprobleme", "RSS-Feeds", "RSS-Abonnements",
  "Aktenkoffer",
  /* French */ "Calendrier", "Contacts suggérés", "Tâches",
  "Problèmes de synchronisation", "Flux RSS", "Personnes contactées par mail", "Porte-documents",
  /* Spanish */ "Calendario", "Contactos", "Tareas", "Notas", "Diario", "Contactos sugeridos",
  "Problemas de sincronización", "Fuentes RSS",
  /* Italian */ "Contatti", "Attività", "Note", "Contatti suggeriti",
  "Problemi di sincronizzazione", "Feed RSS",
  /* Portuguese */ "Calendário", "Contatos", "Tarefas", "Anotações", "Diário",
  "Problemas de sincronização", "Contatos sugeridos",
  /* Dutch */ "Agenda", "Contactpersonen", "Taken", "Notities", "Logboek",
  "Synchronisatieproblemen", "RSS-feeds", "Voorgestelde contactpersonen",
  /* Polish */ "Kalendarz", "Kontakty", "Zadania", "Notatki", "Dziennik",
  "Problemy z synchronizacją",
  /* Swedish */ "Kontakter", "Uppgifter", "Anteckningar", "Synkroniseringsproblem",
  /* Danish, Norwegian */ "Kontaktpersoner", "Opgaver", "Noter", "Journalen", "Oppgaver",
  "Notater", "Logg",
  /* Finnish */ "Kalenteri", "Yhteystiedot", "Tehtävät", "Muistilaput", "Päiväkirja",
  /* Czech, Slovak */ "Kalendář", "Úkoly", "Poznámky", "Deník", "Kalendár",
  "Úlohy", "Denník",
  /* Hungarian */ "Naptár", "Névjegyek", "Névjegyalbum", "Feladatok", "Feljegyzések", "Napló",
  "Jegyzetek",
  /* Turkish */ "Takvim", "Kişiler", "Görevler", "Notlar", "Günlük",
  /* Russian, Ukrainian */ "Календарь", "Контакты", "Задачи", "Заметки", "Дневник",
  "Календар", "Контакти", "Завдання", "Нотатки", "Щоденник",
  /* Greek */ "Ημερολόγιο", "Επαφές", "Εργασίες", "Σημειώσεις", "Χρονικό",
  /* Japanese */ "予定表", "連絡先", "タスク", "メモ", "履歴", "同期の問題",
  /* Chinese */ "日历", "联系人", "任务", "便笺", "日记", "同步问题", "行事曆",
  "連絡人", "記事", "日誌", "同步處理問題",
  /* Korean */ "일정", "연락처", "작업", "메모", "업무 일지", "동기화 문제", NULL
};

#define GROUPWARE (DECANT_SPECIAL_USE_TRASH + 1)
#define RANKS 1024 /* more than there are names of a use */

char *
decant_name_fold (const char *level)
{
  g_autofree char *folded = g_utf8_casefold (level, -1);
  char *normal = g_utf8_normalize (folded, -1, G_NORMALIZE_NFC);

  return normal != NULL ? normal : g_strdup (level);
}

static void
add_names (GHashTable *names, const char *const *list, guint use)
{
  for (guint rank = 0; list[rank] != NULL; rank++)
    {
      char *key = decant_name_fold (list[rank]);

      if (g_hash_table_contains (names, key))
        g_free (key);
      else
        g_hash_table_insert (names, key, GUINT_TO_POINTER (use * RANKS + rank));
    }
}

static gpointer
make_names (gpointer groupware)
{
  GHashTable *names = g_hash_table_new (g_str_hash, g_str_equal);

  if (groupware != NULL)
    {
      add_names (names, groupware_names, GROUPWARE);
      return names;
    }
  add_names (names, sent_names, DECANT_SPECIAL_USE_SENT);
  add_names (names, drafts_names, DECANT_SPECIAL_USE_DRAFTS);
  add_names (names, trash_names, DECANT_SPECIAL_USE_TRASH);
  add_names (names, junk_names, DECANT_SPECIAL_USE_JUNK);
  add_names (names, archive_names, DECANT_SPECIAL_USE_ARCHIVE);
  return names;
}

DecantSpecialUse
decant_use_of_name (const char *name, guint *rank)
{
  static GOnce once = G_ONCE_INIT;
  GHashTable *names = g_once (&once, make_names, NULL);
  g_autofree char *key = decant_name_fold (name);
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (names, key));

  if (rank != NULL)
    *rank = found % RANKS;
  return (DecantSpecialUse)(found / RANKS);
}

gboolean
decant_name_is_groupware (const char *name)
{
  static GOnce once = G_ONCE_INIT;
  GHashTable *names = g_once (&once, make_names, GUINT_TO_POINTER (GROUPWARE));
  g_autofree char *key = decant_name_fold (name);

  return g_hash_table_contains (names, key);
}
