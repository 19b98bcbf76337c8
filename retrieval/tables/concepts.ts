/**
 * Words of six languages that name the same thing in the tables of a co-op: "joined" and "Beitritt", "spent" and "Ist".
 * General vocabulary, no document's own. Two words of one concept may stand for each other. Data alone.
 */

/** Concept → words, folded as `foldText` does; they are compared by their stems. */
export const CONCEPTS: Readonly<Record<string, string>> = {
  member: "member mitglied membre socio socia soci medlem adherent adherente miembro sociétaire",
  person: "person people persona personne personas persones adult individual",
  household: "household haushalt foyer menage hogar llar husstand family familie famille familia",
  size: "size grosse taille tamano mida storrelse",
  name: "name nom nombre navn surname vorname nachname prenom apellido cognom fornavn efternavn",
  join: "join joined joining entry entered beitritt beigetreten eintritt eingetreten beitraten adhesion adhere entree entre ingreso ingresado ingresaron alta altes altas ingres indmeldt indmeldelse tilmeldt indtradt indtraedelse",
  leave:
    "left leave leaving exit resigned austritt ausgetreten austraten sortie sorti quitte depart baja bajas salida sortida baixa baixes udmeldt udmeldelse udtradt fratradt",
  built:
    "built build construction construit construite baujahr gebaut erbaut errichtet construido construida construccion construit construida bygget byggear opfort",
  opened: "opened opening eroffnet eroffnung ouverture ouvert abierto apertura obert abnet",
  born: "born birth geburt geboren naissance ne nacimiento nacido naixement nascut fodt fodsel birthday",
  paid: "paid pay payment bezahlt zahlung paye payee paiement pagado pagada pago pagat pagada pagament betalt betaling",
  plan: "plan planned budget budgeted soll sollwert geplant veranschlagt prevu prevue prevision previsto prevista presupuesto presupuestado pressupost pressupostat previst budgetteret planlagt haushalt budgete",
  actual:
    "actual actuals actually received receive spent ist istwert ausgegeben tatsachlich eingenommen reel reelle realise realisee depense encaisse recu gastado gastada gastamos recibido recibimos real realizado ejecutado gastat executat rebut ingressat faktisk regnskab brugt realiseret",
  price:
    "price fee charge tariff tarif rate dues preis gebuhr beitrag entgelt prix cotisation precio cuota tarifa preu quota pris gebyr kontingent takst contribution",
  cost: "cost costs kosten cout coste costo cost omkostning udgift",
  amount: "amount sum betrag summe montant importe import belob sum cantidad quantitat",
  income: "income revenue einnahmen ertrag recettes produits ingresos ingressos indtaegter",
  expense: "expense expenses expenditure costs ausgaben aufwand aufwendungen depenses charges gastos despeses udgifter",
  deposit: "deposit kaution caution fianza diposit depositum",
  repair: "repair reparatur reparation reparacion reparacio instandsetzung",
  maintenance: "maintenance instandhaltung wartung entretien mantenimiento manteniment vedligeholdelse",
  hours: "hour stunde heure hora hores time timer",
  work: "work worked arbeit gearbeitet travail travaille travaillees trabajo trabajado treball treballat treballades arbejde arbejdet arbejdede arbejds arbeits",
  share: "share anteil geschaftsanteil genossenschaftsanteil part parts participacion participacio andel",
  flat: "flat apartment dwelling wohnung logement appartement vivienda piso habitatge pis lejlighed bolig",
  house: "house building haus gebaude immeuble batiment maison edificio casa edifici hus bygning ejendom",
  street: "street strasse rue calle carrer gade vej",
  room: "room zimmer raum piece chambre sala habitacion cambra vaerelse",
  area: "size grosse taille tamano mida storrelse area surface flache wohnflache superficie areal",
  consumption: "consumption verbrauch consommation consumo consum forbrug usage use used",
  electricity: "electricity power strom electricite electricidad electricitat el elektricitet",
  water: "water wasser eau agua aigua vand",
  heating: "heating heizung heiz chauffage calefaccion calefaccio varme opvarmning",
  insurance: "insurance versicherung assurance seguro asseguranca forsikring",
  rent: "rent miete loyer alquiler renta lloguer husleje leje",
  loan: "loan darlehen kredit emprunt pret prestamo prestec lan",
  interest: "interest zins taux interes interessos rente",
  year: "year jahr jahres annee an ano any ar arlig annual yearly jahrlich annuel annuelle anual",
  month: "month monat monats mois mes maned monthly monatlich mensuel mensuelle mensual manedlig",
  quarter: "quarter quartal trimestre trimestral kvartal",
  week: "week woche wochen semaine semana setmana uge weekly wochentlich hebdomadaire semanal setmanal ugentlig",
  day: "day tag tages jour journee dia dag daily taglich",
  date: "date datum fecha data dato",
  item: "item posten position poste partida concepto concepte post line zeile ligne linea",
  supplier: "supplier lieferant fournisseur proveedor proveidor leverandor",
  invoice: "invoice rechnung facture factura faktura bill",
  group: "group gruppe groupe grupo grup",
  participant: "participant teilnehmer teilnehmende participante participant deltager attendee",
  income_tax: "tax steuer impot impuesto impost skat",
  reduced: "reduced ermassigt reduit reduite reducido reducida reduit reduida nedsat discounted",
  vote: "vote votes stimmen stimme voix voto vots stemme",
  child: "child children kind kinder enfant nino nen barn born",
};
