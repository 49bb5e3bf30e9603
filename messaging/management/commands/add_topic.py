"""Add a topic to the public form; until there is one, nobody can write."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.fields import PlainTextField
from accounts.models import Unit
from keyring.errors import KeyringError
from keys.errors import KeysError
from messaging.errors import MessagingError
from messaging.models import LONGEST_TOPIC_DESCRIPTION, LONGEST_TOPIC_NAME
from messaging.services import add_topic


class Command(BaseCommand):
    """Names the topic, says it in a sentence, and chooses the unit that answers."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--unit", required=True, help="name of the unit that answers")
        parser.add_argument("--name", required=True, help="what people choose, such as: Refunds")
        parser.add_argument(
            "--description", required=True, help="one sentence, such as: Where your refund is and why."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the words and add the topic."""
        name = _text(options, "name", LONGEST_TOPIC_NAME)
        description = _text(options, "description", LONGEST_TOPIC_DESCRIPTION)
        unit = Unit.objects.filter(name=options["unit"]).first()
        if unit is None:
            names = ", ".join(Unit.objects.order_by("name").values_list("name", flat=True)) or "none yet"
            raise CommandError(f"There is no unit of the name {options['unit']}. There are: {names}.")
        try:
            topic = add_topic(actor=None, unit=unit, name=name, description=description)
        except (MessagingError, KeysError, KeyringError) as error:
            raise CommandError(str(error.explanation)) from None
        self.stdout.write(f"Added. What people write about {topic.name} goes to {unit.name}.")


def _text(options: dict[str, Any], option: str, longest: int) -> str:
    try:
        return str(PlainTextField(max_length=longest).clean(options[option]))
    except ValidationError as error:
        raise CommandError(f"--{option}: {' '.join(error.messages)}") from None
