"""The command line of the ceremony: `python -m records_key --help`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from encryption.codes import group
from encryption.fingerprints import six_words
from records_key import ceremony, documents, drilling, granting, log, wiping
from records_key.asking import read_shares
from records_key.bundles import Bundle
from records_key.errors import CeremonyError
from records_key.minutes import minutes
from records_key.recovering import recover
from records_key.shares import set_code_of
from records_key.splitting import CUSTODIANS, QUORUM

REFUSED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code, which is 2 when it was refused in a sentence."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except CeremonyError as error:
        print(error, file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print("\nStopped. Nothing more was written.", file=sys.stderr)
        return REFUSED
    return 0


def _make(options: argparse.Namespace) -> None:
    made = ceremony.make(options.folder, agency=options.agency, custodians=options.custodian)
    print(f"Six words of the key: {six_words(made.public)}")
    print(f"Code on every page:   {group(set_code_of(made.public.key_id))}")
    print("Print these, each on a page of its own, and give each to its custodian at once:")
    for page in made.pages:
        print(f"  {page}")
    print("Then read them back from paper: python -m records_key read-back")


def _read_back(options: argparse.Namespace) -> None:
    public = documents.read_public_half(options.folder / ceremony.PUBLIC_HALF)
    threes = ceremony.read_back(read_shares(options.share, wanted=len(CUSTODIANS)), public)
    log.note(options.folder, "read_back", threes=len(threes))
    print(f"All five pages were read. Each of the {len(threes)} threes gives the key “{six_words(public)}”.")


def _drill(options: argparse.Namespace) -> None:
    bundle = Bundle(options.bundle)
    shares = read_shares(options.share, wanted=QUORUM)
    drilled = drilling.drill(bundle, recover(shares))
    documents.write_json(options.result, drilled.document)
    custodians = [share.custodian for share in shares]
    log.note(
        options.result.parent,
        "drilled",
        bundle=bundle.head.bundle,
        custodians=custodians,
        opened=drilled.opened,
        failed=len(drilled.failed),
    )
    print(f"{drilled.opened} keys of units opened. The signed result is in {options.result}.")
    if drilled.others:
        print(f"{drilled.others} are sealed to another records key: call its custodians for the same bundle.")
    for one in drilled.failed:
        print(
            f"DID NOT OPEN: unit {one.unit}, epoch {one.epoch}. Bring the result to the portal all the same."
        )


def _grant(options: argparse.Namespace) -> None:
    request = granting.read_request(documents.read_json(options.request))
    print(f"The portal asks to open {request.unit_name} for {request.person_name}.")
    words = options.words or input(
        f"Call {request.person_name} and type the six words that their page “Your key” shows: "
    )
    granting.check_words(request, words)
    shares = read_shares(options.share, wanted=QUORUM)
    document = granting.grant(request, recover(shares), typed_words=words)
    documents.write_json(options.grant, document)
    log.note(
        options.grant.parent,
        "granted",
        request=request.number,
        unit=request.unit_name,
        person=request.person_name,
        custodians=[share.custodian for share in shares],
    )
    print(
        f"Done. Bring {options.grant} to the portal. It opens nothing to anybody but {request.person_name}."
    )


def _wipe(options: argparse.Namespace) -> None:
    removed = wiping.wipe(options.folder)
    log.note(options.folder, "wiped", removed=removed or ["none was there"])
    print(f"Removed: {', '.join(removed) or 'nothing, no page was there'}.\n{wiping.HONESTLY}")


def _minutes(options: argparse.Namespace) -> None:
    text = minutes(
        options.folder,
        agency=options.agency,
        purpose=options.purpose,
        place=options.place,
        present=options.present,
        files=options.file,
    )
    documents.write_new(options.out, text)
    print(f"The minutes are in {options.out}. Print them, and let everybody sign.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m records_key",
        description="The ceremony of the records key. Use it on a machine without network; "
        "docs/records-key.md says how.",
    )
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    folder = _options("--folder", type=Path, required=True, help="folder of the ceremony, on a RAM disk")
    agency = _options("--agency", required=True, help="name of the agency, for the printed pages")
    share = _options(
        "--share",
        type=Path,
        action="append",
        default=[],
        help="file with a page; without any, pages are asked for",
    )

    make = verbs.add_parser(
        "make", parents=[folder, agency], help="make and split a key, and write the pages"
    )
    make.add_argument("--custodian", action="append", required=True, help="name of a custodian; five times")
    make.set_defaults(run=_make)

    read_back = verbs.add_parser("read-back", parents=[folder, share], help="check all five printed pages")
    read_back.set_defaults(run=_read_back)

    drill = verbs.add_parser(
        "drill", parents=[share], help="open every epoch of a bundle, and sign the result"
    )
    drill.add_argument("--bundle", type=Path, required=True, help="what the portal has exported")
    drill.add_argument("--result", type=Path, required=True, help="new file for the signed result")
    drill.set_defaults(run=_drill)

    grant = verbs.add_parser(
        "grant", parents=[share], help="seal a lost unit's keys to a person of the agency"
    )
    grant.add_argument("--request", type=Path, required=True, help="what the portal has exported")
    grant.add_argument("--grant", type=Path, required=True, help="new file for what goes back to the portal")
    grant.add_argument("--words", default="", help="the six words that the person has read out")
    grant.set_defaults(run=_grant)

    wipe = verbs.add_parser("wipe", parents=[folder], help="remove the pages from the machine")
    wipe.set_defaults(run=_wipe)

    written = verbs.add_parser(
        "minutes", parents=[folder, agency], help="write the minutes to print and sign"
    )
    written.add_argument("--out", type=Path, required=True, help="new file for the minutes")
    written.add_argument("--purpose", default="Ceremony of the records key")
    written.add_argument("--place", required=True, help="where it was held")
    written.add_argument(
        "--present", action="append", required=True, help="name and part of somebody present"
    )
    written.add_argument("--file", type=Path, action="append", default=[], help="file whose digest is wanted")
    written.set_defaults(run=_minutes)
    return parser


def _options(name: str, **said: object) -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(name, **said)  # type: ignore[arg-type]
    return shared


if __name__ == "__main__":
    sys.exit(main())
