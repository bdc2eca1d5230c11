/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "servers/mail-words.h"

enum
{
  ENGLISH,
  GERMAN,
  FRENCH,
  GREEK,
  RUSSIAN,
  JAPANESE,
  POLISH,
  ARABIC,
};

static const char *const english_topics[] = {
  "Minutes of Monday's meeting",
  "The boat house roof",
  "Draft of chapter three",
  "Are you free on Thursday?",
  "Invoice for the second quarter",
  "Photos from the cliff walk",
  "Tide tables for next year",
  "Broken sensor on buoy 7",
  "Train tickets to Edinburgh",
  "Your talk in May",
  "Measurements look odd since the storm",
  "Keys for the new office",
  "Happy birthday!",
  "Budget, second attempt",
  "Review comments on the instrument paper",
  "Who waters the plants?",
  NULL,
};

static const char *const english_phrases[] = {
  "I have attached the latest version; please have a look before Friday.",
  "The pump has been making that noise again, so I switched it off over the weekend.",
  "We agreed to meet in the small room, since the large one is being painted.",
  "Could you send me the figures for last year as well?",
  "Nothing urgent, but I would like to settle this before the holidays.",
  "The train leaves at twenty past eight and we have seats by the window.",
  "I spoke to Margaret and she is happy with either date.",
  "As far as I can see only the readings after midnight are affected.",
  "Thank you for the book, I am already half way through.",
  "Let us keep the old instrument as a reference until the new one has run for a month.",
  "The weather was dreadful, but the children loved it.",
  "I will be out of the office from Wednesday on; Tom has the keys.",
  NULL,
};

static const char *const german_topics[] = {
  "Protokoll der Sitzung", "Wanderung über Pfingsten",      "Rückfrage zur Abrechnung",
  "Omas Apfelkuchen",      "Angebot für die Gewächshäuser", "Schlüsselübergabe am Samstag",
  "Fotos vom Sommerfest",  "Änderung der Öffnungszeiten",   NULL,
};

static const char *const german_phrases[] = {
  "Vielen Dank für die schnelle Antwort.",
  "Der Termin am Donnerstag passt mir gut, ich bringe die Unterlagen mit.",
  "Könntest du bitte noch einmal über den Entwurf schauen?",
  "Die Äpfel sind dieses Jahr früh reif, es wird also ein großer Kuchen.",
  "Die Prüfung hat ergeben, dass zwei Fühler ausgetauscht werden müssen.",
  "Im Anhang findest du die Bilder, leider sind einige etwas unscharf.",
  "Wir treffen uns um halb acht am Bahnhof, Gleis drei.",
  "Für Rückfragen stehe ich gerne zur Verfügung.",
  NULL,
};

static const char *const french_topics[] = {
  "Compte rendu de la réunion",
  "Vacances d’été en Bretagne",
  "Relevé de février",
  "Une idée pour Noël",
  "Réservation confirmée",
  "La maison près de la forêt",
  NULL,
};

static const char *const french_phrases[] = {
  "Je vous remercie de votre réponse et vous envoie le document corrigé.",
  "Nous arriverons vers dix-huit heures, ne nous attendez pas pour dîner.",
  "Les mesures ont été refaites après la tempête, et le résultat est le même.",
  "Il reste deux places, veux-tu venir avec nous ?",
  "Les élèves ont beaucoup aimé la visite du phare.",
  "Voici enfin les photos de l’été dernier.",
  NULL,
};

static const char *const greek_topics[] = {
  "Καλοκαίρι στη Νάξο",  "Πρακτικά συνεδρίασης",      "Χρόνια πολλά!",
  "Το καινούργιο σπίτι", "Φωτογραφίες από τη γιορτή", NULL,
};

static const char *const greek_phrases[] = {
  "Σας ευχαριστώ πολύ για την απάντηση.",
  "Το πλοίο φεύγει στις επτά το πρωί από τον Πειραιά.",
  "Η γιαγιά στέλνει πολλά φιλιά και περιμένει νέα σας.",
  "Θα σου στείλω αύριο τα υπόλοιπα έγγραφα.",
  "Ο καιρός είναι θαυμάσιος, η θάλασσα όμως ακόμα κρύα.",
  NULL,
};

static const char *const russian_topics[] = {
  "Протокол совещания",    "Книги для библиотеки", "С днём рождения!",
  "Билеты на конференцию", "Вопрос о переводе",    NULL,
};

static const char *const russian_phrases[] = {
  "Большое спасибо за письмо и за подробный ответ.",
  "Перевод второй главы почти готов, пришлю его в пятницу.",
  "Поезд прибывает рано утром, встречать не нужно.",
  "Прибор снова работает, но показания надо проверить.",
  "Передавай привет всей семье.",
  NULL,
};

static const char *const japanese_topics[] = {
  "会議の議事録", "京都への旅行について", "お誕生日おめでとうございます",
  "論文の修正",   "写真を送ります",       NULL,
};

static const char *const japanese_phrases[] = {
  "お返事ありがとうございます。",
  "来週の木曜日に研究室でお待ちしています。",
  "添付の写真は清水寺で撮ったものです。",
  "修正した原稿をお送りしますので、ご確認ください。",
  "東京は急に寒くなりました。お体を大切になさってください。",
  NULL,
};

static const char *const polish_topics[] = {
  "Protokół ze spotkania", "Wycieczka do Łodzi", "Zdjęcia z wesela", "Zaległa faktura", NULL,
};

static const char *const polish_phrases[] = {
  "Dziękuję za szybką odpowiedź.",
  "Pociąg odjeżdża o szóstej, spotkajmy się na peronie.",
  "W załączniku przesyłam poprawioną wersję umowy.",
  "Żółte łódki już stoją w porcie, lato się zaczęło.",
  NULL,
};

static const char *const arabic_topics[] = {
  "محضر الاجتماع",
  "صور الرحلة",
  "كل عام وأنتم بخير",
  NULL,
};

static const char *const arabic_phrases[] = {
  "شكرا جزيلا على الرد السريع.",
  "سأرسل لك بقية الوثائق غدا إن شاء الله.",
  "الطقس جميل هذه الأيام والبحر هادئ.",
  NULL,
};

const MailLanguage mail_languages[] = {
  [ENGLISH] = { "en", "ISO-8859-1", "Re: ", "Dear %s,", "Best wishes,", english_topics,
                english_phrases },
  [GERMAN] = { "de", "ISO-8859-1", "AW: ", "Liebe %s,", "Viele Grüße", german_topics,
               german_phrases },
  [FRENCH] = { "fr", "ISO-8859-15", "RE : ", "Chère %s,", "À bientôt", french_topics,
               french_phrases },
  [GREEK] = { "el", "ISO-8859-7", "ΑΠ: ", "Αγαπητή %s,", "Φιλικά", greek_topics, greek_phrases },
  [RUSSIAN] = { "ru", "KOI8-R", "Re: ", "Здравствуйте, %s!", "С уважением", russian_topics,
                russian_phrases },
  [JAPANESE] = { "ja", "ISO-2022-JP", "Re: ", "%s 様", "よろしくお願いいたします。",
                 japanese_topics, japanese_phrases },
  [POLISH] = { "pl", "ISO-8859-2", "Odp: ", "Droga %s,", "Pozdrawiam", polish_topics,
               polish_phrases },
  [ARABIC] = { "ar", "WINDOWS-1256", "رد: ", "عزيزتي %s،", "مع أطيب التحيات", arabic_topics,
               arabic_phrases },
};
const guint n_mail_languages = G_N_ELEMENTS (mail_languages);

const MailPerson mail_owner = { "Ada Lindqvist", "ada@cliff.example.org", ENGLISH };

const MailPerson mail_people[] = {
  { "Margaret Hollis", "m.hollis@cliff.example.org", ENGLISH },
  { "Tom Okafor", "tom.okafor@cliff.example.org", ENGLISH },
  { "Seán Ó Briain", "sean@harbour.example.ie", ENGLISH },
  { "Priya Raman", "priya.raman@tides.example.net", ENGLISH },
  { "J. W. van der Meer", "jwvdmeer@buoys.example.nl", ENGLISH },
  { "Jürgen Groß", "juergen.gross@werft.example.de", GERMAN },
  { "Käthe Möller", "kaethe@gartenbau.example.de", GERMAN },
  { "Opa Lindqvist", "opa@familie.example.de", GERMAN },
  { "Élodie Lefèvre", "elodie.lefevre@phare.example.fr", FRENCH },
  { "François Nguyen", "f.nguyen@mesures.example.fr", FRENCH },
  { "Ελένη Παπαδοπούλου", "eleni@nisi.example.gr", GREEK },
  { "Николай Орлов", "orlov@biblio.example.ru", RUSSIAN },
  { "田中 花子", "hanako.tanaka@kyoto.example.jp", JAPANESE },
  { "Łukasz Żak", "lukasz.zak@lodz.example.pl", POLISH },
  { "ليلى حداد", "layla.haddad@bahr.example.com", ARABIC },
};
const guint n_mail_people = G_N_ELEMENTS (mail_people);

const MailPerson mail_senders[] = {
  { "Coastal Railways", "tickets@railways.example.com", ENGLISH },
  { "Harbour Bank", "statements@harbourbank.example.com", ENGLISH },
  { "The Open Shelf", "orders@openshelf.example.com", ENGLISH },
  { "Instrument Society", "newsletter@instruments.example.org", ENGLISH },
  { "City Library", "no-reply@library.example.org", ENGLISH },
};
const char *const mail_notices[] = {
  "Your tickets for the journey on %s", "Your statement of %s is ready",
  "Your order of %s is on its way",     "News from the society, issue of %s",
  "Two of your books are due on %s",
};
const guint n_mail_senders = G_N_ELEMENTS (mail_senders);

const char *const mail_months[12] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
