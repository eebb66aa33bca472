"""The public tasks of UDPP art. 4(1): a dated dictionary in the order of the law, with names in our own short words.

State of law: consolidated text Dz.U. 2024 poz. 1491 (as of 17 September 2024), 41 items. A code is text and its order
is the law's: 1, 1a, 1aa, 1b, 2. `valid_from` is the first day on which the item stood in the act:

5a, 22a        read in the amending act, Dz.U. 2015 poz. 1339;
1a, 1aa, 32a, 34  the first day of the acts on foster care, housing, revitalisation and social economy, as generally
               known; check it before a programme older than 2023 rests on it;
None           there before the oldest programme that anyone takes over here, or its first day was not established.

An item that a later act removes gets `valid_until`, its last day; it is never deleted, for old programmes name it.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TaskArea:
    code: str
    polish: str
    english: str
    valid_from: date | None = None
    valid_until: date | None = None

    def stands_on(self, day: date) -> bool:
        """Whether the act had this item on a day; both ends inclusive."""
        return (self.valid_from or date.min) <= day <= (self.valid_until or date.max)


_SINCE_2012 = date(2012, 1, 1)
_SINCE_NOVEMBER_2015 = date(2015, 11, 9)

TASK_AREAS = (
    TaskArea("1", "pomoc społeczna", "social assistance"),
    TaskArea("1a", "rodzina i piecza zastępcza", "family and foster care", _SINCE_2012),
    TaskArea("1aa", "potrzeby mieszkaniowe", "housing needs", date(2021, 1, 19)),
    TaskArea("1b", "nieodpłatna pomoc prawna", "free legal aid"),
    TaskArea("2", "reintegracja osób wykluczonych", "reintegration of excluded people"),
    TaskArea("3", "działalność charytatywna", "charity"),
    TaskArea("4", "tradycja narodowa", "national tradition"),
    TaskArea("5", "mniejszości i język regionalny", "minorities and regional language"),
    TaskArea("5a", "integracja cudzoziemców", "integration of foreigners", _SINCE_NOVEMBER_2015),
    TaskArea("6", "ochrona i promocja zdrowia", "health protection and promotion"),
    TaskArea("7", "osoby z niepełnosprawnościami", "people with disabilities"),
    TaskArea("8", "promocja zatrudnienia", "promotion of employment"),
    TaskArea("9", "równe prawa kobiet i mężczyzn", "equal rights of women and men"),
    TaskArea("10", "osoby w wieku emerytalnym", "people of retirement age"),
    TaskArea("11", "rozwój gospodarczy", "economic development"),
    TaskArea("12", "technika i innowacje", "technology and innovation"),
    TaskArea("13", "społeczności lokalne", "local communities"),
    TaskArea("14", "nauka, edukacja i wychowanie", "science, education and upbringing"),
    TaskArea("15", "dzieci i młodzież", "children and youth"),
    TaskArea("16", "kultura, sztuka i zabytki", "culture, art and heritage"),
    TaskArea("17", "kultura fizyczna", "physical culture"),
    TaskArea("18", "ekologia, zwierzęta i przyroda", "ecology, animals and nature"),
    TaskArea("19", "turystyka i krajoznawstwo", "tourism and sightseeing"),
    TaskArea("20", "porządek i bezpieczeństwo publiczne", "public order and safety"),
    TaskArea("21", "obronność", "defence"),
    TaskArea("22", "prawa człowieka i demokracja", "human rights and democracy"),
    TaskArea("22a", "poradnictwo obywatelskie", "free civic counselling", _SINCE_NOVEMBER_2015),
    TaskArea("23", "ratownictwo i ochrona ludności", "rescue and civil protection"),
    TaskArea("24", "ofiary katastrof i wojen", "victims of disasters and wars"),
    TaskArea("25", "prawa konsumentów", "consumer rights"),
    TaskArea("26", "integracja europejska", "European integration"),
    TaskArea("27", "wolontariat", "volunteering"),
    TaskArea("28", "Polonia i Polacy za granicą", "Poles abroad"),
    TaskArea("29", "kombatanci i represjonowani", "combatants and the persecuted"),
    TaskArea("29a", "weterani działań za granicą", "veterans of missions abroad"),
    TaskArea("30", "promocja Polski za granicą", "promotion of Poland abroad"),
    TaskArea("31", "rodzina i prawa dziecka", "family, parenthood and rights of the child"),
    TaskArea("32", "uzależnienia i patologie społeczne", "addictions and social pathologies"),
    TaskArea("32a", "rewitalizacja", "revitalisation", date(2015, 11, 18)),
    TaskArea("33", "wsparcie organizacji", "support of organisations"),
    TaskArea("34", "podmioty ekonomii społecznej", "social economy entities", date(2022, 10, 30)),
)

_PLACE = {area.code: place for place, area in enumerate(TASK_AREAS)}


def task_areas_on(day: date) -> list[TaskArea]:
    """The items that the act had on a day, in the order of the law."""
    return [area for area in TASK_AREAS if area.stands_on(day)]


def unknown_codes(codes: tuple[str, ...], day: date) -> list[str]:
    """Which of the codes the act did not have on a day."""
    standing = {area.code for area in task_areas_on(day)}
    return [code for code in codes if code not in standing]


def in_order_of_law(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Each code once, in the order of art. 4(1); a code that nobody knows comes last."""
    return tuple(sorted(set(codes), key=lambda code: (_PLACE.get(code, len(_PLACE)), code)))
