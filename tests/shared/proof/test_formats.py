"""The formats agree with what was published for them, and a changed letter is noticed.

Sources of the values: RFC 6962 §2.1 with the reference vectors of the certificate-transparency project; the key of Go's
checksum database (sum.golang.org); the examples of c2sp.org/signed-note and c2sp.org/tlog-cosignature.
"""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.proof.checkpoints import Checkpoint, origin_of
from shared.proof.hashing import EMPTY_ROOT, leaf_hash, node_hash
from shared.proof.keys import COSIGNS, BadKey, SigningKey, VerifyKey
from shared.proof.notes import BadNote, Note

GO_SUMDB = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
POEM = (
    "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n"
    "— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3"
    "ZekRwNtIc=\n"
)
SOFA = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xe"
    "McTOAYQ8=\n"
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+"
    "mbIUBkBIfZ+qnA==\n"
)
CHECKPOINT = Checkpoint(origin_of("torun", "grants"), 7, leaf_hash(b"root"), "01764000000123-00007")


def test_hashes_are_those_of_rfc_6962() -> None:
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert leaf_hash(b"L123456").hex() == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
    node = node_hash(b"N123", b"N456")
    assert node.hex() == "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"


def test_a_key_id_is_that_of_gos_checksum_database() -> None:
    key = VerifyKey.parse(GO_SUMDB)
    assert (key.name, key.id.hex()) == ("sum.golang.org", "033de0ae")
    assert str(key) == GO_SUMDB


def test_gos_example_key_signs_gos_example_note_letter_by_letter() -> None:
    """From the documentation of golang.org/x/mod/sumdb/note; Ed25519 signatures are the same each time."""
    private = SigningKey.parse("PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")
    assert str(private.verify_key) == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    assert str(Note(text).sign(private)) == (
        f"{text}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6Ryy"
        "BwJnAM=\n"
    )


def test_the_published_notes_are_read_and_written_back_letter_by_letter() -> None:
    poem = Note.parse(POEM)
    assert poem.text.endswith("sole:\n\ned è subito sera.\n")
    assert [signature.name for signature in poem.signatures] == ["quasimodo.example/salvatore"]
    assert (str(poem), str(Note.parse(SOFA))) == (POEM, SOFA)


def test_the_published_checkpoint_is_read_with_its_cosignature() -> None:
    note = Note.parse(SOFA)
    checkpoint = Checkpoint.parse(note.text)
    assert (checkpoint.origin, checkpoint.size, checkpoint.watermark) == ("example.com/behind-the-sofa", 20852163, "")
    log, witness = note.signatures
    assert (log.key_id.hex(), len(log.value)) == ("033de0ae", 64)
    assert (witness.key_id.hex(), witness.at) == ("8d66cf3f", 1679315147)  # the time in the specification's example


def test_a_cosignature_is_of_the_header_the_time_and_the_text() -> None:
    key = SigningKey.generate("city.example/internal-audit", COSIGNS)
    note = Note(CHECKPOINT.text()).sign(key, at=1679315147)
    signed = b"cosignature/v1\ntime 1679315147\n" + CHECKPOINT.text().encode()
    value = note.signatures[0].value
    assert value == (1679315147).to_bytes(8) + Ed25519PrivateKey.from_private_bytes(key.private).sign(signed)
    assert note.by(key.verify_key)


def test_keys_are_written_and_read_back_and_the_private_one_is_not_shown() -> None:
    key = SigningKey.generate("grosz/torun/grants")
    assert SigningKey.parse(key.written()) == key
    assert VerifyKey.parse(str(key.verify_key)) == key.verify_key
    assert key.private.hex() not in repr(key)
    assert str(key.private) not in repr(key)


@pytest.mark.parametrize("text", ["", "name", "a+00000000+AQ==", GO_SUMDB.replace("033d", "033e"), GO_SUMDB[:-4]])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(BadKey):
        VerifyKey.parse(text)


@pytest.mark.parametrize("name", ["", "city office", "city+office"])
def test_a_key_has_a_name_that_fits_a_signature_line(name: str) -> None:
    with pytest.raises(BadKey):
        SigningKey.generate(name)


def test_a_signed_checkpoint_is_read_back() -> None:
    key = SigningKey.generate(CHECKPOINT.origin)
    note = Note.parse(str(Note(CHECKPOINT.text()).sign(key)))
    assert note.by(key.verify_key)
    assert Checkpoint.parse(note.text) == CHECKPOINT
    assert (CHECKPOINT.service, CHECKPOINT.size) == ("grants", 7)


def test_any_changed_letter_of_the_text_makes_the_signature_false() -> None:
    key = SigningKey.generate(CHECKPOINT.origin)
    note = Note(CHECKPOINT.text()).sign(key)
    for i, letter in enumerate(note.text):
        changed = Note(note.text[:i] + chr(ord(letter) ^ 1) + note.text[i + 1 :], note.signatures)
        with pytest.raises(BadNote, match="false"):
            changed.by(key.verify_key)


def test_a_signature_of_an_unknown_key_is_passed_over_even_under_a_known_name() -> None:
    known, unknown = SigningKey.generate("city.example/a"), SigningKey.generate("city.example/a")
    assert Note(CHECKPOINT.text()).sign(unknown).by(known.verify_key) is None
    assert Note(CHECKPOINT.text()).sign(unknown).sign(known).signed_by([known.verify_key]) == [known.verify_key]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "origin\n7\n",
        "origin\n07\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "origin\n-7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "origin\n7\nCsUYapGGPo4dkMgIAUqom\n",
        "origin\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nwatermark yesterday\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        Checkpoint.parse(text)


@pytest.mark.parametrize(
    "text", ["", "text\n", "text\n\n", "text\n\nsignature\n", "text\n\n— a !!!\n", "te\txt\n\n— a AAAAAAA=\n"]
)
def test_what_is_no_note_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        Note.parse(text)
