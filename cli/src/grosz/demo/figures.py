"""What is known of Toruń's programme for 2025, and what is invented around it.

Known: the whole amount; how many calls, offers and contracts such a year has; that calls open from November on the
draft budget; the call for culture events (62 offers, pool 1 295 000, 60 points to pass), the call for own contributions
(200 000, 2 500 to 30 000 each, 25 March to 31 August), and the sport calls of 2024, as the shape of those of 2025.
Invented: the split by area, every other call, all dates of resolutions, all organisations, offers and amounts.

Amounts in this file are whole PLN; classification is dział-rozdział-paragraf.
"""

from __future__ import annotations

from dataclasses import dataclass

LIMIT_PLN = 52_300_000
SPLIT_NOTE = "(split invented)"
INVENTED = (
    "the split of the limit by area",
    "how the programme was made, but for the meeting of 18 July 2024: days, texts, remarks, the Council's opinion",
    "every organisation, with its name, bank account and register numbers",
    "every offer, score, contract, report and payment",
    "the dates and numbers of resolutions and contracts",
    "the texts of announcements, the numbers of orders",
    "every call but culture events and own contributions; the sport calls follow those of 2024",
)


@dataclass(frozen=True, slots=True)
class Area:
    key: str
    title: str
    amount_pln: int

    @property
    def shown(self) -> str:
        return f"{self.title} {SPLIT_NOTE}"


@dataclass(frozen=True, slots=True)
class Call:
    """A call as the plan needs it.

    line         <area>.<unit>.<classification>;
    opens        (years from the budget year, month, day); days_open: at least the 21 of UDPP art. 13(1);
    share        the largest part of a task's cost, in percent: 100 is entrusting, less is supporting;
    seasonal     tasks of some weeks, not of the whole year;
    least_pln, most_pln  the smallest grant and, where it is known, the largest; ratio: how far apart they are drawn;
    rolling      offers are judged as they come, not together after the last day;
    moved_by     days by which the first announced deadline was later moved: by an extension, or where the announcement
                 was `corrected` by the fresh term that followed. days_open counts to the last one.
    """

    number: str
    title: str
    line: str
    pool_pln: int
    offers: int
    contracts: int
    share: int
    opens: tuple[int, int, int]
    days_open: int = 22
    seasonal: bool = False
    least_pln: int = 1_000
    most_pln: int | None = None
    ratio: int = 60
    rolling: bool = False
    moved_by: int = 0
    corrected: bool = False

    @property
    def area(self) -> str:
        return self.line.split(".", 1)[0]


AREAS = (
    Area("social", "Social assistance, family, disability", 27_000_000),
    Area("sport", "Sport and physical culture", 15_500_000),
    Area("culture", "Culture", 3_200_000),
    Area("addictions", "Addictions", 2_400_000),
    Area("health", "Health", 1_200_000),
    Area("education", "Education, children and youth", 900_000),
    Area("ecology", "Ecology and animals", 700_000),
    Area("community", "Local communities", 500_000),
    Area("tourism", "Tourism", 400_000),
    Area("employment", "Economy and employment", 200_000),
    Area("own-contributions", "Own contributions", 200_000),
    Area("reserve", "Reserve and others", 100_000),
)

_CENTRES = "social.mopr.852-85203-2360"
_HOMES = "social.mopr.852-85202-2360"
_CARE = "social.mopr.852-85228-2360"
_HELP = "social.mopr.852-85295-2360"
_FAMILY = "social.mopr.855-85510-2360"
_DISABILITY = "social.wzips.853-85311-2360"
_SPORT_ACT = "sport.wsir.926-92605-2820"
_SPORT = "sport.wsir.926-92605-2360"
_CULTURE = "culture.wk.921-92105-2360"
_HERITAGE = "culture.wk.921-92195-2360"
_ALCOHOL = "addictions.wzips.851-85154-2360"
_DRUGS = "addictions.wzips.851-85153-2360"
_HEALTH = "health.wzips.851-85195-2360"
_LEISURE = "education.we.854-85412-2360"
_EDUCATION = "education.we.801-80195-2360"
_ANIMALS = "ecology.wsiz.900-90013-2360"
_ECOLOGY = "ecology.wsiz.900-90095-2360"
_COMMUNITY = "community.wksii.750-75095-2360"
_TOURISM = "tourism.btcm.630-63003-2360"
_EMPLOYMENT = "employment.wksii.853-85395-2360"
_OWN = "own-contributions.wksii.750-75095-2360"
RESERVE_LINE = "reserve.wksii.750-75095-2360"

# Waves: the first on the draft budget alone, the second around the programme's adoption, the rest within the year.
_I, _I2 = (-1, 11, 8), (-1, 11, 14)
_II, _II2 = (-1, 11, 26), (-1, 12, 3)
_III, _SPRING, _MAY, _SUMMER = (0, 1, 9), (0, 2, 12), (0, 5, 7), (0, 6, 23)

CALLS = (
    Call("1", "Nursing home", _HOMES, 6_200_000, 2, 1, 100, _I),
    Call("2", "Support centres for 188 persons", _CENTRES, 5_400_000, 4, 3, 100, _I, ratio=3),
    Call("3", "Specialist care services", _CARE, 3_600_000, 3, 2, 100, _I, ratio=3),
    Call("4", "Care services at home", _CARE, 3_100_000, 4, 2, 100, _I, ratio=3),
    Call("5", "Shelter for homeless persons", _HELP, 2_100_000, 5, 4, 100, _I, ratio=4),
    Call("6", "Meals", _HELP, 900_000, 3, 2, 100, _I),
    Call("7", "Day rooms for children", _FAMILY, 1_600_000, 12, 10, 95, _I, ratio=6),
    Call("8", "Foster families", _FAMILY, 600_000, 4, 3, 95, _I),
    Call("9", "Rehabilitation of persons with disabilities", _DISABILITY, 900_000, 18, 14, 90, _I2),
    Call("10", "Occupational therapy workshops", _DISABILITY, 450_000, 5, 4, 90, _I2, ratio=5),
    Call("11", "Activity of older persons", _HELP, 400_000, 19, 14, 90, _II),
    Call("12", "Crisis intervention", _HELP, 550_000, 3, 2, 100, _I2, ratio=5),
    Call("13", "Civic advice", _HELP, 300_000, 6, 4, 100, _I2),
    Call("14", "Food bank and charity", _HELP, 250_000, 6, 5, 90, _II),
    Call("15", "Respite care", _CARE, 350_000, 6, 5, 100, _II),
    Call("16", "Family events", _FAMILY, 150_000, 10, 8, 80, _SPRING, seasonal=True),
    Call("17", "Senior sport", _SPORT_ACT, 8_280_000, 38, 33, 90, _I2, least_pln=10_000),
    Call("18", "Youth sport", _SPORT_ACT, 5_020_000, 66, 62, 90, _I2, least_pln=5_000),
    Call("19.1", "Sport events", _SPORT, 200_000, 20, 15, 70, _II, seasonal=True, least_pln=2_000),
    Call("19.2", "Sport events, second round", _SPORT, 350_000, 16, 13, 70, _MAY, seasonal=True, least_pln=2_000),
    Call("20", "Recreation", _SPORT, 450_000, 16, 13, 80, _II),
    Call("21", "Youth sport, second half-year", _SPORT_ACT, 900_000, 26, 23, 90, _MAY, seasonal=True, least_pln=3_000),
    Call("22", "Sport of persons with disabilities", _SPORT, 250_000, 10, 9, 90, _II),
    Call("23", "Culture events", _CULTURE, 1_295_000, 62, 44, 70, _II, seasonal=True, least_pln=3_000),
    Call("24", "Festivals", _CULTURE, 850_000, 9, 6, 65, _I2, ratio=8),
    Call("25", "Literature and publishing", _CULTURE, 120_000, 10, 8, 70, _II2),
    Call("26", "Amateur art", _CULTURE, 200_000, 13, 11, 70, _II2),
    Call("27", "Heritage and tradition", _HERITAGE, 150_000, 10, 8, 80, _II2),
    Call("28", "Visual arts", _CULTURE, 180_000, 9, 7, 70, _II2),
    Call("29", "Culture in summer", _CULTURE, 150_000, 13, 10, 70, _SPRING, seasonal=True),
    Call("30", "Education through culture", _CULTURE, 200_000, 10, 8, 80, _III),
    Call("31", "Day rooms with prevention of addictions", _ALCOHOL, 1_405_000, 15, 13, 95, _I2, ratio=6),
    Call("32", "Sobriety clubs", _ALCOHOL, 450_000, 8, 7, 90, _I2, ratio=4),
    Call("33", "Drug prevention", _DRUGS, 250_000, 6, 4, 90, _II2),
    Call("34", "Summer with prevention", _ALCOHOL, 280_000, 10, 7, 90, _SPRING, seasonal=True),
    Call("35", "Hospice care at home", _HEALTH, 750_000, 3, 2, 100, _I2, ratio=3),
    Call("36", "Prevention of illness", _HEALTH, 250_000, 9, 6, 90, _II2),
    Call("37", "Mental health", _HEALTH, 190_000, 5, 4, 90, _II2),
    Call("38", "Winter holidays of children", _LEISURE, 150_000, 9, 7, 80, (-1, 11, 15), seasonal=True),
    Call("39", "Summer holidays of children", _LEISURE, 350_000, 15, 13, 80, _SPRING, seasonal=True),
    Call("40", "Science for the young", _EDUCATION, 200_000, 7, 5, 90, _III),
    Call("41", "Scouting", _EDUCATION, 190_000, 6, 5, 90, _III, ratio=5),
    Call("42", "Care of animals", _ANIMALS, 500_000, 6, 4, 90, _II, ratio=6),
    Call("43", "Ecological education", _ECOLOGY, 190_000, 8, 6, 90, _III, 29, moved_by=7, corrected=True),
    Call("44", "Tourist trails and guides", _TOURISM, 250_000, 8, 6, 80, _III),
    Call("45", "Tourism of the young", _TOURISM, 140_000, 6, 4, 80, _MAY, seasonal=True),
    Call("46", "Local activity centres", _COMMUNITY, 300_000, 6, 5, 95, _II2, ratio=5),
    Call("47", "Revitalisation with residents", _COMMUNITY, 70_000, 4, 3, 90, _SPRING, seasonal=True),
    Call("48", "Volunteering and support of organisations", _COMMUNITY, 120_000, 5, 4, 90, _III, 29, moved_by=7),
    Call("49", "Employment", _EMPLOYMENT, 170_000, 4, 3, 90, _III, ratio=4),
    Call("50", "Culture in autumn", _HERITAGE, 40_000, 8, 6, 70, _SUMMER, seasonal=True, ratio=4),
    Call(
        "51", "Own contributions", _OWN, 200_000, 16, 13, 100, (0, 3, 25), 159,
        seasonal=True, least_pln=2_500, most_pln=30_000, ratio=3, rolling=True,
    ),
)  # fmt: skip

ANNULLED = Call("52", "Debates of residents", RESERVE_LINE, 60_000, 0, 0, 90, (0, 9, 1))
"""Nobody offers, so it is annulled and its money is where it was: on the reserve's line."""
