"""Questions by HTTP and by request on the bus, answered from the register."""

from grants.readmodels import grant_register
from shared.messages.grants_v1 import GrantQuestion, GrantsQuestion
from shared.transport.binding import answering

QUESTIONS = [
    answering(GrantQuestion, grant_register.grant),
    answering(GrantsQuestion, grant_register.grants),
]
