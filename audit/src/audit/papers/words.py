"""Polish words of the books. A fact that has none bears its own name."""

JOURNAL = "Dziennik"
SHEET = "Zestawienie obrotów i sald"
FACTS_LIST = "Wykaz faktów"
BOOK_NAME = "Księga programu współpracy"

FACTS = {
    "BudgetDraftSubmitted": "Projekt budżetu",
    "BudgetDraftDropped": "Wycofanie projektu budżetu",
    "ProgrammeAdopted": "Uchwalenie programu",
    "BudgetAdopted": "Uchwalenie budżetu",
    "ProgrammeAmended": "Zmiana programu",
    "BudgetAmended": "Zmiana budżetu",
    "CutCarriedOut": "Wykonanie zmniejszenia",
    "ProgrammeTakenOver": "Przejęcie roku z rejestru",
    "AreaAllocated": "Przydział na obszar",
    "AreaReallocated": "Przeniesienie między obszarami",
    "AreaDeallocated": "Cofnięcie przydziału",
    "SmallGrantPoolSet": "Pula małych grantów",
    "ExpenditureBlocked": "Blokada wydatków",
    "ExpenditureUnblocked": "Zdjęcie blokady",
    "CallOpened": "Ogłoszenie konkursu",
    "CallPoolIncreased": "Zwiększenie puli konkursu",
    "CallPoolReduced": "Zmniejszenie puli konkursu",
    "CallAnnulled": "Unieważnienie konkursu",
    "CallResolved": "Rozstrzygnięcie konkursu",
    "FundsReserved": "Rezerwacja środków",
    "AwardDeclined": "Rezygnacja z dotacji",
    "AwardLapsed": "Wygaśnięcie przyznania",
    "AwardRevoked": "Cofnięcie przyznania",
    "IncreaseDropped": "Odstąpienie od zwiększenia",
    "ContractSigned": "Umowa",
    "AnnexSigned": "Aneks",
    "ContractTerminated": "Rozwiązanie umowy",
    "TrancheCancelled": "Anulowanie transzy",
    "StatementsComplete": "Potwierdzenie wyciągów",
    "FundsDisbursed": "Wypłata",
    "DisbursementReversed": "Zwrot przelewu przez bank",
    "ExpenditureAccepted": "Rozliczenie",
    "AcceptanceWithdrawn": "Cofnięcie rozliczenia",
    "FundsReturned": "Zwrot dotacji",
    "YearTrancheConfirmed": "Część roczna zobowiązania",
    "YearAmountReduced": "Zmniejszenie części rocznej",
    "GrantTakenOver": "Przejęcie dotacji z rejestru",
    "PaymentTakenOver": "Przejęcie wypłaty z rejestru",
    "YearClosed": "Zamknięcie roku",
}
