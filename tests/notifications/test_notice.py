"""A notice is given once by the fact that gives it, whatever else is told."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from notifications.adapters.publishing import publish
from notifications.adapters.stored_events import CODEC
from notifications.domain.notice import NOTICE, NoticeRecorded, notice_id, record_notice
from shared.messages import notifications_v1
from tests.support.scenario import Scenario

PAID = NoticeRecorded(
    notice_id="payment-7",
    kind="payment",
    recipient="org-1",
    subject_id="grant-1",
    cause_event_id="7",
    cause_type="payments.funds-disbursed",
    amount_grosze=2_000_000,
    spoken_of_on=date(2025, 3, 4),
    reason=None,
)


def test_a_notice_is_recorded_once() -> None:
    Scenario(NOTICE).when(
        lambda state: record_notice(
            state,
            kind="payment",
            recipient="org-1",
            subject_id="grant-1",
            cause_event_id="7",
            cause_type="payments.funds-disbursed",
            amount_grosze=2_000_000,
            spoken_of_on=date(2025, 3, 4),
        )
    ).then(PAID)


def test_a_notice_is_named_after_its_kind_and_its_cause() -> None:
    assert notice_id(kind="payment", cause_event_id="7") == "payment-7"
    assert notice_id(kind="refusal", cause_event_id="7") != notice_id(kind="payment", cause_event_id="7")


@given(st.lists(st.sampled_from([PAID, object(), None, "noise"]), max_size=10))
def test_a_fold_of_any_history_never_raises_and_keeps_what_was_recorded(history: list[object]) -> None:
    assert (NOTICE.fold(history) == NOTICE.initial) == (PAID not in history)


def test_a_notice_comes_back_from_its_stored_bytes() -> None:
    assert list(CODEC.names.values()) == [NoticeRecorded]
    stored = CODEC.encoded(PAID)
    assert CODEC.event("notice.notice-recorded.v1", json.loads(stored)) == PAID


def test_outsiders_are_told_who_is_told_about_what() -> None:
    assert publish(PAID, key="payment-7") == notifications_v1.NoticeRecorded(
        notice_id="payment-7", kind="payment", recipient="org-1", subject_id="grant-1"
    )
    assert publish(object(), key="payment-7") is None
