"""The law, held against history: rules as data, judged in one pass over the facts of all services.

    rules       what a rule is, and what it says of one case
    files       what a pass keeps of each grant, call and year; filing: what each fact changes in it
    ledgers     the journals, entry by entry
    terms       days, counted by the auditor
    money       the law of money at every prefix; that nothing moves money without its cause
    making      programme, report, small grants, late entries
    calling     calls; offering: offers and awards; contracting: contracts and annexes
    paying      payments; settling: reports, acceptance, returns
    checking    the pass itself

A rule judges what is recorded. What the facts do not hold (who sat on a commission, what a text says, which role let a
late entry in) is judged by nobody here.
"""
