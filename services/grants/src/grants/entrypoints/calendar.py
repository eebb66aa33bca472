"""The calendar speaks: tasks that ended make the term of their reports run (UDPP art. 18(1))."""

from grants.readmodels import grant_register
from shared.hosting.calendar import Deadline

CALENDAR = [Deadline(command="mark-report-due", identity="grant_id", due=grant_register.reports_fallen_due)]
