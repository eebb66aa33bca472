"""Every rule that the services will hold the plan's commands to, read off the commands alone."""

from collections import defaultdict
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from grosz.demo.plan import Plan
from grosz.demo.steps import Kind, Step
from shared.kernel.ids import in_year
from shared.kernel.periods import instant_of_wall_clock, warsaw_date
from shared.kernel.terms import term_passed_at
from shared.messages.envelope import CommandEnvelope


def of_kind(plan: Plan, *kinds: Kind) -> list[Step]:
    return [step for step in plan.steps if step.kind in kinds]


def commands(plan: Plan, *kinds: Kind) -> list[Any]:
    return [step.command for step in of_kind(plan, *kinds)]


def by_grant(plan: Plan, kind: Kind) -> dict[str, Step]:
    return {step.command.grant_id: step for step in of_kind(plan, kind)}


def test_every_command_fits_its_published_shape(plan: Plan):
    for step in plan.steps:
        shape = type(step.command)
        envelope = {"command_id": plan.command_id(step), "data": step.command.model_dump(mode="json")}
        read = CommandEnvelope[shape].model_validate_json(
            CommandEnvelope[Any].model_construct(**envelope).model_dump_json()
        )
        assert read.data == step.command


def test_no_command_names_a_day_after_the_one_on_which_it_is_given(plan: Plan):
    for step in plan.steps:
        for name in (
            "submitted_on",
            "adopted_on",
            "approved_on",
            "published_on",
            "corrected_on",
            "extended_on",
            "annulled_on",
            "resolved_on",
            "declined_on",
            "signed_on",
            "accepted_on",
        ):
            assert getattr(step.command, name, step.day) <= step.day, (step.name, name)


def test_the_programme_is_made_in_the_order_of_the_law(plan: Plan):
    steps = of_kind(plan, Kind.PROGRAMME)
    first = {name: step.day for step in reversed(steps) for name in [step.command.NAME]}
    order = [
        "draft-programme",
        "record-meeting",
        "contribute-to-programme",
        "state-programme-contents",
        "map-area",
        "open-consultation",
        "file-remark",
        "close-consultation",
        "answer-remark",
        "request-council-opinion",
        "give-council-opinion",
        "submit-budget-draft",
        "adopt-programme",
        "publish-programme",
        "adopt-budget",
    ]
    assert set(first) == set(order)
    days = [first[name] for name in order if name != "publish-programme"]
    assert days == sorted(days)
    before = plan.year.year - 1
    assert steps[0].day == date(before, 7, 18)
    assert first["submit-budget-draft"] <= date(before, 11, 15)
    assert first["adopt-programme"] <= date(before, 11, 30)
    assert date(before, 12, 1) <= first["adopt-budget"] <= date(before, 12, 31)
    published = [step.command for step in steps if step.command.NAME == "publish-programme"]
    assert {command.place for command in published if command.document == "programme"} == {
        "bip",
        "website",
        "notice-board",
    }


def announced(plan: Plan) -> dict[str, SimpleNamespace]:
    """Each call as it stood in the end, read off the commands that made it so."""
    calls: dict[str, SimpleNamespace] = {}
    for step in plan.steps:
        said = step.command
        match step.kind:
            case Kind.DRAFT:
                calls[said.call_id] = SimpleNamespace(**dict(said), texts=set(), places={}, moved=0)
            case Kind.WRITE:
                calls[said.call_id].texts.add(said.content)
            case Kind.PLAN:
                call = calls[said.call_id]
                call.first_until = call.offers_until = instant_of_wall_clock(said.offers_until_local)
            case Kind.OPEN:
                calls[said.call_id].places[said.place] = said.published_on
            case Kind.CORRECT | Kind.EXTEND:
                call = calls[said.call_id]
                call.offers_until, call.moved = instant_of_wall_clock(said.offers_until_local), call.moved + 1
                vars(call).update({name: value for name, value in said if name in vars(call) and value is not None})
    for call in calls.values():
        call.opens_on = max(call.places.values())
    return calls


def test_calls_open_on_the_draft_budget_for_at_least_21_days(plan: Plan):
    draft = next(step.day for step in plan.steps if step.command.NAME == "submit-budget-draft")
    adopted = next(step.day for step in plan.steps if step.command.NAME == "adopt-budget")
    calls = announced(plan)
    assert sum(draft <= call.opens_on < adopted for call in calls.values()) >= 30
    for call in calls.values():
        assert call.opens_on >= draft
        assert set(call.places) == {"bip", "board", "website"}
        assert len(call.texts) == (0 if call.legal_basis == "sport-act" else 5)
        assert call.first_until >= term_passed_at(call.opens_on, 21)
        assert 1 <= call.min_grant_grosze <= call.max_grant_grosze <= call.pool_grosze
        assert sum(criterion.weight_percent for criterion in call.criteria) == 100
        assert call.rolling or call.choice_on >= warsaw_date(call.offers_until)


def test_one_call_is_extended_one_corrected_one_rolls_and_one_is_annulled(plan: Plan):
    calls = announced(plan)
    assert sum(call.moved for call in calls.values()) == 2
    assert [call.number.split("/")[0] for call in calls.values() if call.rolling] == ["51"]
    assert {call.number.split("/")[0] for call in calls.values()} >= {"19.1", "19.2"}
    (corrected,) = commands(plan, Kind.CORRECT)
    assert instant_of_wall_clock(corrected.offers_until_local) >= term_passed_at(corrected.corrected_on, 21)
    (annulled,) = commands(plan, Kind.ANNUL)
    assert annulled.call_id not in {offer.call_id for offer in commands(plan, Kind.OFFER)}


def test_some_money_is_promised_before_the_budget_is_adopted_and_nothing_signed(plan: Plan):
    adopted = next(step for step in plan.steps if step.command.NAME == "adopt-budget")
    assert any(step.day < adopted.day for step in of_kind(plan, Kind.PROPOSE))
    assert all(step.day > adopted.day for step in of_kind(plan, Kind.SIGN))
    assert plan.steps.index(adopted) < min(map(plan.steps.index, of_kind(plan, Kind.SIGN)))


def test_every_offer_keeps_to_its_call_and_comes_from_a_registered_organisation(plan: Plan):
    calls = announced(plan)
    registered: set[str] = set()
    for step in of_kind(plan, Kind.REGISTER, Kind.OFFER):
        if step.kind is Kind.REGISTER:
            registered.add(step.command.organisation_id)
            continue
        offer, call = step.command, calls[step.command.call_id]
        assert offer.organisation_id in registered
        assert call.opens_on <= step.day
        assert step.at < call.offers_until
        assert call.min_grant_grosze <= offer.requested_grosze <= call.max_grant_grosze
        assert offer.requested_grosze * 100 <= call.max_share_percent * offer.total_cost_grosze
        assert offer.task_from <= offer.task_until


def test_an_offer_goes_its_way_in_order(plan: Plan):
    """Submitted, checked, scored if it passed, proposed if it has the points, for no more than was asked."""
    offers = {step.command.offer_id: step.command for step in of_kind(plan, Kind.OFFER)}
    gone: dict[str, list[Kind]] = defaultdict(list)
    points: dict[str, int] = {}
    last_day: dict[str, date] = {}
    for step in of_kind(plan, Kind.OFFER, Kind.CHECK, Kind.SCORE, Kind.PROPOSE, Kind.PROPOSE_BEYOND):
        subject = getattr(step.command, "offer_id", None) or step.command.grant_id
        assert step.day >= last_day.get(subject, step.day), step.name
        last_day[subject] = step.day
        gone[subject].append(step.kind)
        points[subject] = getattr(step.command, "points", points.get(subject, 0))
        if step.kind in (Kind.PROPOSE, Kind.PROPOSE_BEYOND):
            assert points[subject] >= 60
            assert step.command.amount_grosze <= offers[subject].requested_grosze
    passed = {step.command.offer_id for step in of_kind(plan, Kind.CHECK) if step.command.passed}
    for subject, kinds in gone.items():
        assert kinds[:2] == [Kind.OFFER, Kind.CHECK]
        assert (Kind.SCORE in kinds) == (subject in passed)
        assert (points[subject] >= 60) == (kinds[-1] in (Kind.PROPOSE, Kind.PROPOSE_BEYOND))
        assert len(kinds) == len(set(kinds))
        assert kinds == sorted(kinds, key=list(Kind).index)


def test_a_call_is_resolved_after_its_last_moment_and_all_its_proposals(plan: Plan):
    last: dict[str, Step] = {}
    call_of = {step.command.offer_id: step.command.call_id for step in of_kind(plan, Kind.OFFER)}
    until = {call_id: call.offers_until for call_id, call in announced(plan).items()}
    for step in of_kind(plan, Kind.PROPOSE, Kind.PROPOSE_BEYOND):
        call = call_of[step.command.grant_id]
        assert step.kind is Kind.PROPOSE_BEYOND or call not in last or last[call].kind is Kind.PROPOSE
        last[call] = step
    places = {step.name: place for place, step in enumerate(plan.steps)}
    for step in of_kind(plan, Kind.RESOLVE):
        call = step.command.call_id
        assert step.at >= until[call]
        assert step.day > last[call].day
        assert places[step.name] > places[last[call].name]
    assert {step.command.call_id for step in of_kind(plan, Kind.RESOLVE, Kind.ANNUL)} == set(until)


def test_each_offer_has_its_answer_before_its_call_is_resolved(plan: Plan):
    """UDPP art. 15(2g), 15(2h): awarded, rejected, or decided against, and only one of the three."""
    places = {step.name: place for place, step in enumerate(plan.steps)}
    resolved = {step.command.call_id: step for step in of_kind(plan, Kind.RESOLVE)}
    against = {step.command.offer_id: step for step in of_kind(plan, Kind.NOT_AWARD)}
    rejected = {step.command.offer_id for step in of_kind(plan, Kind.CHECK) if not step.command.passed}
    awarded = {grant for grant, answer in plan.answers.items() if answer}
    for step in of_kind(plan, Kind.OFFER):
        offer, end = step.command.offer_id, resolved[step.command.call_id]
        assert [offer in answers for answers in (against, rejected, awarded)].count(True) == 1
        if offer in against:
            assert against[offer].at < end.at
            assert places[against[offer].name] < places[end.name]
            assert against[offer].command.decided_on <= against[offer].day


def test_declines_come_after_the_call_is_resolved(plan: Plan):
    """Where declined money goes back to depends on it, and must not depend on which message is faster."""
    call_of = {step.command.offer_id: step.command.call_id for step in of_kind(plan, Kind.OFFER)}
    resolved = {step.command.call_id: step.day for step in of_kind(plan, Kind.RESOLVE)}
    for step in of_kind(plan, Kind.DECLINE):
        assert step.day > resolved[call_of[step.command.grant_id]]


def test_tranches_make_up_their_contract_within_the_year(plan: Plan):
    proposed = by_grant(plan, Kind.PROPOSE)
    for step in of_kind(plan, Kind.SIGN):
        contract = step.command
        assert contract.amount_grosze <= proposed[contract.grant_id].command.amount_grosze
        assert sum(tranche.amount_grosze for tranche in contract.tranches) == contract.amount_grosze
        assert [tranche.number for tranche in contract.tranches] == list(range(1, len(contract.tranches) + 1))
        for tranche in contract.tranches:
            assert tranche.due_on >= contract.signed_on
            assert in_year(tranche.due_on, plan.programme)


def test_a_contract_below_its_award_is_signed_only_when_the_call_is_resolved(plan: Plan):
    call_of = {step.command.offer_id: step.command.call_id for step in of_kind(plan, Kind.OFFER)}
    resolved = {step.command.call_id: step.day for step in of_kind(plan, Kind.RESOLVE)}
    proposed = by_grant(plan, Kind.PROPOSE)
    below = [
        step
        for step in of_kind(plan, Kind.SIGN)
        if step.command.amount_grosze < proposed[step.command.grant_id].command.amount_grosze
    ]
    assert len(below) >= 10
    for step in below:
        assert step.day > resolved[call_of[step.command.grant_id]]


def test_every_payment_passes_four_eyes_before_it_is_ordered_and_paid(plan: Plan):
    """Prepared and authorised by two people, then in one order, then on one statement, in this order."""
    seen: dict[tuple[str, int], list[str]] = defaultdict(list)
    people: dict[tuple[str, int], set[str]] = defaultdict(set)
    for step in of_kind(plan, Kind.SIGN, Kind.PREPARE, Kind.AUTHORISE, Kind.ORDER, Kind.STATEMENT):
        for payment in _payments(step):
            seen[payment].append(step.kind.name)
            if step.kind in (Kind.PREPARE, Kind.AUTHORISE):
                people[payment].add(step.person)
    unpaid = [payment for payment, kinds in seen.items() if kinds == ["SIGN"]]
    assert len(unpaid) == 3
    for payment in seen.keys() - set(unpaid):
        assert seen[payment] == ["SIGN", "PREPARE", "AUTHORISE", "ORDER", "STATEMENT"], payment
        assert len(people[payment]) == 2, payment


def test_the_same_people_prepare_and_authorise_though_never_the_same_payment(plan: Plan):
    preparing = {step.person for step in of_kind(plan, Kind.PREPARE)}
    assert preparing == {step.person for step in of_kind(plan, Kind.AUTHORISE)}


def test_orders_and_statements_are_what_the_bank_can_take(plan: Plan):
    due = {
        (step.command.grant_id, tranche.number): tranche
        for step in of_kind(plan, Kind.SIGN)
        for tranche in step.command.tranches
    }
    for order in commands(plan, Kind.ORDER):
        assert len(order.order_id) <= 35
        assert len(order.payments) <= 500
        for payment in order.payments:
            assert due[payment.grant_id, payment.tranche_number].due_on == order.execute_on
    days = [step.day for step in of_kind(plan, Kind.STATEMENT)]
    assert days == sorted(set(days)), "one statement a day, in the order of days"
    for step in of_kind(plan, Kind.STATEMENT):
        assert len(step.command.lines) <= 500
        for line in step.command.lines:
            assert line.value_on == step.day
            if line.direction == "debit":
                grant, number = line.reference.split("/")
                assert due[grant, int(number)].amount_grosze == line.amount_grosze
                assert in_year(line.value_on, plan.programme)


def test_reports_and_acceptances_stay_within_what_was_paid_and_kept(plan: Plan):
    paid, back = defaultdict(int), defaultdict(int)
    for statement in commands(plan, Kind.STATEMENT):
        for line in statement.lines:
            grant = line.reference.split("/")[0]
            (paid if line.direction == "debit" else back)[grant] += line.amount_grosze
    until = {step.command.offer_id: step.command.task_until for step in of_kind(plan, Kind.OFFER)}
    reports, acceptances = by_grant(plan, Kind.REPORT), by_grant(plan, Kind.ACCEPT)
    assert reports.keys() == acceptances.keys()
    for grant, step in reports.items():
        report, acceptance = step.command, acceptances[grant].command
        assert until[grant] < report.submitted_on <= until[grant] + timedelta(days=30)
        assert report.submitted_on <= acceptance.accepted_on
        assert 0 < acceptance.accepted_grosze <= report.spent_grosze <= paid[grant] - back[grant]


def test_money_moves_only_on_working_days(plan: Plan):
    for step in of_kind(plan, Kind.STATEMENT, Kind.SIGN, Kind.ORDER):
        assert step.day.weekday() < 5, step.name


def _payments(step: Step) -> list[tuple[str, int]]:
    command: Any = step.command
    match step.kind:
        case Kind.SIGN:
            return [(command.grant_id, tranche.number) for tranche in command.tranches]
        case Kind.ORDER:
            return [(payment.grant_id, payment.tranche_number) for payment in command.payments]
        case Kind.STATEMENT:
            named = (line.reference.split("/") for line in command.lines if line.direction == "debit")
            return [(grant, int(number)) for grant, number in named]
        case _:
            return [(command.grant_id, command.tranche_number)]
