"""Words for the codes that public pages show: Polish as the act and the city say it, and English."""

from shared.kernel.task_areas import TASK_AREAS
from shared.publishing.speech import Words

_CONTENTS = {
    "goals": ("Cel główny i cele szczegółowe", "Main and detailed goals"),
    "principles": ("Zasady współpracy", "Principles of cooperation"),
    "subject-scope": ("Zakres przedmiotowy", "Subject scope"),
    "forms": ("Formy współpracy", "Forms of cooperation"),
    "priority-tasks": ("Priorytetowe zadania publiczne", "Priority public tasks"),
    "period": ("Okres realizacji programu", "Period"),
    "execution": ("Sposób realizacji programu", "Way of execution"),
    "planned-amount": ("Wysokość środków planowanych", "Planned amount"),
    "evaluation": ("Sposób oceny realizacji programu", "Way of evaluation"),
    "making-and-consultation": (
        "Sposób tworzenia programu i przebieg konsultacji",
        "How the programme was made and consulted",
    ),
    "commissions": ("Tryb powoływania i zasady działania komisji konkursowych", "Commissions: appointment and rules"),
    "task-type": ("Rodzaj zadania", "Type of task"),
    "amount": ("Wysokość środków publicznych", "Amount of public money"),
    "granting-rules": ("Zasady przyznawania dotacji", "Rules of granting"),
    "execution-conditions": ("Terminy i warunki realizacji zadania", "Time and conditions of execution"),
    "offer-deadline": ("Termin składania ofert", "Deadline for offers"),
    "choice": ("Tryb i kryteria oraz termin wyboru ofert", "Mode, criteria and day of choice"),
    "earlier-tasks": (
        "Zadania tego samego rodzaju zrealizowane w tym i poprzednim roku, z kosztami",
        "Tasks of the same type carried out in this and the previous year, with costs",
    ),
}

_CALL = {
    "drafted": ("w przygotowaniu", "in preparation"),
    "approved": ("ukazuje się", "appearing"),
    "announced": ("ogłoszony", "announced"),
    "resolved": ("rozstrzygnięty", "resolved"),
    "annulled": ("unieważniony", "annulled"),
    "entrusting": ("powierzenie zadania (dotacja finansuje całość)", "entrusting (the grant pays all)"),
    "supporting": ("wspieranie zadania (dotacja dofinansowuje)", "supporting (the grant pays a part)"),
    "no-offer-submitted": ("nie złożono żadnej oferty", "no offer was submitted"),
    "no-offer-met-the-requirements": (
        "żadna z ofert nie spełniała wymogów ogłoszenia",
        "no offer met the requirements of the announcement",
    ),
    "title-udpp-open-call": ("Otwarty konkurs ofert", "Open call for offers"),
    "title-sport-act": ("Konkurs na wspieranie sportu", "Call for the support of sport"),
    "title-udpp-11a": ("Zlecenie zadania w trybie art. 11a", "Task under art. 11a"),
    "title-udpp-19a-pool": ("Pula małych dotacji", "Pool of small grants"),
    "udpp-open-call": (
        "art. 11 ust. 2 i art. 13 ustawy z 24 kwietnia 2003 r. o działalności pożytku publicznego i o wolontariacie",
        "art. 11(2) and 13 of the Act of 24 April 2003 on public benefit activity and volunteerism",
    ),
    "sport-act": ("art. 27 i 28 ustawy z 25 czerwca 2010 r. o sporcie", "art. 27 and 28 of the Act on sport"),
    "udpp-11a": ("art. 11a ustawy o działalności pożytku publicznego", "art. 11a of the public benefit act"),
    "udpp-19a-pool": ("art. 19a ustawy o działalności pożytku publicznego", "art. 19a of the public benefit act"),
    "feasibility": ("możliwość realizacji zadania", "feasibility"),
    "cost-calculation": ("kalkulacja kosztów", "cost calculation"),
    "quality": ("jakość wykonania i kwalifikacje osób", "quality and qualifications"),
    "own-share": ("udział środków własnych i z innych źródeł", "own and other money"),
    "personal-contribution": ("wkład rzeczowy i osobowy, w tym wolontariusze", "in-kind and personal contribution"),
    "past-performance": ("rzetelność i terminowość dotychczasowych zadań", "past performance"),
    "experience": ("doświadczenie", "experience"),
}

_PLACES = {
    "bip": ("Biuletyn Informacji Publicznej", "Public Information Bulletin (BIP)"),
    "board": ("tablica ogłoszeń w siedzibie urzędu", "notice board in the office"),
    "notice-board": ("tablica ogłoszeń w siedzibie urzędu", "notice board in the office"),
    "website": ("strona internetowa urzędu", "website of the office"),
    "press": ("prasa", "press"),
    "matter-announcement": ("ogłoszenie", "announcement"),
    "matter-correction": ("zmiana ogłoszenia", "correction"),
    "matter-results": ("wyniki", "results"),
    "matter-annulment": ("unieważnienie", "annulment"),
    "document-draft": ("projekt", "draft"),
    "document-programme": ("program", "programme"),
    "document-report": ("sprawozdanie", "report"),
}

_MAKING = {
    "annual": ("roczny", "annual"),
    "multi-year": ("wieloletni", "of several years"),
    "positive": ("pozytywna", "positive"),
    "negative": ("negatywna", "negative"),
    "with-remarks": ("z uwagami", "with remarks"),
    "accepted": ("uwzględniona", "accepted"),
    "partly-accepted": ("uwzględniona częściowo", "partly accepted"),
    "rejected": ("nieuwzględniona", "not accepted"),
    "organisation": ("organizacja", "organisation"),
    "resident": ("mieszkaniec lub mieszkanka", "resident"),
    "council": ("rada działalności pożytku publicznego", "Council of Public Benefit Activity"),
    "department": ("wydział urzędu", "department"),
    "missed-adoption": ("uchwalenie programu", "adoption of the programme"),
    "missed-execution-report": ("sprawozdanie z realizacji", "execution report"),
    "after-30-november": ("Program uchwalono po 30 listopada.", "The programme was adopted after 30 November."),
    "after-31-may": ("Sprawozdanie ogłoszono po 31 maja.", "The report was published after 31 May."),
    "not-made-in-steps": (
        "Przebieg prac nad programem udokumentowano poza tym systemem.",
        "How the programme was made is documented outside this system.",
    ),
}

_FIGURES = {
    "calls_announced": ("Konkursy ogłoszone", "Calls announced"),
    "calls_resolved": ("Konkursy rozstrzygnięte", "Calls resolved"),
    "calls_annulled": ("Konkursy unieważnione", "Calls annulled"),
    "offers": ("Oferty złożone", "Offers submitted"),
    "offers_rejected": ("Oferty odrzucone formalnie", "Offers formally rejected"),
    "contracts": ("Umowy zawarte", "Contracts signed"),
    "grants_settled": ("Dotacje rozliczone", "Grants settled"),
    "planned_grosze": ("Plan", "Planned"),
    "requested_grosze": ("Wnioskowano", "Requested"),
    "contracted_grosze": ("Kwota umów", "Contracted"),
    "disbursed_grosze": ("Przekazano", "Disbursed"),
    "accepted_grosze": ("Rozliczono", "Accepted"),
    "returned_grosze": ("Zwrócono", "Returned"),
    "lapsed_grosze": ("Niewykorzystano", "Lapsed"),
}

_FIELDS = {
    "field-min_grant_grosze": ("najniższa dotacja", "least grant"),
    "field-max_grant_grosze": ("najwyższa dotacja", "greatest grant"),
    "field-max_share_percent": ("najwyższy udział dotacji w koszcie (%)", "greatest share of cost (%)"),
    "field-line_shift_percent": ("wzrost pozycji kosztorysu bez aneksu (%)", "growth of a cost line (%)"),
    "field-pass_mark_points": ("minimalna liczba punktów", "pass mark"),
    "field-criteria": ("kryteria", "criteria"),
    "field-task_from": ("początek zadania", "first day of the task"),
    "field-task_until": ("koniec zadania", "last day of the task"),
    "field-choice_on": ("dzień wyboru", "day of choice"),
    "field-offers_until": ("termin składania ofert", "deadline for offers"),
}

AREAS = {
    "social": ("pomoc społeczna, rodzina, niepełnosprawność", "social assistance, family, disability"),
    "sport": ("sport i kultura fizyczna", "sport and physical culture"),
    "culture": ("kultura", "culture"),
    "addictions": ("przeciwdziałanie uzależnieniom", "addictions"),
    "health": ("ochrona zdrowia", "health"),
    "education": ("edukacja, dzieci i młodzież", "education, children and youth"),
    "ecology": ("ekologia i ochrona zwierząt", "ecology and animals"),
    "community": ("społeczności lokalne", "local communities"),
    "tourism": ("turystyka", "tourism"),
    "employment": ("gospodarka i zatrudnienie", "economy and employment"),
    "own-contributions": ("wkłady własne", "own contributions"),
    "reserve": ("rezerwa i pozostałe", "reserve and others"),
}
"""Toruń's areas; an area of another city is shown by its own name."""

WORDS: Words = {
    **_CONTENTS,
    **_CALL,
    **_PLACES,
    **_MAKING,
    **_FIGURES,
    **_FIELDS,
    **AREAS,
    **{f"task-{area.code}": (area.polish, area.english) for area in TASK_AREAS},
}
