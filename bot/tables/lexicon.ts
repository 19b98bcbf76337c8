/**
 * The words with which six languages ask tables: what is asked for, how things are compared, which words carry no
 * meaning of their own. Folded as `foldText` does. Data alone; general vocabulary.
 */
import type { ReplyLanguage } from "../answer-types.ts";

export const ASKS = [
  "count",
  "much",
  "total",
  "average",
  "median",
  "most",
  "least",
  "dearest",
  "cheapest",
  "difference",
  "rise",
  "fall",
  "share",
  "list",
  "refused",
] as const;
export type Ask = (typeof ASKS)[number];

export type Relation = "before" | "after" | "since" | "until" | "over" | "under" | "at-least" | "at-most";

export type Lexicon = {
  /** Read in this order; what is found is taken out of the question. */
  readonly asks: readonly (readonly [Ask, string])[];
  readonly relations: readonly (readonly [Relation, string])[];
  /** "between", "and", "from", "to": a number on either side. */
  readonly ranges: readonly (readonly [string, string])[];
  readonly functions: string;
  /** January first; beginnings. */
  readonly months: string;
  /** "Exceeded its budget": what was spent rose above what was planned, said in these words instead. */
  readonly exceeded: readonly [pattern: string, words: string];
  /** "a person": the article counts there. */
  readonly articles: string;
};

const EN: Lexicon = {
  asks: [
    [
      "refused",
      "not|no|never|without|except|excluding|other than|neither|cannot|\\p{L}+n['’]t|or(?! more)|either|per member|each(?! (?:month|year|week|quarter|day))",
    ],
    [
      "difference",
      "how (?:much|many) (?:more|less|fewer|higher|lower)|by how much|(?:the )?difference (?:between|of|in)?|difference",
    ],
    ["share", "(?:what|which) (?:share|percentage|percent|proportion|fraction) of|how many percent of"],
    ["count", "how many|(?:the )?number of"],
    ["much", "how much|how high (?:is|are|was|were)"],
    [
      "total",
      "in total|in all|altogether|(?:the )?(?:total )?sum of|(?:the )?totals?(?: (?:amount|cost|number))?(?: of)?|overall|combined|all together",
    ],
    ["average", "on average|(?:the )?(?:average|mean)(?: (?:number|amount))?(?: of)?"],
    ["median", "median"],
    ["dearest", "(?:the )?(?:most expensive|dearest|costliest)"],
    ["cheapest", "(?:the )?(?:cheapest|least expensive)"],
    ["least", "(?:the )?(?:least|lowest|smallest|fewest|minimum)"],
    ["most", "(?:the )?(?:most|highest|largest|biggest|greatest|maximum)"],
    ["rise", "(?:risen|rise|rose|increased?|grown|grew|gone up|go up|went up)"],
    ["fall", "(?:fallen|fall|fell|decreased?|shrunk|dropped|gone down|go down|went down)"],
    ["list", "list all|list the|list"],
  ],
  relations: [
    ["before", "before|prior to|earlier than"],
    ["after", "after|later than"],
    ["since", "since"],
    ["until", "until|till"],
    ["at-least", "at least|no less than"],
    ["at-most", "at most|no more than|up to"],
    ["over", "more than|over|above|greater than|larger than|exceeding"],
    ["under", "less than|fewer than|under|below|smaller than"],
  ],
  ranges: [
    ["between", "and"],
    ["from", "to"],
    ["from", "until"],
  ],
  functions:
    "get gets got getting need needs every each a an per the of for in on at to from by with is are was were be been being do does did have has had there it its this that these those " +
    "we our us you your i my me they their them which what who whom whose where when please tell show give get and than into as s d ll re ve " +
    "need needs must should can could may will would amount amounts hold holds held own owns belong live lives living located situated go goes come " +
    "co op coop cooperative association table sheet list according document documents data much many number done made performed given so",
  months: "january february march april may june july august september october november december",
  exceeded: ["exceed(?:ed|s|ing)?|overspent|overspend|overr[au]n", "risen actual"],
  articles: "a single",
};

const DE: Lexicon = {
  asks: [
    ["refused", "nicht|kein\\p{L}*|nie|ohne|ausser|oder(?! mehr)|weder|pro mitglied|jeweils|je"],
    [
      "difference",
      "um wie ?viel|wie ?viel (?:mehr|weniger|hoher|niedriger|teurer|billiger)|(?:der |die )?(?:unterschied|differenz)(?: zwischen)?",
    ],
    [
      "share",
      "(?:welcher|wie hoch ist der|wie gross ist der) (?:anteil|prozentsatz)(?: der| des| von)?|wie ?viel prozent(?: der| des| von)?",
    ],
    ["count", "wie ?viele|(?:die )?anzahl(?: der| von)?"],
    ["much", "wie ?viel|wie (?:hoch|gross|teuer) (?:ist|sind|war|waren)|wie (?:hoch|gross|teuer)"],
    [
      "total",
      "insgesamt|(?:die |der )?(?:gesamt|total)?summe(?: der| des| von)?|(?:der |die )?gesamtbetrag(?: der| des)?|zusammen|gesamt(?!\\p{L})|alles in allem",
    ],
    [
      "average",
      "im (?:durchschnitt|schnitt|mittel)|(?:der )?durchschnitt(?:lich\\p{L}*)?(?: der| des)?|(?:der )?mittelwert",
    ],
    ["median", "median"],
    ["dearest", "(?:(?:der|die|das|am) )?(?:teuerste\\p{L}*|kostspieligste\\p{L}*)"],
    ["cheapest", "(?:(?:der|die|das|am) )?(?:billigste\\p{L}*|gunstigste\\p{L}*|preiswerteste\\p{L}*)"],
    [
      "least",
      "(?:(?:der|die|das|den|am) )?(?:wenigsten?|niedrigste\\p{L}*|kleinste\\p{L}*|geringste\\p{L}*|minimal\\p{L}*)",
    ],
    ["most", "(?:(?:der|die|das|den|am) )?(?:meisten?|hochste\\p{L}*|grosste\\p{L}*|maximal\\p{L}*)"],
    ["rise", "gestiegen|stieg(?:en)?|zugenommen|gewachsen|erhoht"],
    ["fall", "gesunken|sank(?:en)?|abgenommen|gefallen|zuruckgegangen"],
    ["list", "liste auf|zahle auf"],
  ],
  relations: [
    ["before", "vor(?: dem)?"],
    ["after", "nach(?: dem)?"],
    ["since", "seit(?: dem)?|ab(?: dem)?"],
    ["until", "bis(?: ende| zum)?"],
    ["at-least", "mindestens|wenigstens"],
    ["at-most", "hochstens|maximal|bis zu"],
    ["over", "mehr als|uber|grosser als|hoher als"],
    ["under", "weniger als|unter|kleiner als|niedriger als"],
  ],
  ranges: [
    ["zwischen", "und"],
    ["von", "bis"],
  ],
  functions:
    "bekommt bekommen bekomme kriegt kriegen braucht brauchen jeden jede jedes der die das den dem des pro ein eine einen einem einer eines in im an am auf aus bei mit von vom zu zum zur fur um und als ist sind war waren " +
    "sein wird werden wurde wurden worden hat haben hatte hatten es sie er wir uns unser unsere unseren unserer ihr ihre man ich mir mein welche welcher " +
    "welches welchen welchem was wer wen wem wo wann wie bitte gibt gab sag zeig nenn muss mussen soll kann darf liegt lag lagen liegen steht standen " +
    "betragt betrug betragen belauft wohnen wohnt besitzen besitzt halten halt genossenschaft verein tabelle blatt liste laut dokument kommt geleistet erbracht gemacht anfallen angefallen so denn eigentlich jahr jahre jahres dass davon dafur dazu",
  months: "januar februar marz april mai juni juli august september oktober november dezember",
  exceeded: ["uberschritten|uberschritt(?:en)?|uberschreitet|uberzogen", "gestiegen istwert"],
  articles: "ein eine einen einem einer einzelne einzelnen einzelner",
};

const FR: Lexicon = {
  asks: [
    [
      "refused",
      "ne|n|pas|aucun\\p{L}*|jamais|sans|sauf|ou(?! plus)|ni|hormis|par membre|chaque(?! (?:mois|annee|semaine|trimestre|jour))|chacun\\p{L}*",
    ],
    [
      "difference",
      "de combien|combien (?:de plus|de moins)|(?:la |quelle est la )?(?:difference|ecart)(?: entre)?|l'ecart(?: entre)?",
    ],
    ["share", "(?:quelle (?:part|proportion)|quel pourcentage)(?: est| represente| representent)?(?: des| de| du)?"],
    ["count", "combien (?:de|d['’]|des)|(?:le )?nombre (?:de|d['’]|des)"],
    ["much", "combien|quel(?:le)? est (?=le montant)"],
    [
      "total",
      "au total|en tout|(?:la )?somme (?:des|de|du|d['’])|(?:le )?(?:montant )?total(?:e|es)?(?: des| de| du| d['’])?|ensemble|totaux",
    ],
    ["average", "en moyenne|(?:la )?moyenne?s?(?: des| de| du| d['’])?|moyen(?:ne)?s?"],
    ["median", "mediane?"],
    ["dearest", "(?:le |la |les )?plus cher(?:e|s|es)?"],
    ["cheapest", "(?:le |la |les )?moins cher(?:e|s|es)?"],
    ["least", "(?:le |la |les )?plus (?:petit|bas|faible)\\p{L}*|le moins (?:de|d['’])|le moins|minimum|minimale?"],
    [
      "most",
      "(?:le |la |les )?plus (?:grand|eleve|haut|gros|important)\\p{L}*|le plus (?:de|d['’])|le plus|maximum|maximale?",
    ],
    ["rise", "augmente\\p{L}*|hausse|progresse\\p{L}*"],
    ["fall", "diminue\\p{L}*|baisse\\p{L}*|recule\\p{L}*"],
    ["list", "enumere|liste des|liste les"],
  ],
  relations: [
    ["before", "avant(?: le)?"],
    ["after", "apres(?: le)?"],
    ["since", "depuis(?: le)?|a partir d[eu]"],
    ["until", "jusqu['’](?:en|a|au)(?: fin)?"],
    ["at-least", "au moins"],
    ["at-most", "au plus|au maximum"],
    ["over", "plus de|plus d['’]|superieure?s? a"],
    ["under", "moins de|moins d['’]|inferieure?s? a"],
  ],
  ranges: [
    ["entre", "et"],
    ["de", "a"],
  ],
  functions:
    "obtient obtenons obtiennent chaque le la les l un une des du de d et a au aux en dans par pour sur avec est sont etait etaient ete etre ont avait avaient avoir y il elle ils elles " +
    "on nous notre nos vous je mon ma mes ce cet cette ces que qu qui quel quelle quels quelles ou quand quoi combien comment c s se sa son ses leur leurs t " +
    "doit faut peut dites donne montrer moi cooperative association tableau feuille liste selon document fut eu habitent habite effectue effectues effectuees fournies possede detiennent detient fait",
  months: "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
  exceeded: ["depasse(?:e|s|es|nt)?", "augmente realise"],
  articles: "un une seule",
};

const ES: Lexicon = {
  asks: [
    [
      "refused",
      "no|nunca|sin|excepto|salvo|ni|o(?! mas)|ningun\\p{L}*|por socio|cada(?! (?:mes|ano|semana|trimestre|dia))",
    ],
    ["difference", "(?:en )?cuanto (?:mas|menos)|(?:la |cual es la )?diferencia(?: entre)?|en cuanto"],
    ["share", "que (?:porcentaje|parte|proporcion) de"],
    ["count", "cuant[oa]s|(?:el )?numero de|(?:la )?cantidad de"],
    ["much", "cuanto|cuanta"],
    ["total", "en total|(?:la )?suma (?:de|del)|(?:el )?total(?:es)?(?: de| del)?|en conjunto"],
    ["average", "de media|en promedio|(?:la |el )?(?:media|promedio|medio)(?: de| del)?"],
    ["median", "mediana"],
    ["dearest", "(?:el |la |los |las )?mas car[oa]s?"],
    ["cheapest", "(?:el |la |los |las )?mas barat[oa]s?"],
    ["least", "(?:el |la |los |las )?(?:mas baj[oa]s?|mas pequen[oa]s?|menor(?:es)?|minim[oa]s?|menos)"],
    ["most", "(?:el |la |los |las )?(?:mas alt[oa]s?|mas grandes?|mas elevad[oa]s?|mayor(?:es)?|maxim[oa]s?|mas)"],
    ["rise", "aumentado|aumento|subido|subio|crecido|crecio"],
    ["fall", "disminuido|disminuyo|bajado|bajo|descendido"],
    ["list", "enumera|lista de"],
  ],
  relations: [
    ["before", "antes (?:de|del)"],
    ["after", "despues (?:de|del)"],
    ["since", "desde|a partir de"],
    ["until", "hasta(?: fin(?:es|al) de)?"],
    ["at-least", "al menos|como minimo|por lo menos"],
    ["at-most", "como maximo|a lo sumo"],
    ["over", "mas de|mas que|superior(?:es)? a|mayor(?:es)? (?:de|que)"],
    ["under", "menos de|menos que|inferior(?:es)? a|menor(?:es)? (?:de|que)"],
  ],
  ranges: [
    ["entre", "y"],
    ["de", "a"],
    ["desde", "hasta"],
  ],
  functions:
    "obtiene obtenemos obtienen cada el la los las un una unos unas de del y a al en por para con es son fue fueron era eran ser ha han habia hemos hay hubo que cual cuales quien quienes donde " +
    "cuando como cuanto se su sus nuestro nuestra nosotros yo mi me lo le tiene tienen tuvo tenia tenemos debe puede dime muestra este esta esto ese eso " +
    "cooperativa asociacion tabla hoja lista segun documento hechas hecho hechos viven vive posee poseen ano cuanta estan esta",
  months: "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
  exceeded: ["super(?:o|ado|amos|aron)|excedi(?:o|do|eron)|sobrepas(?:o|ado)", "aumentado realizado"],
  articles: "un una",
};

const CA: Lexicon = {
  asks: [
    ["refused", "no|mai|sense|excepte|llevat|ni|o(?! mes)|cap|per soci|cada(?! (?:mes|any|setmana|trimestre|dia))"],
    ["difference", "quant (?:mes|menys)|(?:la |quina es la )?diferencia(?: entre)?|en quant"],
    ["share", "quin (?:percentatge|tant per cent) de|quina (?:part|proporcio) de"],
    ["count", "quant[ea]?s|(?:el )?nombre de|(?:la )?quantitat de"],
    ["much", "quant|quanta"],
    ["total", "en total|(?:la )?suma (?:de|del|dels)|(?:el )?total(?:s)?(?: de| del| dels)?|en conjunt"],
    ["average", "de mitjana|(?:la )?mitjana?(?: de| del| dels)?|mitja"],
    ["median", "mediana"],
    ["dearest", "(?:el |la |els |les )?mes car(?:a|s|es)?"],
    ["cheapest", "(?:el |la |els |les )?mes barat(?:a|s|es)?"],
    ["least", "(?:el |la |els |les )?(?:mes baix(?:a|os|es)?|mes petit(?:a|s|es)?|menor|minim(?:a|s)?|menys)"],
    ["most", "(?:el |la |els |les )?(?:mes alt(?:a|s|es)?|mes grans?|mes elevat\\p{L}*|major|maxim(?:a|s)?|mes)"],
    ["rise", "augmentat|pujat|crescut"],
    ["fall", "disminuit|baixat|caigut"],
    ["list", "enumera|llista de"],
  ],
  relations: [
    ["before", "abans (?:de|del|de l['’])"],
    ["after", "despres (?:de|del|de l['’])"],
    ["since", "des (?:de|del|de l['’])|a partir de"],
    ["until", "fins (?:a|al|a l['’])"],
    ["at-least", "almenys|com a minim|si mes no"],
    ["at-most", "com a maxim"],
    ["over", "mes de|mes que|superiors? a"],
    ["under", "menys de|menys que|inferiors? a"],
  ],
  ranges: [
    ["entre", "i"],
    ["de", "a"],
  ],
  functions:
    "obte obtenim obtenen cada el la els les l un una uns unes de del dels d i a al als en per amb es son era eren ser esser va van ha han hi hagut tenir te tenen tenia quin quina quins quines " +
    "que qui on quan com quant s se seu seva nostre nostra nosaltres jo meu em ho cal pot digues mostra aquest aquesta aixo fou " +
    "cooperativa associacio taula full llista segons document fetes fets fet viuen viu any anys hem tenim estar estan na",
  months: "gener febrer marc abril maig juny juliol agost setembre octubre novembre desembre",
  exceeded: ["super(?:at|ar|en)|sobrepassa(?:t)?|excedit", "augmentat executat"],
  articles: "un una",
};

const DA: Lexicon = {
  asks: [
    [
      "refused",
      "ikke|ingen|intet|aldrig|uden|undtagen|bortset fra|eller(?! flere)|hverken|pr medlem|hver(?! (?:maned|uge|dag|kvartal))",
    ],
    [
      "difference",
      "hvor meget (?:mere|mindre|hojere|lavere|dyrere|billigere)|hvor mange (?:flere|faerre)|(?:hvad er )?forskellen?(?: mellem| pa)?",
    ],
    ["share", "hvor stor en (?:andel|del) af|hvilken andel af|hvor mange procent af"],
    ["count", "hvor mange|antallet af|antal"],
    ["much", "hvor meget|hvor (?:hoj|hojt|stor|stort|dyr|dyrt) (?:er|var)"],
    ["total", "i alt|(?:den )?samle(?:t|de)(?: sum| belob)?|tilsammen|sammenlagt|summen af|total(?:t|en)?"],
    ["average", "i gennemsnit|gennemsnit(?:lig\\p{L}*|tet)?(?: af)?"],
    ["median", "median"],
    ["dearest", "(?:den |det |de )?dyreste"],
    ["cheapest", "(?:den |det |de )?billigste"],
    ["least", "(?:den |det |de )?(?:faerrest|faerreste|mindst|mindste|laveste|minimal\\p{L}*)"],
    ["most", "(?:den |det |de )?(?:flest|fleste|mest|hojeste|storste|maksimal\\p{L}*)"],
    ["rise", "steget|stiger|steg|oget|vokset"],
    ["fall", "faldet|falder|faldt|reduceret"],
    ["list", "oprems|list"],
  ],
  relations: [
    ["before", "for(?= (?:den |\\p{N}))|inden"],
    ["after", "efter"],
    ["since", "siden"],
    ["until", "indtil|til og med"],
    ["at-least", "mindst|minimum"],
    ["at-most", "hojst|maksimalt|op til"],
    ["over", "mere end|flere end|over|storre end"],
    ["under", "mindre end|faerre end|under"],
  ],
  ranges: [
    ["mellem", "og"],
    ["fra", "til"],
  ],
  functions:
    "far modtager hver den det de pr en et i pa af for til fra med om og er var vaere blev bliver blevet har havde hvad hvem hvilken hvilket hvilke hvor hvornar hvordan der som " +
    "vi vores os du jeg min mig man sig sin sit skal kan ma vil giv vis fortael denne dette disse ved end forening foreningen andelsboligforening kooperativ tabel ark liste ifolge dokument " +
    "ligger bor ejer mange meget ar sa brugte arligt",
  months: "januar februar marts april maj juni juli august september oktober november december",
  exceeded: ["overskre(?:det|d|vet|der)|overstiger|oversteg", "steget faktisk"],
  articles: "en et enkelt",
};

export const LEXICONS: Readonly<Record<ReplyLanguage, Lexicon>> = { en: EN, de: DE, fr: FR, es: ES, ca: CA, da: DA };
