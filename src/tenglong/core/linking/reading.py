"""A bureau's record of a firm, read into the parts that are compared."""

from dataclasses import dataclass

from tenglong.core.identity import CompanyName, CreditCode, Places, read_company_name, read_credit_code
from tenglong.core.identity.address import Address, read_address
from tenglong.core.ledger.values import NO_VALUE, half_width

_NOWHERE = Places()


@dataclass(frozen=True, slots=True)
class Mention:
    """A firm as one record speaks of it, as written there; what the record does not say is empty."""

    name: str
    code: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """A mention in its parts. Names are compared without space and in capitals."""

    mention: Mention
    name: CompanyName
    code: CreditCode
    address: Address

    @property
    def seat(self) -> str:
        """The county (six digits) that name, address or code tell, in this order; empty where none goes as far."""
        area = self.code.text[2:8] if self.code.valid else ""
        told = (self.name.place_code, self.address.place_code, "" if area.endswith("00") else area)
        return next((code[:6] for code in told if len(code) >= 6), "")


def read_mention(mention: Mention, places: Places = _NOWHERE) -> Read:
    """The parts of a mention; never refuses."""
    written = (_told(text) for text in (mention.name, mention.code, mention.address))
    name, code, address = written
    return Read(
        mention,
        read_company_name("".join(name.split()).upper(), places),
        read_credit_code(code),
        read_address(address, places),
    )


def _told(text: str) -> str:
    """The text in narrow signs; empty where it only says that there is none."""
    narrow = half_width(text)
    return "" if narrow in NO_VALUE else narrow
