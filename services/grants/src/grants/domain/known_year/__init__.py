"""Known year: what programme said of a budget year (UDPP art. 13(5)).

    (nothing said) --YearNoted--> draft or in force --YearNoted--> ...

Programme's later word holds, whatever order the words arrive in: each note keeps the position at which programme said
it. Contracts are signed only while the year is in force and no cut is pending, and not as of a day before its adoption.
"""

from grants.domain.known_year.decisions import note_year
from grants.domain.known_year.events import YearNoted
from grants.domain.known_year.state import KnownYear, evolve
from shared.kernel.aggregate import Aggregate

KNOWN_YEAR: Aggregate[KnownYear] = Aggregate("known-year", KnownYear(), evolve)

__all__ = ["KNOWN_YEAR", "KnownYear", "YearNoted", "note_year"]
