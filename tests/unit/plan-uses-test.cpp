/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/use-names.h"
#include "plan-fixture.hpp"

using namespace plan_fixture;

namespace
{

/* The names of a language's folders, each of which meets the new server's one for the use. */
struct Language
{
  const char *language;
  const char *sent, *drafts, *trash, *junk, *archive;
};

class PlanLanguage : public testing::TestWithParam<Language>
{
};

TEST_P (PlanLanguage, FoldersMeetByTheirNames)
{
  const Language &names = GetParam ();
  const std::vector<Spec> told = { { "INBOX" },
                                   { "S", DECANT_SPECIAL_USE_SENT },
                                   { "D", DECANT_SPECIAL_USE_DRAFTS },
                                   { "T", DECANT_SPECIAL_USE_TRASH },
                                   { "J", DECANT_SPECIAL_USE_JUNK },
                                   { "A", DECANT_SPECIAL_USE_ARCHIVE } };
  const std::vector<const char *> all = { names.sent, names.drafts, names.trash, names.junk,
                                          names.archive };
  const std::vector<Spec> named = { { all[0] }, { all[1] }, { all[2] }, { all[3] }, { all[4] } };
  g_autoptr (DecantPlan) from = make_plan (named, told);
  g_autoptr (DecantPlan) to = make_plan (told, named);

  for (gsize i = 0; i < all.size (); i++)
    {
      EXPECT_EQ (place_of (from, all[i]), told[i + 1].path) << names.language;
      EXPECT_EQ (place_of (to, told[i + 1].path), all[i]) << names.language;
    }
}

INSTANTIATE_TEST_SUITE_P (
  All, PlanLanguage,
  testing::Values (
    Language{ "English", "Sent Messages", "draft", "Deleted Items", "Bulk Mail", "Archives" },
    Language{ "German", "Gesendete Objekte", "Entwürfe", "Papierkorb", "Spamverdacht", "Archiv" },
    Language{ "French", "Éléments envoyés", "Brouillons", "Corbeille", "Courrier indésirable",
              "Archives" },
    Language{ "Spanish", "Elementos enviados", "Borradores", "Papelera", "Correo no deseado",
              "Archivo" },
    Language{ "Italian", "Posta inviata", "Bozze", "Cestino", "Posta indesiderata", "Archivio" },
    Language{ "Portuguese", "Itens enviados", "Rascunhos", "Lixeira", "Lixo eletrônico",
              "Arquivo" },
    Language{ "Dutch", "Verzonden items", "Concepten", "Prullenbak", "Ongewenste e-mail",
              "Archief" },
    Language{ "Polish", "Elementy wysłane", "Wersje robocze", "Kosz", "Wiadomości-śmieci",
              "Archiwum" },
    Language{ "Swedish", "Skickat", "Utkast", "Papperskorgen", "Skräppost", "Arkiv" },
    Language{ "Danish", "Sendt post", "Kladder", "Slettet post", "Uønsket mail", "Arkiv" },
    Language{ "Norwegian", "Sendte elementer", "Utkast", "Slettede elementer", "Søppelpost",
              "Arkiv" },
    Language{ "Finnish", "Lähetetyt", "Luonnokset", "Roskakori", "Roskaposti", "Arkisto" },
    Language{ "Czech", "Odeslaná pošta", "Koncepty", "Odstraněná pošta", "Nevyžádaná pošta",
              "Archiv" },
    Language{ "Hungarian", "Elküldött elemek", "Piszkozatok", "Törölt elemek", "Levélszemét",
              "Archívum" },
    Language{ "Turkish", "Gönderilmiş Öğeler", "Taslaklar", "Silinmiş Öğeler", "Önemsiz E-posta",
              "Arşiv" },
    Language{ "Russian", "ОТПРАВЛЕННЫЕ", "Черновики", "Корзина", "Спам", "Архив" },
    Language{ "Ukrainian", "Надіслані", "Чернетки", "Кошик", "Небажана пошта", "Архів" },
    Language{ "Greek", "Απεσταλμένα", "Πρόχειρα", "Διαγραμμένα", "Ανεπιθύμητα", "Αρχείο" },
    Language{ "Japanese", "送信済みアイテム", "下書き", "ゴミ箱", "迷惑メール", "アーカイブ" },
    Language{ "Chinese", "已发送邮件", "草稿", "已删除邮件", "垃圾邮件", "存档" },
    Language{ "Chinese, traditional", "寄件備份", "草稿匣", "刪除的郵件", "垃圾郵件匣", "封存" },
    Language{ "Korean", "보낸 편지함", "임시 보관함", "휴지통", "스팸 메일함", "보관함" }));

TEST (PlanUses, TheServersWordIsNotOverruledByAName)
{
  g_autoptr (DecantPlan)
    plan = make_plan ({ { "Gesendet" }, { "Out", DECANT_SPECIAL_USE_SENT }, { "Papierkorb" } },
                      { { "Sent" }, { "Verschickt", DECANT_SPECIAL_USE_SENT }, { "Trash" } });

  EXPECT_EQ (place_of (plan, "Out"), "Verschickt");
  EXPECT_EQ (place_of (plan, "Gesendet"), "Gesendet") << "never two to one by a name";
  EXPECT_EQ (place_of (plan, "Papierkorb"), "Trash") << "of that use nothing is said";
}

TEST (PlanUses, OfSeveralNamesTheSurestMeets)
{
  g_autoptr (DecantPlan) plan = make_plan ({ { "Versendet" }, { "Sent Items" }, { "INBOX/Sent" } },
                                           { { "Gesendet" }, { "INBOX/Gesendete Elemente" } });

  EXPECT_EQ (place_of (plan, "INBOX/Sent"), "Gesendet");
  EXPECT_EQ (place_of (plan, "Sent Items"), "Sent Items");
  EXPECT_EQ (place_of (plan, "Versendet"), "Versendet");
}

TEST (PlanUses, AtTheTopAndBelowTheInboxOnly)
{
  g_autoptr (DecantPlan) plan = make_plan ({ { "INBOX/Papierkorb" }, { "Work/Entwürfe" } },
                                           { { "Trash" }, { "Drafts" } });

  EXPECT_EQ (place_of (plan, "INBOX/Papierkorb"), "Trash");
  EXPECT_EQ (place_of (plan, "Work/Entwürfe"), "Work/Entwürfe");
}

TEST (PlanUses, ANamesakeGoesBeforeANameAlone)
{
  g_autoptr (DecantPlan) plan = make_plan (
    { { "Sent Items" }, { "Junk" } },
    { { "Sent" }, { "Sent Items" }, { "Junk" }, { "Spam", DECANT_SPECIAL_USE_JUNK } });

  EXPECT_EQ (place_of (plan, "Sent Items"), "Sent Items");
  EXPECT_EQ (place_of (plan, "Junk"), "Junk");
}

TEST (PlanUses, NoNameMeansTwoThings)
{
  EXPECT_EQ (decant_use_of_name ("Anything", nullptr), DECANT_SPECIAL_USE_NONE);
  EXPECT_EQ (decant_use_of_name ("", nullptr), DECANT_SPECIAL_USE_NONE);
  EXPECT_EQ (decant_use_of_name ("E\u0301le\u0301ments supprime\u0301s", nullptr),
             DECANT_SPECIAL_USE_TRASH)
    << "decomposed";
  for (const char *name : { "Sent", "Drafts", "Trash", "Junk", "Archive", "Papierkorb" })
    EXPECT_FALSE (decant_name_is_groupware (DECANT_SERVER_EXCHANGE, name)) << name;
  for (const char *name : { "Calendar", "kalender", "Tâches", "連絡先" })
    EXPECT_TRUE (decant_name_is_groupware (DECANT_SERVER_EXCHANGE, name)) << name;
}

} // namespace
