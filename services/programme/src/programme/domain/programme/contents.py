"""What a programme must contain: eleven contents, five for a programme of several years (UDPP art. 5a(4), 5a(5)).

How each is stated: in words, as codes of task areas, as days, or as an amount.
"""

GOALS = "goals"
SUBJECT_SCOPE = "subject-scope"
PRIORITY_TASKS = "priority-tasks"
PERIOD = "period"
PLANNED_AMOUNT = "planned-amount"

ANNUAL = (
    GOALS,
    "principles",
    SUBJECT_SCOPE,
    "forms",
    PRIORITY_TASKS,
    PERIOD,
    "execution",
    PLANNED_AMOUNT,
    "evaluation",
    "making-and-consultation",
    "commissions",
)
"""UDPP art. 5a(4)(1) to (11), in its order."""

MULTI_YEAR = (GOALS, SUBJECT_SCOPE, PERIOD, "execution", PLANNED_AMOUNT)
"""UDPP art. 5a(5)(1) to (5), in its order."""

IN_WORDS = frozenset(ANNUAL) - {SUBJECT_SCOPE, PRIORITY_TASKS, PERIOD, PLANNED_AMOUNT}
