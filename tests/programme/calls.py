"""One ordinary open call, fact by fact; a test changes what it is about with `dataclasses.replace`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial

from programme.domain.call import (
    AnnouncementPlanned,
    CallAnnounced,
    CallApproved,
    CallContentWritten,
    CallDrafted,
    CallPublished,
    CallTerms,
    Criterion,
)
from programme.domain.call import decisions as ending
from programme.domain.call.announcing import correct_call, extend_call, plan_announcement
from programme.domain.call.bases import CONTENTS, FROM_TERMS
from programme.domain.call.publishing import record_publication
from shared.kernel.texts import TextRef

P, LINE = "torun-2025", "sport.wsir.926-92605-2360"
TERMS = CallTerms(
    call_id="c1",
    programme_id=P,
    line_id=LINE,
    unit="wsir",
    number="19.1/2025",
    legal_basis="udpp-open-call",
    mode="supporting",
    pool_grosze=20_000_000,
    min_grant_grosze=200_000,
    max_grant_grosze=2_000_000,
    max_share_percent=70,
    line_shift_percent=15,
    pass_mark_points=60,
    criteria=(Criterion("feasibility", 60, 10), Criterion("own-share", 40, 20)),
    task_from=date(2025, 1, 2),
    task_until=date(2025, 12, 31),
    choice_on=date(2025, 1, 20),
    rolling=False,
)
TEXT = TextRef("t1", "0" * 64)

DRAFTED = CallDrafted("c1", P, TERMS)
WRITTEN = tuple(CallContentWritten("c1", P, content, TEXT) for content in CONTENTS if content not in FROM_TERMS)
APPROVED = CallApproved("c1", P, LINE, "19.1/2025", 20_000_000, date(2024, 11, 29), "PMT 411/24")
READY = (DRAFTED, *WRITTEN, APPROVED)

MONDAY = date(2024, 12, 2)
DUE = datetime(2024, 12, 23, 23, tzinfo=UTC)
"""The midnight that ends Monday 23 December 2024, 21 days after Monday 2 December."""

PLANNED = AnnouncementPlanned("c1", P, MONDAY, DUE, DUE)
IN_BIP = CallPublished("c1", P, "announcement", "bip", MONDAY, completes=False, legal_until=None)
ON_BOARD = CallPublished("c1", P, "announcement", "board", MONDAY, completes=False, legal_until=None)
ON_SITE = CallPublished("c1", P, "announcement", "website", MONDAY, completes=True, legal_until=DUE)
STANDS = CallAnnounced("c1", P, TERMS, MONDAY, DUE, DUE)
ANNOUNCED = (*READY, PLANNED, IN_BIP, ON_BOARD, ON_SITE, STANDS)

OPEN = datetime(2024, 12, 10, 12, tzinfo=UTC)
CLOSED = datetime(2025, 1, 20, 12, tzinfo=UTC)

PLAN = partial(plan_announcement, call_id="c1", appears_on=MONDAY, offers_until=DUE)
PUBLISH = partial(record_publication, call_id="c1", matter="announcement", published_on=MONDAY)
EXTEND = partial(
    extend_call, call_id="c1", choice_on=None, extended_on=date(2024, 12, 10), document="PMT 430/24", acted_at=OPEN
)
CORRECT = partial(
    correct_call,
    call_id="c1",
    changed={"pass_mark_points": 50},
    material=True,
    corrected_on=date(2024, 12, 10),
    document="PMT 431/24",
    acted_at=OPEN,
)
RESOLVE = partial(
    ending.resolve_call,
    call_id="c1",
    unused_grosze=5,
    resolved_on=date(2025, 1, 20),
    acted_at=CLOSED,
    valid=3,
    unanswered=[],
)
ANNUL = partial(
    ending.annul_call,
    call_id="c1",
    ground="no-offer-submitted",
    annulled_on=date(2025, 1, 20),
    acted_at=CLOSED,
    submitted=0,
    valid=0,
)
