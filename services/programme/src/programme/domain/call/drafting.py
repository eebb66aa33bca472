"""Drafting a call and approving it. Whether the money is there is the budget's question."""

from datetime import date

from programme.domain.call.bases import BASES, FROM_TERMS, OWN_SHARE
from programme.domain.call.events import CallApproved, CallContentWritten, CallDrafted, CallTerms
from programme.domain.call.refusals import (
    ApprovedPoolDiffers,
    CallAlreadyAnnounced,
    CallAlreadyApproved,
    CallAlreadyOpened,
    CallNumberStands,
    CallTermsContradict,
    CallUnitDiffers,
    CallUnknown,
    CriteriaMissing,
    EntrustedTaskNeedsNoShare,
    SmallGrantTooLarge,
    WeightsDoNotAddUp,
)
from programme.domain.call.state import CallState
from shared.kernel.money import format_pln
from shared.kernel.texts import TextRef

_WHOLE = 100


def draft_call(state: CallState, *, terms: CallTerms) -> list[CallDrafted]:
    """Write the terms down, or write them anew before they are approved. Nothing happens when they stand already."""
    if state.opened:
        raise CallAlreadyOpened(f"{terms.call_id} was opened in one step", field="data.call_id")
    if state.terms == terms:
        return []
    if state.approved:
        raise CallAlreadyApproved(f"approved on {state.approved.approved_on}", field="data.call_id")
    if state.terms and _name(state.terms) != _name(terms):
        raise CallNumberStands(f"{terms.call_id} is {' '.join(_name(state.terms))}", field="data.number")
    terms_agree(terms)
    return [CallDrafted(terms.call_id, terms.programme_id, terms)]


def write_content(state: CallState, *, call_id: str, content: str, body: TextRef) -> list[CallContentWritten]:
    """Write one of the contents. Each writing is a new act; after the announcement only within a correction."""
    if state.terms is None:
        raise CallUnknown(f"{call_id} was not drafted", field="data.call_id")
    if state.opens_on and not state.correction_open:
        raise CallAlreadyAnnounced(f"{call_id} is announced since {state.opens_on}", field="data.call_id")
    return [CallContentWritten(call_id, state.terms.programme_id, content, body)]


def approve_call(
    state: CallState, *, call_id: str, pool_grosze: int, approved_on: date, document: str
) -> list[CallApproved]:
    """The executive's order. Nothing happens when the same order stands."""
    terms = state.terms
    if terms is None:
        raise CallUnknown(f"{call_id} was not drafted", field="data.call_id")
    order = CallApproved(call_id, terms.programme_id, terms.line_id, terms.number, pool_grosze, approved_on, document)
    if state.approved == order:
        return []
    if state.approved:
        raise CallAlreadyApproved(f"approved by {state.approved.document}", field="data.call_id")
    if pool_grosze != terms.pool_grosze:
        raise ApprovedPoolDiffers(f"the draft names {format_pln(terms.pool_grosze)} PLN", field="data.pool_grosze")
    return [order]


def terms_agree(terms: CallTerms) -> None:
    """What terms must be among themselves, in a draft and in a correction."""
    if terms.unit != terms.line_id.split(".")[1]:
        raise CallUnitDiffers(f"{terms.unit} does not hold {terms.line_id}", field="data.unit")
    if terms.min_grant_grosze > terms.max_grant_grosze:
        raise CallTermsContradict("the smallest grant is above the largest", field="data.min_grant_grosze")
    if terms.max_grant_grosze > terms.pool_grosze:
        raise CallTermsContradict("the largest grant is above the pool", field="data.max_grant_grosze")
    if terms.task_until < terms.task_from:
        raise CallTermsContradict("tasks would end before they begin", field="data.task_until")
    most = BASES[terms.legal_basis].max_grant_grosze
    if most is not None and terms.max_grant_grosze > most:
        raise SmallGrantTooLarge(f"{format_pln(terms.max_grant_grosze)} PLN", field="data.max_grant_grosze")
    _criteria_agree(terms)


def _criteria_agree(terms: CallTerms) -> None:
    codes = [criterion.code for criterion in terms.criteria]
    if terms.mode == "entrusting":
        if terms.max_share_percent != _WHOLE:
            raise EntrustedTaskNeedsNoShare("the grant would pay a part only", field="data.max_share_percent")
        if OWN_SHARE in codes:
            raise EntrustedTaskNeedsNoShare("an own share would be judged", field="data.criteria")
    if not codes and BASES[terms.legal_basis].contents:
        raise CriteriaMissing("no criterion is named", field="data.criteria")
    if codes and (
        sum(criterion.weight_percent for criterion in terms.criteria) != _WHOLE or len(codes) != len(set(codes))
    ):
        raise WeightsDoNotAddUp(
            f"{len(set(codes))} criteria weigh {sum(c.weight_percent for c in terms.criteria)} percent",
            field="data.criteria",
        )


def missing_contents(terms: CallTerms, written: frozenset[str]) -> list[str]:
    """Which of the contents that its basis asks for a call does not have, in the order of the act."""
    wanted = BASES[terms.legal_basis].contents
    missing = [content for content in wanted if content not in FROM_TERMS and content not in written]
    undated = terms.choice_on is None and not terms.rolling
    if "choice" in wanted and "choice" not in missing and undated:
        missing.append("choice")
    return sorted(missing, key=wanted.index)


def _name(terms: CallTerms) -> tuple[str, str, str]:
    return terms.number, terms.programme_id, terms.line_id
