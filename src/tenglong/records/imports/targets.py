"""Where imported rows are kept, and who may write there."""

from tenglong.records.ledgers.registers import NoSuchRegister, Register, can_keep, get_register
from tenglong.records.people.rights import By, can


def find_target(key: str) -> Register | None:
    """The register with that key; None where there is none, or none any more."""
    try:
        return get_register(key)
    except NoSuchRegister:
        return None


def may_import(register: Register, by: By, region: str) -> bool:
    """Whether the person may import there, and may write such a row there by hand."""
    return can(by, "import", region=region) and can_keep(register, by, region=region)
