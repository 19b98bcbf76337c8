import { describe, expect, test } from "vitest";
import type { ReplyLanguage } from "../../bot/answer-types.ts";
import { askedDay } from "../../bot/asked-day.ts";

const TODAY = "2026-05-20";
const day = (question: string, language: ReplyLanguage = "en") => askedDay(question, language, TODAY);
const during = (from: string, to: string) => ({ kind: "during", from, to });

describe("words for a stretch of time", () => {
  test.each<[ReplyLanguage, string, string, string, string]>([
    ["en", "How many members made a quorum in 2023?", "2023-01-01", "2023-12-31", "in 2023"],
    ["en", "In May 2023, how long was the notice?", "2023-05-01", "2023-05-31", "In May 2023"],
    ["en", "on 3 March 2019 how many nights could a guest stay?", "2019-03-03", "2019-03-03", "on 3 March 2019"],
    ["en", "what notice did they have to give in autumn 2013", "2013-09-01", "2013-11-30", "in autumn 2013"],
    ["en", "how long could a guest stay at the end of 2021?", "2021-10-01", "2021-12-31", "end of 2021"],
    ["en", "What was the notice period last year?", "2025-01-01", "2025-12-31", "last year"],
    ["en", "What was the deposit two years ago?", "2024-05-20", "2024-05-20", "two years ago"],
    ["en", "How high will the deposit be next year?", "2027-01-01", "2027-12-31", "next year"],
    ["de", "Wie viele Mitglieder brauchte man 2019 für Beschlüsse?", "2019-01-01", "2019-12-31", "2019"],
    ["de", "Wie lange war die Werkstatt 2019 geöffnet?", "2019-01-01", "2019-12-31", "2019"],
    ["de", "Welche Frist galt Anfang 2013?", "2013-01-01", "2013-03-31", "Anfang 2013"],
    ["de", "Wie lange durfte ein Gast im Mai 2023 bleiben?", "2023-05-01", "2023-05-31", "im Mai 2023"],
    ["de", "Wie hoch war die Kaution vor zwei Jahren?", "2024-05-20", "2024-05-20", "vor zwei Jahren"],
    ["fr", "En 2016, quel était le préavis ?", "2016-01-01", "2016-12-31", "En 2016"],
    ["fr", "Quel était le préavis au 1er mars 2018 ?", "2018-03-01", "2018-03-01", "au 1er mars 2018"],
    [
      "fr",
      "Combien de nuits pouvait rester un invité l'année dernière ?",
      "2025-01-01",
      "2025-12-31",
      "l'année dernière",
    ],
    ["es", "¿Con cuántos meses tenía que avisar en otoño de 2016?", "2016-09-01", "2016-11-30", "en otoño de 2016"],
    [
      "es",
      "¿Cuántas noches podía quedarse un invitado en mayo de 2023?",
      "2023-05-01",
      "2023-05-31",
      "en mayo de 2023",
    ],
    ["ca", "El 2010, quants socis havien de ser-hi?", "2010-01-01", "2010-12-31", "El 2010"],
    ["ca", "Quantes nits es podia quedar un convidat fa tres anys?", "2023-05-20", "2023-05-20", "fa tres anys"],
    ["da", "Hvor længe måtte en gæst blive i maj 2023?", "2023-05-01", "2023-05-31", "i maj 2023"],
    ["da", "Hvad var opsigelsesvarslet sidste år?", "2025-01-01", "2025-12-31", "sidste år"],
  ])("%s: %s", (language, question, from, to, words) => {
    expect(day(question, language)).toEqual({ ...during(from, to), words });
  });
});

describe("words for what was before", () => {
  test.each<[ReplyLanguage, string, object]>([
    ["en", "What was the quorum before 2022?", { kind: "before", from: "2022-01-01", until: false }],
    ["en", "What was the quorum before the last general meeting?", { kind: "before-meeting", span: null }],
    [
      "en",
      "What was the quorum before the general meeting of 2022?",
      { kind: "before-meeting", span: { from: "2022-01-01" } },
    ],
    [
      "en",
      "What was the quorum before the change of 2022?",
      { kind: "edition", before: true, change: true, year: "2022" },
    ],
    [
      "en",
      "What was the quorum before the 2022 bylaws?",
      { kind: "edition", before: true, change: false, year: "2022" },
    ],
    ["en", "What did the 2015 bylaws say about the quorum?", { kind: "edition", before: false, year: "2015" }],
    ["en", "What was the quorum before the last change?", { kind: "previous" }],
    ["en", "What was the old rule on guests?", { kind: "previous", words: "old rule" }],
    ["en", "How long could guests stay previously?", { kind: "previous" }],
    ["en", "What was the limit before?", { kind: "previous" }],
    ["de", "Wie hoch war die Kaution vor 2022?", { kind: "before", from: "2022-01-01" }],
    ["de", "Wie viele brauchte man vor der letzten Mitgliederversammlung?", { kind: "before-meeting", span: null }],
    ["de", "Welche Frist galt vor der Änderung von 2022?", { kind: "edition", before: true, change: true }],
    ["de", "Was stand in der Satzung von 2015 zur Frist?", { kind: "edition", before: false, year: "2015" }],
    ["de", "Wie lautete die alte Regel zu Gästen?", { kind: "previous" }],
    ["de", "Wie lange durften Gäste früher bleiben?", { kind: "previous", words: "früher" }],
    ["fr", "Quel était le préavis avant 2020 ?", { kind: "before", from: "2020-01-01" }],
    ["fr", "Quel était le quorum avant la dernière assemblée générale ?", { kind: "before-meeting" }],
    ["fr", "Que disait l'ancienne règle sur les invités ?", { kind: "previous" }],
    ["fr", "Que disaient les statuts de 2015 sur le quorum ?", { kind: "edition", year: "2015" }],
    ["es", "¿Cuál era el plazo antes de 2020?", { kind: "before", from: "2020-01-01" }],
    ["es", "¿Qué decía la norma anterior sobre los invitados?", { kind: "previous" }],
    ["es", "¿Cuál era el quórum antes de la última asamblea?", { kind: "before-meeting" }],
    ["ca", "Quin era el termini abans del canvi de 2022?", { kind: "edition", before: true, change: true }],
    ["ca", "Què deia la norma anterior sobre els convidats?", { kind: "previous" }],
    ["da", "Hvor længe måtte gæster blive før ændringen i 2022?", { kind: "edition", before: true, change: true }],
    ["da", "Hvad sagde den gamle regel om gæster?", { kind: "previous" }],
    ["da", "Hvad var fristen før den sidste generalforsamling?", { kind: "before-meeting", span: null }],
  ])("%s: %s", (language, question, expected) => {
    expect(day(question, language)).toMatchObject(expected);
  });
});

describe("a question asks for no other day", () => {
  test.each<[ReplyLanguage, string]>([
    ["en", "What is the 2024 budget for repairs?"],
    ["en", "What do the minutes of 2022 say about the roof?"],
    ["en", "Who was elected to the board in 2023?"],
    ["en", "How much was spent on energy in 2024?"],
    ["en", "What does resolution 2024-03 say?"],
    ["en", "Since 2022, how many nights may a guest stay?"],
    ["en", "I joined in 2016, how long is the notice now?"],
    ["en", "Is the notice still six months, as it was in 2016?"],
    ["en", "How many hours do I have to work before I can become a member?"],
    ["en", "How early must a motion be in before a general meeting?"],
    ["en", "What does the proposal of 2025 say about the quorum?"],
    ["en", "how much notice does someone get before being expelled?"],
    ["en", "What changed between 2015 and 2022?"],
    ["en", "What will hold from 2015?"],
    ["en", "Where does the old band saw stand?"],
    ["en", "She has been on the board since last year. May I stand as well?"],
    ["es", "¿Qué día es la fiesta de verano de 2026?"],
    ["de", "Was steht im Budget 2024 für Reparaturen?"],
    ["de", "Was steht im Protokoll 2022 zum Dach?"],
    ["de", "Was steht im Plan 2024 zum Dach?"],
    ["de", "Wer wurde 2023 in den Vorstand gewählt?"],
    ["de", "Kann man auch früher kündigen?"],
    ["de", "Seit September 2024 läuft die Solaranlage, wie viel zahlen wir jetzt?"],
    ["fr", "le préavis est-il toujours de six mois, comme quand je suis arrivé en 2016 ?"],
    ["fr", "Quel budget a été voté en 2025 ?"],
    ["es", "¿Quién fue elegido en 2023?"],
    ["ca", "Quin és el pressupost de 2024?"],
    ["da", "Hvem blev valgt i 2023?"],
    ["da", "Hvad er kontingentet nu?"],
  ])("%s: %s", (language, question) => {
    expect(day(question, language)).toBeNull();
  });
});
