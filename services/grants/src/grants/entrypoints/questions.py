"""Questions by HTTP and by request on the bus, answered from the register."""

from grants.readmodels import grant_register, known_calls
from shared.messages.grants_v1 import GrantQuestion, GrantsQuestion, KnownCallQuestion
from shared.transport.binding import answering

QUESTIONS = [
    answering(GrantQuestion, grant_register.grant),
    answering(GrantsQuestion, grant_register.grants),
    answering(KnownCallQuestion, known_calls.known_call),
]
