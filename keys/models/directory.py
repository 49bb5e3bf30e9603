"""What the directory signs: whose public key is whose, one after the other."""

from django.db import models
from django.db.models import Q

KEY_ID_CHARACTERS = 32


class DirectoryKey(models.Model):
    """A public key that the keyring has signed for its owner; the private half is sealed elsewhere.

    previous: key id of the one before, empty for the first.
    """

    key_id = models.CharField(max_length=KEY_ID_CHARACTERS, unique=True)
    profile = models.CharField(max_length=20)
    kem_public = models.BinaryField()
    valid_from = models.DateTimeField()
    previous = models.CharField(max_length=KEY_ID_CHARACTERS, blank=True)
    directory_key_id = models.CharField(max_length=KEY_ID_CHARACTERS)
    directory_signature = models.BinaryField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.key_id


def follows_another(table: str, number: str) -> models.CheckConstraint:
    """Make the constraint that each key but the first names the one before.

    table: begins the constraint's name. number: the column that counts the keys of one owner, from 1.
    """
    return models.CheckConstraint(
        condition=Q(**{number: 1, "previous": ""}) | Q(**{f"{number}__gt": 1}) & ~Q(previous=""),
        name=f"{table}_follows_another",
    )
