"""Every write of keys: people's, units', and the slots that open them. Each belongs inside a transaction."""

from keys.models import Side, Slot
from keys.services.drills import export_drill, import_drill
from keys.services.generations import Rotated, reset_keys, revive, rotate_keys
from keys.services.invitations import (
    PreparedInvitation,
    prepare_invitation_slot,
    remove_invitation_slot,
    store_invitation_slot,
    use_invitation_slot,
)
from keys.services.mandates import sign_mandate
from keys.services.passkeys import (
    PreparedPasskey,
    prepare_passkey_slot,
    remove_passkey_slot,
    store_passkey_slot,
)
from keys.services.people import NewKeys, make_person_keys, renew_person_keys, require_own_key
from keys.services.quorum import QuorumGrant, ask_quorum, give_quorum_grant, read_quorum_grant
from keys.services.records import replace_records_key
from keys.services.recovery_codes import PreparedRecovery, prepare_recovery_slot, store_recovery_slot
from keys.services.slots import (
    PreparedSlot,
    add_password_slot,
    add_reply_code_slot,
    end_every_slot,
    end_slots,
    prepare_password_slot,
    prepare_reset_slot,
    require_in_use,
    store_slot,
    strengthen_password_slot,
)
from keys.services.successions import end_person, hand_over
from keys.services.units import (
    grant_unit_key,
    make_unit_epoch,
    proven_holders,
    require_unit_key,
    revoke_unit_key,
    tag_own_grants,
)

SlotKind = Slot.Kind

__all__ = [
    "NewKeys",
    "PreparedInvitation",
    "PreparedPasskey",
    "PreparedRecovery",
    "PreparedSlot",
    "QuorumGrant",
    "Rotated",
    "Side",
    "SlotKind",
    "add_password_slot",
    "add_reply_code_slot",
    "ask_quorum",
    "end_every_slot",
    "end_person",
    "end_slots",
    "export_drill",
    "give_quorum_grant",
    "grant_unit_key",
    "hand_over",
    "import_drill",
    "make_person_keys",
    "make_unit_epoch",
    "prepare_invitation_slot",
    "prepare_passkey_slot",
    "prepare_password_slot",
    "prepare_recovery_slot",
    "prepare_reset_slot",
    "proven_holders",
    "read_quorum_grant",
    "remove_invitation_slot",
    "remove_passkey_slot",
    "renew_person_keys",
    "replace_records_key",
    "require_in_use",
    "require_own_key",
    "require_unit_key",
    "reset_keys",
    "revive",
    "revoke_unit_key",
    "rotate_keys",
    "sign_mandate",
    "store_invitation_slot",
    "store_passkey_slot",
    "store_recovery_slot",
    "store_slot",
    "strengthen_password_slot",
    "tag_own_grants",
    "use_invitation_slot",
]
