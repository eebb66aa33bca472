"""A proof is one file: it holds offline with a public key, and not once anything in it was changed."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.proof.leaves import Leaves
from audit.proof.proving import NotProven, prove
from audit.proof.seals import Signed
from audit.proof.tlog_proof import Proof, check
from audit.proof.tree import BadProof
from audit.proof.witnessing import Fork, cosigned
from shared.kernel.canonical import canonical_json
from shared.proof.checkpoints import Checkpoint
from shared.proof.hashing import leaf_hash
from shared.proof.keys import COSIGNS, SigningKey
from shared.proof.notes import Note

KEY = SigningKey.generate("grosz/torun/grants")
WITNESS = SigningKey.generate("city.example/internal-audit", COSIGNS)
RECORDS = [
    canonical_json({"position": position, "data": {"amount_grosze": position * 100}}) for position in range(1, 41)
]
LEAVES = Leaves(io.BytesIO())
LEAVES.take([leaf_hash(record) for record in RECORDS], sizes=range(41))


def signed(size: int, watermark: str = "01764000000123-00000") -> Signed:
    checkpoint = Checkpoint(KEY.name, size, LEAVES.roots[size], watermark)
    return Signed(checkpoint, str(Note(checkpoint.text()).sign(KEY)), "here")


def proof_of(position: int) -> Proof:
    return prove(RECORDS[position - 1], position, [signed(6), signed(23), signed(40)], [LEAVES.whole])


def test_a_file_holds_with_the_public_key_alone() -> None:
    for position in (1, 6, 7, 23, 24, 40):
        proven = check(Proof.parse(str(proof_of(position))), [KEY.verify_key])
        assert (proven.position, proven.checkpoint.size, proven.cosigned) == (position, 40, [])
        assert proven.record["data"]["amount_grosze"] == position * 100


def test_a_file_is_small_enough_for_a_letter() -> None:
    assert len(str(proof_of(17))) < 1_000


def test_the_published_form_is_kept() -> None:
    lines = str(proof_of(3)).split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert lines[1].startswith("extra ")
    assert lines[2] == "index 2"
    assert lines.index("") == 3 + 6  # the depth of a tree of 40
    assert lines[10:12] == ["grosz/torun/grants", "40"]


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_a_file_with_any_changed_letter_does_not_hold(data: st.DataObject) -> None:
    text = str(proof_of(data.draw(st.integers(1, 40))))
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.characters(codec="ascii", categories=["L", "N", "P", "S"]).filter(lambda c: c != text[place]))
    changed = text[:place] + letter + text[place + 1 :]
    try:
        proven = check(Proof.parse(changed), [KEY.verify_key])
    except BadProof:
        return
    # Base64 has bits to spare in its last letter: another text of the same bytes is the same proof.
    assert Proof.parse(changed).record == Proof.parse(text).record
    assert proven.checkpoint == check(Proof.parse(text), [KEY.verify_key]).checkpoint


def test_another_record_under_a_true_proof_does_not_hold() -> None:
    forged = replace(proof_of(9), record=RECORDS[9])
    with pytest.raises(BadProof, match="not among those that were signed"):
        check(forged, [KEY.verify_key])


def test_a_file_does_not_hold_with_another_key() -> None:
    stranger = SigningKey.generate(KEY.name)
    with pytest.raises(BadProof, match="none of the given keys"):
        check(proof_of(9), [stranger.verify_key])


def test_a_record_that_was_changed_is_not_proven() -> None:
    with pytest.raises(NotProven, match="is not as it was signed"):
        prove(b"{}", 9, [signed(40)], [LEAVES.whole])


def test_a_record_that_is_not_signed_yet_is_not_proven() -> None:
    with pytest.raises(NotProven, match="not covered by a checkpoint yet"):
        prove(RECORDS[6], 7, [signed(6)], [LEAVES.whole])


def test_hashes_that_are_not_true_are_passed_over_for_those_that_are() -> None:
    wrong = Leaves(io.BytesIO())
    wrong.take([leaf_hash(b"wrong")] * 40)
    assert check(prove(RECORDS[8], 9, [signed(40)], [wrong.whole, LEAVES.whole]), [KEY.verify_key]).position == 9


# --- witnesses


def test_a_witness_cosigns_what_grew_and_the_file_tells_when_it_saw_it() -> None:
    first = cosigned(signed(6), None, WITNESS, LEAVES.whole, at=1_764_000_000)
    assert first.by(WITNESS.verify_key)
    note = str(cosigned(signed(23), signed(6).checkpoint, WITNESS, LEAVES.whole, at=1_764_000_500))
    seen = Signed(signed(23).checkpoint, note, "cosigned")
    proof = prove(RECORDS[8], 9, [signed(40), seen], [LEAVES.whole], cosigned=note)
    proven = check(Proof.parse(str(proof)), [KEY.verify_key, WITNESS.verify_key])
    assert (proven.checkpoint.size, proven.cosigned) == (23, [("city.example/internal-audit", 1_764_000_500)])


def test_a_witness_alone_proves_nothing() -> None:
    note = cosigned(signed(40), None, WITNESS, LEAVES.whole, at=1)
    seen = Signed(signed(40).checkpoint, str(note), "cosigned")
    with pytest.raises(BadProof, match="none of the given keys"):
        check(prove(RECORDS[8], 9, [seen], [LEAVES.whole]), [WITNESS.verify_key])


def test_a_witness_refuses_a_fork_a_smaller_one_and_a_strangers() -> None:
    other = Leaves(io.BytesIO())
    other.take([leaf_hash(b"forged"), *list(LEAVES)[1:]], sizes=range(41))
    forged = Signed(Checkpoint(KEY.name, 40, other.roots[40]), "", "")
    with pytest.raises(Fork, match="not those that were seen before"):
        cosigned(forged, signed(23).checkpoint, WITNESS, other.whole, at=1)
    same_size = Signed(Checkpoint(KEY.name, 23, other.roots[23]), "", "")
    with pytest.raises(Fork, match="another root was seen"):
        cosigned(same_size, signed(23).checkpoint, WITNESS, other.whole, at=1)
    with pytest.raises(Fork, match="23 were seen before"):
        cosigned(signed(6), signed(23).checkpoint, WITNESS, LEAVES.whole, at=1)
    with pytest.raises(Fork, match="another history"):
        cosigned(signed(40), Checkpoint("grosz/torun/payments", 6, LEAVES.roots[6]), WITNESS, LEAVES.whole, at=1)
