"""The calendar speaks: the Council's silence, and the two days of the act that passed without what was due."""

from programme.readmodels import making
from shared.hosting.calendar import Deadline

CALENDAR = [
    Deadline("mark-council-opinion-waived", identity="programme_id", due=making.opinions_waived),
    Deadline("mark-adoption-overdue", identity="programme_id", due=making.adoptions_overdue),
    Deadline("mark-programme-report-overdue", identity="programme_id", due=making.reports_overdue),
]
