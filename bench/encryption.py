"""Measure sealing and opening against the bare primitives, in alternating turns of one process.

Run from the root of the repository: `python -m bench.encryption [--seconds 6] [--json]`.

Seal: a message of 4 KB for two recipients; bare, that is two HPKE seals, one signature and the
Cobblestone-256 of body and summary. Open: one recipient opens the body; bare, one verification, one HPKE
open and one Cobblestone-256. Keys are loaded on both sides.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    # Run as a file, this folder comes first on the path, and this module would hide the package.
    sys.path.remove(str(Path(__file__).resolve().parent))

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.hazmat.primitives.asymmetric import ed25519

from encryption import boxes, contents, envelopes, keypairs, profiles
from encryption.contexts import ctx

CALLS_IN_A_TURN = 10
TARGET = 0.7


def main() -> None:
    """Print seals and opens a second, and their ratio to the bare primitives."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=6.0, help="time for each of the three pairs")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()

    figures = {
        name: compare(ours, bare, seconds=options.seconds) for name, (ours, bare) in measured_pairs().items()
    }
    if options.json:
        print(json.dumps(figures))
        return
    for name, figure in figures.items():
        verdict = "" if figure["ratio"] >= TARGET else f"   below the target of {TARGET}"
        print(
            f"{name:<32} {figure['ours_per_second']:>7.0f}/s   bare {figure['bare_per_second']:>7.0f}/s"
            f"   ratio {figure['ratio']:.2f}{verdict}"
        )


def compare(ours: Callable[[], object], bare: Callable[[], object], *, seconds: float) -> dict[str, float]:
    """Run both in short turns for `seconds`, so that a busy machine slows both; gives medians of turns."""
    turns: list[tuple[float, float]] = []
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        turns.append((_rate(ours), _rate(bare)))
    return {
        "ours_per_second": round(statistics.median(rate for rate, _ in turns)),
        "bare_per_second": round(statistics.median(rate for _, rate in turns)),
        "ratio": round(statistics.median(rate / bare_rate for rate, bare_rate in turns), 3),
    }


def _rate(function: Callable[[], object]) -> float:
    """Give calls in a second of processor time, which other processes do not use up."""
    started = time.process_time()
    for _ in range(CALLS_IN_A_TURN):
        function()
    return CALLS_IN_A_TURN / (time.process_time() - started)


def measured_pairs() -> dict[str, tuple[Callable[[], object], Callable[[], object]]]:
    """Make the functions to compare, over the same keys and lengths."""
    suite = profiles.PROFILES[profiles.HYBRID].suite
    person, unit = keypairs.generate(signs=True), keypairs.generate(signs=False)
    unit_public = keypairs.PublicKey.from_bytes(unit.public.to_bytes())
    content = contents.Content(subject="Your letter of 3 May", text="x" * 4096, author_name="A. Officer")
    body, summary = contents.body_bytes(content), contents.summary_bytes(content)
    position = envelopes.Position(uuid4(), uuid4(), 1, None, uuid4(), 1)
    message_key, context = boxes.new_key(), ctx("part", position.message, "body")

    def seal() -> envelopes.Envelope:
        return envelopes.seal(
            content,
            position=position,
            sender=position.unit,
            signer=person,
            recipients=[person.public, unit_public],
            sent_at=datetime.now(UTC),
        )

    envelope = seal()
    wrap = next(wrap for wrap in envelope.wraps if wrap.key_id == unit.key_id)
    signed, info = ctx("msg-sig", envelope.header), ctx("mk", bytes(32), wrap.key_id)
    signer = ed25519.Ed25519PrivateKey.from_private_bytes(person.signing_seed or b"")
    verifier, signature = signer.public_key(), signer.sign(signed)
    sealed_key = suite.encrypt(message_key, unit_public.kem_key, info)
    sealed_body, sealed_summary = (boxes.seal(message_key, text, context) for text in (body, summary))

    def bare_box(plaintext: bytes) -> bytes:
        encryptor = Cobblestone256Encryptor(message_key, context)
        return encryptor.update(plaintext) + encryptor.finalize()

    def bare_seal() -> None:
        bare_box(body)
        bare_box(summary)
        signer.sign(signed)
        suite.encrypt(message_key, person.public.kem_key, info)
        suite.encrypt(message_key, unit_public.kem_key, info)

    def bare_open(sealed: bytes) -> None:
        verifier.verify(signature, signed)
        suite.decrypt(sealed_key, unit.kem_key, info)
        decryptor = Cobblestone256Decryptor(message_key, context)
        decryptor.update(sealed)
        decryptor.finalize()

    def opened() -> envelopes.OpenedKey:
        return envelopes.open_key(
            envelope.header, envelope.signature, wrap, sender_key=person.public, recipient=unit
        )

    return {
        "seal 4 KB for 2 recipients": (seal, bare_seal),
        "open 4 KB": (lambda: opened().open_body(envelope.parts["body"]), lambda: bare_open(sealed_body)),
        "open a summary": (
            lambda: opened().open_summary(envelope.parts["summary"]),
            lambda: bare_open(sealed_summary),
        ),
    }


if __name__ == "__main__":
    main()
