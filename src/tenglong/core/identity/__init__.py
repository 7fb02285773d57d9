"""Who is who on paper: credit codes, names of companies and capital in their normal forms."""

from .capital import Capital, read_capital
from .company_name import CompanyName, normal_name, read_company_name
from .credit_code import CreditCode, read_credit_code
from .places import Places, read_places

__all__ = [
    "Capital",
    "CompanyName",
    "CreditCode",
    "Places",
    "normal_name",
    "read_capital",
    "read_company_name",
    "read_credit_code",
    "read_places",
]
