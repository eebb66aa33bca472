"""Questions that payments answers, by HTTP and on the bus."""

from payments.readmodels import claim_register, order_file, payment_register
from shared.messages import payments_claims_v1, payments_v1
from shared.transport.binding import answering

QUESTIONS = [
    answering(payments_v1.PaymentQuestion, payment_register.grant_payments),
    answering(payments_v1.PaymentTotalsQuestion, payment_register.payment_totals),
    answering(payments_v1.OrderFileQuestion, order_file.order_file),
    answering(payments_claims_v1.ClaimsQuestion, claim_register.claims),
]
