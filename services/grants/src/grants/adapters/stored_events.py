"""Stored names of our facts: stable words, never Python paths. A new shape gets a new number and an upcaster."""

from typing import Any

from grants.domain import award, contract, increase, known_call, known_year, offer, organisation, settlement
from shared.eventstore.codec import Codec

WHOLE = 100


def _opened_in_one_step(data: dict[str, Any]) -> dict[str, Any]:
    """What earlier builds did not keep of a call: a part of the cost means support, all else was not named."""
    mode = "entrusting" if data["max_share_percent"] == WHOLE else "supporting"
    return {"mode": mode, "task_from": None, "task_until": None, "chosen_from": None, "said_at": 0}


CODEC = Codec(
    {
        "organisation.registered.v1": organisation.OrganisationRegistered,
        "offer.submitted.v1": offer.OfferSubmitted,
        "offer.formally-accepted.v1": offer.OfferFormallyAccepted,
        "offer.formally-rejected.v1": offer.OfferFormallyRejected,
        "offer.scored.v1": offer.OfferScored,
        "offer.not-awarded.v1": offer.OfferNotAwarded,
        "award.proposed.v1": award.AwardProposed,
        "award.granted.v2": award.GrantAwarded,
        "award.refused.v1": award.AwardRefused,
        "award.declined.v1": award.AwardDeclined,
        "award.lapsed.v1": award.AwardLapsed,
        "award.revoked.v1": award.AwardRevoked,
        "increase.proposed.v1": increase.IncreaseProposed,
        "increase.held.v1": increase.IncreaseHeld,
        "increase.refused.v1": increase.IncreaseRefused,
        "increase.signed.v1": increase.IncreaseSigned,
        "increase.dropped.v1": increase.IncreaseDropped,
        "contract.annex-signed.v1": contract.AnnexSigned,
        "contract.terminated.v1": contract.ContractTerminated,
        "contract.signed.v1": contract.ContractSigned,
        "contract.grant-taken-over.v1": contract.GrantTakenOver,
        "settlement.payment-noted.v1": settlement.PaymentNoted,
        "settlement.return-noted.v1": settlement.ReturnNoted,
        "settlement.reversal-noted.v1": settlement.ReversalNoted,
        "settlement.acceptance-withdrawn.v1": settlement.AcceptanceWithdrawn,
        "settlement.report-fallen-due.v1": settlement.ReportFallenDue,
        "settlement.report-submitted.v1": settlement.ReportSubmitted,
        "settlement.report-accepted.v1": settlement.ReportAccepted,
        "settlement.expenditure-accepted.v1": settlement.ExpenditureAccepted,
        "settlement.grant-settled.v1": settlement.GrantSettled,
        "known-call.noted.v2": known_call.CallNoted,
        "known-call.resolution-noted.v1": known_call.CallResolutionNoted,
        "known-year.noted.v2": known_year.YearNoted,
    },
    upcasters={
        "known-call.noted.v1": ("known-call.noted.v2", lambda data: {**data, **_opened_in_one_step(data)}),
        # The days were not kept at first: what they would have refused is not judged again.
        "award.granted.v1": ("award.granted.v2", lambda data: {**data, "awarded_on": None}),
        "known-year.noted.v1": ("known-year.noted.v2", lambda data: {**data, "adopted_on": None}),
    },
)
