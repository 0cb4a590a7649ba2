"""What the links in Front's answers and payloads start with."""

from front_emulator.domain.company import Company

API_HOST = "api2.frontapp.com"
COMPANY_HOSTS = ".api.frontapp.com"


def link_base(company: Company, own: str) -> str:
    """The base of links: the emulator's `own` address, or one of Front's where that is set.

    Front page: dev.frontapp.com/docs/base-url
    """
    match company.settings.link_host:
        case "company":
            return f"https://{company.slug}{COMPANY_HOSTS}"
        case "api2":
            return f"https://{API_HOST}"
        case _:
            return own
