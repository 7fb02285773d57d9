"""Fields that many kinds have, and those that the system gives."""

from tenglong.core.ledger import Field, Kind

NUMBER = "number"  # of rows without a code of their own: given by the database
ENTERED_ON = "entered_on"
GIVEN = frozenset({NUMBER, ENTERED_ON})  # nobody enters them

REGION_FIELD = Field("region_code", "区划", Kind.REFERENCE, refers_to="region", listed=True)
NUMBER_FIELD = Field(NUMBER, "编号", Kind.WHOLE, help="由系统给出")
SOURCE = Field("source", "来源", required=True, help="写在哪份文件、哪个系统或哪个网页")
