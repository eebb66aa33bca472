"""Taking over a register of awarded grants from a CSV file, as a mapping says how to read it.

mapping         the mapping file (TOML): what each column means, and what is not to be guessed
reading         bytes -> rows with the physical line on which each begins
mending         text that was encoded twice
values          one cell -> an amount, a day, the days and periods of payment
terms           the words of payment: one payment, several, and in which shares
payments        the cells of payment -> payments, where day and amount are both told
naming          ids, derived from the register alone
interpretation  one row -> a grant to take over, with its payments, or the reason why not
rejects         the reasons, and the file in which rows are handed back
gathering       all rows -> one take-over per programme; repeated rows, two bodies under one key
sending         the take-over -> commands to the services
checking        what the services then say of each programme, beside what was taken
summary         the figures of one run
command         `grosz import`

Nothing is guessed: what the mapping does not say how to read goes to the rejects file.
"""
