"""`grosz demo`: the programme year 2025 of Toruń, played through the four services and checked to the grosz.

figures         what is known of the year and what is invented: areas, lines, calls
days            working days, and instants of the working day
draws           chance from a seed, in whole numbers only
organisations   invented applicants with checksum-valid numbers
offers          one call: who offers how much, and what becomes of each offer
contracts       one contract: tranches, report, acceptance, unused money
year            all calls, offers and contracts of a year, and what they must come to
steps           a dated command, and the phases in which commands follow each other
acts, calls, courses   the commands of the programme; of its calls; of offers, contracts and payments
plan            seed and programme -> the whole plan
driver          plays a plan: most commands by HTTP, every tenth on the bus
waiting         waits for answers, and says what is missing
checking        the ledger beside a fresh replay, the services' own read models and the plan
report          the table of month ends, the check, the pace
command         `grosz demo`

The plan knows no clock and no service: one seed makes one plan, so a demo that was interrupted is played again with the
same command ids and comes to the same figures.
"""
