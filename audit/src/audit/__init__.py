"""The auditor's workbench: a count of its own, from the facts of those who own them, beside programme's ledger.

    meanings    which stored fact means what for money: one table, as data
    reading     the services' stores, read only, in the order of their clocks
    facts       the money facts of one programme year
    ledger      accounts by effective day
    table       the posting table as a law for single transfers
    counting    facts become postings; places: where the money of a line, call or grant lies
    recount     the figures, counted anew from the facts
    entries     the entries of programme's journal
    journal     the figures, folded from programme's journal alone, and the law of money at every prefix of it
    matching    facts against entries; words: what the services say, against the facts
    proof       whether the records are still those that were signed
    reconcile   every difference between the two, and what the services say of themselves

    gathering   all of one year, read once from any source; statements: the bank's lines and orders
    spoken      asking the services, or reading their tables; reconciling: the whole answer
    checks      the law, held against history: rules as data, with their articles

    sampling    samples that anybody draws again; population: what from
    dossier     what is known of one grant; dossier_files, dossier_pdf: as a folder, on paper

    sources     databases, LOG streams or a bundle: the same records from each
    replay      a moment as a cut through all stores, final or not, with every cause looked up
    asof        the figures of a cut, on both axes; groups: by area, unit, call, organisation, grant
    changes     what differs between two moments; causality: the tree of a fact; filters, finding: single facts
    cuts        the signed cut of each day's end
    uses        who used the workbench, for what, when and why
    commands    all of it as `grosz audit …`

The chart of accounts and the posting table are shared with programme (`shared.kernel`); no code of a service is.
"""
