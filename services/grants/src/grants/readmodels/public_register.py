"""What the public may read of grants: where names and titles lie, the day of the award, each movement of money.

A movement is above zero where the city paid and below zero where money came back: from the recipient, or from the bank
that could not deliver it. The sum of a grant's movements is what the recipient was left with, as the register has it.
"""

from datetime import date
from typing import Any

import psycopg

from grants.domain.award import GrantAwarded
from grants.domain.contract import GrantTakenOver
from grants.domain.offer import OfferSubmitted
from grants.domain.organisation import OrganisationRegistered
from grants.domain.settlement import PaymentNoted, ReturnNoted, ReversalNoted
from shared.eventstore.projections import Recorded
from shared.publishing.publication import Look

Row = dict[str, Any]
Cursor = psycopg.Cursor[Row]
Connection = psycopg.Connection[Row]

FOLLOWS = ("grant_register", "public_register", "known_calls")


class PublicRegister:
    """Follows organisations, offers, awards and money."""

    name = "public_register"

    def project(self, cursor: Cursor, recorded: Recorded) -> None:
        match recorded.event:
            case OrganisationRegistered() as registered:
                cursor.execute(
                    "INSERT INTO public_organisations VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
                    (registered.organisation_id, registered.name.ref, registered.krs, registered.nip),
                )
            case OfferSubmitted() as offered:
                cursor.execute(
                    "INSERT INTO public_grants (grant_id, title_ref) VALUES (%s, %s) "
                    "ON CONFLICT (grant_id) DO UPDATE SET title_ref = excluded.title_ref",
                    (recorded.key, offered.title.ref),
                )
            case GrantAwarded() as awarded:
                cursor.execute(
                    "INSERT INTO public_grants (grant_id, awarded_on) VALUES (%s, %s) "
                    "ON CONFLICT (grant_id) DO UPDATE SET awarded_on = excluded.awarded_on",
                    (recorded.key, awarded.awarded_on or recorded.effective_on),
                )
            case GrantTakenOver() as taken:
                cursor.execute(
                    "INSERT INTO public_grants VALUES (%s, %s, %s, %s) ON CONFLICT (grant_id) DO UPDATE SET "
                    "title_ref = excluded.title_ref, name_ref = excluded.name_ref, awarded_on = excluded.awarded_on",
                    (recorded.key, taken.purpose.ref, taken.organisation_name.ref, taken.signed_on),
                )
            case PaymentNoted() as paid:
                _move(cursor, recorded.key, "paid", paid.disbursed_total_grosze, paid.value_on)
            case ReturnNoted() as returned:
                _move(cursor, recorded.key, "returned", -returned.returned_total_grosze, returned.value_on)
            case ReversalNoted() as sent_back:
                _move(cursor, recorded.key, "reversed", -sent_back.reversed_total_grosze, sent_back.value_on)


def _move(cursor: Cursor, grant_id: str, kind: str, total: int, value_on: date) -> None:
    """A note says the total of its kind: what it adds to that is one more movement."""
    cursor.execute(
        "INSERT INTO public_payments SELECT %(id)s, count(*) + 1, %(kind)s, %(on)s, "
        "%(total)s - coalesce(sum(amount_grosze) FILTER (WHERE kind = %(kind)s), 0) "
        "FROM public_payments WHERE grant_id = %(id)s",
        {"id": grant_id, "kind": kind, "on": value_on, "total": total},
    )


_PUBLIC = """
    SELECT r.*, g.awarded_on, g.title_ref, coalesce(g.name_ref, o.name_ref) AS name_ref, o.krs, o.nip,
           title.body AS title, name.body AS organisation_name,
           coalesce((SELECT jsonb_agg(jsonb_build_array(value_on, amount_grosze) ORDER BY number)
                     FROM public_payments p WHERE p.grant_id = r.grant_id), '[]') AS movements
    FROM grant_register r
    LEFT JOIN public_grants g USING (grant_id)
    LEFT JOIN public_organisations o USING (organisation_id)
    LEFT JOIN known_calls c ON c.call_id = r.call_id
    LEFT JOIN texts title ON title.ref = g.title_ref
    LEFT JOIN texts name ON name.ref = coalesce(g.name_ref, o.name_ref)
    WHERE (r.contract_number IS NOT NULL OR r.evidence = 'register'
           OR ((r.awarded_grosze > 0 OR r.declined_on IS NOT NULL OR r.award_ended_on IS NOT NULL)
               AND (c.ended_on IS NOT NULL OR c.terms ->> 'chosen_from' IS NULL)))
"""
"""An award is public once its call has ended, or where offers are chosen as they come; a contract always is."""


def of_programme(connection: Connection, programme_id: str) -> list[Row]:
    statement = _PUBLIC + ' AND r.programme_id = %s ORDER BY r.grant_id COLLATE "C"'
    return connection.execute(statement, (programme_id,)).fetchall()


def of_call(connection: Connection, call_id: str) -> list[Row]:
    statement = _PUBLIC + ' AND r.call_id = %s ORDER BY r.awarded_grosze DESC, r.grant_id COLLATE "C"'
    return connection.execute(statement, (call_id,)).fetchall()


def committed_grosze(row: Row) -> int:
    """What the city stands for: the contract's amount once there is one, until then the award's."""
    return int(row["contracted_grosze"] or row["awarded_grosze"])


def left_grosze(row: Row) -> int:
    """What the recipient was left with: paid, less what the bank sent back and what was given back."""
    return int(row["disbursed_grosze"] - row["reversed_grosze"] - row["returned_grosze"])


def recipient_id(look: Look, row: Row) -> str:
    """By the national court register where the organisation is in it, else by an id of ours."""
    if row["krs"]:
        return f"PL-KRS-{row['krs']}"
    return f"{look.face.giving_prefix}-org:{row['organisation_id'] or row['grant_id']}"
