"""What officers are told of a mail's sender, as it is sealed to their unit."""

import json
from dataclasses import asdict, dataclass
from uuid import UUID, uuid5

from comments.mail_in.dangers import danger_of
from comments.mail_in.looking import Looked
from comments.mail_in.reading import ReadMail


def file_id(mail: UUID, number: int) -> UUID:
    """Name a file of a mail in addresses, where nothing counts; number: its place in the mail, from 1."""
    return uuid5(mail, f"file {number}")


@dataclass(frozen=True)
class FileFact:
    """Say what a file of the mail calls itself, which nobody has checked, and what is known of it.

    looked: a `Looked`, what came of looking into it; "" in facts from before files were looked into.
    danger: a `Danger`.
    """

    name: str
    size_bytes: int
    looked: str = ""
    danger: str = ""


@dataclass(frozen=True)
class Facts:
    """Hold what a mail says of its sender, and what the agency's own mail server found out.

    Results are the words of RFC 8601, "unsaid" where nothing was said that is believed.
    is_verified: the domain in the address stands for the mail.
    """

    from_name: str = ""
    from_address: str = ""
    reply_to: str = ""
    spf: str = "unsaid"
    dkim: str = "unsaid"
    dmarc: str = "unsaid"
    is_verified: bool = False
    subject: str = ""
    problems: tuple[str, ...] = ()
    files: tuple[FileFact, ...] = ()

    @classmethod
    def of(cls, read: ReadMail, looked: tuple[Looked, ...]) -> "Facts":
        """Take what officers need from a mail that was read; looked: what is in its files, one by one."""
        results = read.sender_results
        return cls(
            from_name=read.from_name or "",
            from_address=read.from_address or "",
            reply_to=read.reply_to or "",
            spf=results.spf.value,
            dkim=results.dkim.value,
            dmarc=results.dmarc.value,
            is_verified=results.is_verified,
            subject=read.subject,
            problems=tuple(problem.value for problem in read.problems),
            files=tuple(
                FileFact(file.name, file.size, each.value, danger_of(file.name, file.content).value)
                for file, each in zip(read.attachments, looked, strict=True)
            ),
        )

    @property
    def has_sensitive_files(self) -> bool:
        """Tell whether any of the files is or may be sensitive."""
        return any(file.looked != Looked.NOTHING for file in self.files)

    def text(self) -> str:
        """Write the facts as JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> "Facts":
        """Read what `text` wrote."""
        fields = json.loads(text)
        files = tuple(FileFact(**each) for each in fields.pop("files"))
        return cls(**{**fields, "problems": tuple(fields["problems"]), "files": files})
