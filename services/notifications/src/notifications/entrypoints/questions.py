"""Questions that notifications answers, by HTTP and on the bus."""

from notifications.readmodels import notice_register
from shared.messages import notifications_v1
from shared.transport.binding import answering

QUESTIONS = [answering(notifications_v1.NoticesQuestion, notice_register.notices)]
