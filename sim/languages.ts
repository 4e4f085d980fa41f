// Eight everyday facts in seven languages: does a question in the same language, in other words, bring the right one back?
import { embedded, Mneme } from 'mneme'
import { command, usageOf, type Description } from './lab/command.ts'
import { drawPlot } from './lab/plot.ts'
import { Report, share, table } from './lab/report.ts'

export const summary = 'What does the embedded encoder, made for English, recall in other languages?'

const description: Description = { name: 'languages', summary, flags: {} }

export const usage: string = usageOf(description)

/** Statements and their questions, in the same order in every language: written for this, by no one's data set. */
export const facts: Readonly<Record<string, readonly (readonly [statement: string, question: string])[]>> = {
  English: [
    ['My sister Ana is allergic to peanuts.', 'Which food must Ana avoid?'],
    ['We moved to Lyon last spring.', 'Which city do we live in?'],
    ['I play the violin every Thursday evening.', 'Which instrument do I play?'],
    ['Our dog is called Balu and is afraid of thunder.', 'What is our pet afraid of?'],
    ["I work as a nurse in the children's ward.", 'What is my job?'],
    ['My father has a heart operation on the 5th of May.', 'When is my father being operated on?'],
    ['I drink my coffee without sugar.', 'How do I like my coffee?'],
    ['The key to the cellar hangs behind the fridge.', 'Where is the cellar key?'],
  ],
  German: [
    ['Meine Schwester Ana ist gegen Erdnüsse allergisch.', 'Welches Essen muss Ana meiden?'],
    ['Wir sind letzten Frühling nach Lyon gezogen.', 'In welcher Stadt wohnen wir?'],
    ['Ich spiele jeden Donnerstagabend Geige.', 'Welches Instrument spiele ich?'],
    ['Unser Hund heißt Balu und hat Angst vor Donner.', 'Wovor hat unser Haustier Angst?'],
    ['Ich arbeite als Krankenschwester auf der Kinderstation.', 'Was arbeite ich?'],
    ['Mein Vater hat am 5. Mai eine Herzoperation.', 'Wann wird mein Vater operiert?'],
    ['Ich trinke meinen Kaffee ohne Zucker.', 'Wie mag ich meinen Kaffee?'],
    ['Der Kellerschlüssel hängt hinter dem Kühlschrank.', 'Wo ist der Schlüssel zum Keller?'],
  ],
  French: [
    ['Ma sœur Ana est allergique aux cacahuètes.', 'Quel aliment Ana doit-elle éviter ?'],
    ['Nous avons déménagé à Lyon au printemps dernier.', 'Dans quelle ville habitons-nous ?'],
    ['Je joue du violon tous les jeudis soir.', 'De quel instrument est-ce que je joue ?'],
    ["Notre chien s'appelle Balu et a peur du tonnerre.", 'De quoi notre animal a-t-il peur ?'],
    ['Je travaille comme infirmière au service des enfants.', 'Quel est mon travail ?'],
    ['Mon père se fait opérer du cœur le 5 mai.', 'Quand mon père est-il opéré ?'],
    ['Je bois mon café sans sucre.', "Comment est-ce que j'aime mon café ?"],
    ['La clé de la cave est accrochée derrière le frigo.', 'Où est la clé de la cave ?'],
  ],
  Spanish: [
    ['Mi hermana Ana es alérgica a los cacahuetes.', '¿Qué comida tiene que evitar Ana?'],
    ['Nos mudamos a Lyon la primavera pasada.', '¿En qué ciudad vivimos?'],
    ['Toco el violín todos los jueves por la noche.', '¿Qué instrumento toco?'],
    ['Nuestro perro se llama Balu y tiene miedo a los truenos.', '¿A qué tiene miedo nuestra mascota?'],
    ['Trabajo de enfermera en la planta de niños.', '¿En qué trabajo?'],
    ['A mi padre lo operan del corazón el 5 de mayo.', '¿Cuándo operan a mi padre?'],
    ['Tomo el café sin azúcar.', '¿Cómo me gusta el café?'],
    ['La llave del sótano cuelga detrás de la nevera.', '¿Dónde está la llave del sótano?'],
  ],
  Russian: [
    ['У моей сестры Ани аллергия на арахис.', 'Какую еду нельзя Ане?'],
    ['Прошлой весной мы переехали в Лион.', 'В каком городе мы живём?'],
    ['Я играю на скрипке каждый четверг вечером.', 'На каком инструменте я играю?'],
    ['Нашу собаку зовут Балу, и она боится грома.', 'Чего боится наш питомец?'],
    ['Я работаю медсестрой в детском отделении.', 'Кем я работаю?'],
    ['Пятого мая у моего отца операция на сердце.', 'Когда операция у отца?'],
    ['Я пью кофе без сахара.', 'Какой кофе я люблю?'],
    ['Ключ от подвала висит за холодильником.', 'Где ключ от подвала?'],
  ],
  Chinese: [
    ['我妹妹安娜对花生过敏。', '安娜不能吃什么?'],
    ['去年春天我们搬到了里昂。', '我们住在哪个城市?'],
    ['我每周四晚上拉小提琴。', '我会什么乐器?'],
    ['我们的狗叫巴鲁,它怕打雷。', '我们的狗怕什么?'],
    ['我在儿科病房当护士。', '我的工作是什么?'],
    ['我爸爸五月五号做心脏手术。', '爸爸什么时候做手术?'],
    ['我喝咖啡不加糖。', '我怎么喝咖啡?'],
    ['地下室的钥匙挂在冰箱后面。', '地下室的钥匙在哪里?'],
  ],
  Japanese: [
    ['妹のアナはピーナッツアレルギーです。', 'アナは何を食べられませんか?'],
    ['去年の春にリヨンへ引っ越しました。', '私たちはどの町に住んでいますか?'],
    ['毎週木曜の夜にバイオリンを弾きます。', '私はどんな楽器を弾きますか?'],
    ['うちの犬はバルーといって雷が怖いです。', 'うちの犬は何が怖いですか?'],
    ['小児病棟で看護師をしています。', '私の仕事は何ですか?'],
    ['父は五月五日に心臓の手術を受けます。', '父の手術はいつですか?'],
    ['コーヒーは砂糖なしで飲みます。', 'コーヒーはどう飲みますか?'],
    ['地下室の鍵は冷蔵庫の後ろに掛けてあります。', '地下室の鍵はどこですか?'],
  ],
}

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const encoder = await embedded()
    const report = new Report(settings, encoder.id)
    const rows = []
    for (const [language, pairs] of Object.entries(facts)) rows.push({ language, ...(await measure(pairs)) })
    for (const row of rows) report.record(row)
    report.print(
      'One memory for each language, eight statements, eight questions. Chance puts 1 in 8 first.',
      '',
      table(
        ['language', 'stored', 'first', 'first three'],
        rows.map(row => [row.language, share(row.stored), share(row.first), share(row.three)]),
      ),
    )
    report.finish(
      { languages: rows },
      drawPlot({
        title: 'One encoder, seven languages',
        subtitle: 'Eight statements and eight questions in each; the embedded encoder was distilled on English.',
        panels: [
          {
            type: 'bars',
            title: 'Questions whose statement was found',
            axis: { label: 'share of eight questions', min: 0, max: 1 },
            series: ['first', 'among the first three'],
            groups: rows.map(({ language, first, three }) => ({ name: language, bars: [{ value: first }, { value: three }] })),
          },
        ],
      }),
    )
  })
}

/** Shares of statements that got a trace, and of questions whose statement came first or among the first three. */
async function measure(pairs: readonly (readonly [string, string])[]): Promise<{ stored: number; first: number; three: number }> {
  let now = Date.UTC(2026, 0, 5, 12)
  const memory = await Mneme.open({ clock: () => now, timeZone: 'UTC' })
  let stored = 0
  for (const [statement] of pairs) {
    // Half a day apart, so that no statement is the neighbour of another.
    now += 43_200_000
    const { decisions } = await memory.observe(statement)
    if (decisions[0]?.traceId !== undefined) stored++
  }
  let first = 0
  let three = 0
  for (const [statement, question] of pairs) {
    const texts = (await memory.recall(question, { k: 3 })).map(hit => hit.text)
    if (texts[0] === statement) first++
    if (texts.includes(statement)) three++
  }
  await memory.close()
  return { stored: stored / pairs.length, first: first / pairs.length, three: three / pairs.length }
}
