"""Plex accounts, and the PINs with which devices sign in to them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
import string
from uuid import UUID

from .tokens import Tokens

STRONG_LIFETIME = timedelta(seconds=1800)
SHORT_LIFETIME = timedelta(seconds=900)
"""Both as seen in captures (fact sheet, section 1)."""
STRONG_CODE_LENGTH = 25
SHORT_CODE_LENGTH = 4


@dataclass(eq=False, kw_only=True, slots=True)
class Account:
    """One plex.tv account; `token` is a device's, ready for use."""

    id: int
    uuid: str
    username: str
    title: str
    email: str
    home: bool = False
    tokens: list[str] = field(default_factory=list, repr=False)

    @property
    def token(self) -> str:
        """Return the account's first token."""
        return self.tokens[0]


class Accounts:
    """Every account of the simulated plex.tv."""

    def __init__(self, tokens: Tokens, rng: Random) -> None:
        """Start without accounts."""
        self._tokens = tokens
        self._rng = rng
        self._accounts: dict[str, Account] = {}

    def add(self, username: str, *, title: str | None = None) -> Account:
        """Create an account, with a token for its first device."""
        account = Account(
            id=10_000_001 + len(self._accounts),
            uuid=UUID(int=self._rng.getrandbits(128), version=4).hex[:16],
            username=username,
            title=title or username,
            email=f"{username}@example.net",
        )
        self._accounts[username] = account
        self.mint(account)
        return account

    def __getitem__(self, username: str) -> Account:
        """Return an account by its user name."""
        return self._accounts[username]

    def __iter__(self) -> Iterator[Account]:
        """Yield the accounts in the order of their creation."""
        return iter(tuple(self._accounts.values()))

    def __len__(self) -> int:
        """Return how many accounts there are."""
        return len(self._accounts)

    def first(self) -> Account:
        """Return the oldest account."""
        return next(iter(self._accounts.values()))

    def mint(self, account: Account) -> str:
        """Issue another token of the account."""
        token = self._tokens.mint(f"account:{account.username}")
        account.tokens.append(token)
        return token

    def of_token(self, token: str | None) -> Account | None:
        """Return the account of a valid token, or None."""
        if token is None or not self._tokens.is_valid(token):
            return None
        return next(
            (found for found in self._accounts.values() if token in found.tokens),
            None,
        )

    def revoke(self, account: Account) -> None:
        """Revoke every token of the account, on all its devices."""
        for token in account.tokens:
            self._tokens.revoke(token)


@dataclass(eq=False, kw_only=True, slots=True)
class Pin:
    """A device's attempt to sign in."""

    id: int
    code: str
    client_identifier: str
    product: str
    created_at: datetime
    lifetime: timedelta
    auth_token: str | None = field(default=None, repr=False)
    claimed_by: str | None = None
    denied: bool = False
    trusted: bool = False

    @property
    def expires_at(self) -> datetime:
        """Return when the code stops working."""
        return self.created_at + self.lifetime


class Pins:
    """All PINs: waiting, claimed or expired."""

    def __init__(self, rng: Random) -> None:
        """Start without PINs."""
        self._rng = rng
        self._pins: dict[int, Pin] = {}

    def create(
        self, client_identifier: str, product: str, now: datetime, *, strong: bool
    ) -> Pin:
        """Create a PIN; a strong one cannot be typed at plex.tv/link."""
        alphabet = string.ascii_lowercase if strong else string.ascii_uppercase
        length = STRONG_CODE_LENGTH if strong else SHORT_CODE_LENGTH
        pin = Pin(
            id=1_700_000_000 + len(self._pins) * 7 + self._rng.randrange(7),
            code="".join(self._rng.choices(alphabet + string.digits, k=length)),
            client_identifier=client_identifier,
            product=product,
            created_at=now,
            lifetime=STRONG_LIFETIME if strong else SHORT_LIFETIME,
        )
        self._pins[pin.id] = pin
        return pin

    def get(self, number: int, now: datetime) -> Pin | None:
        """Return a PIN that has not expired."""
        pin = self._pins.get(number)
        return pin if pin is not None and now < pin.expires_at else None

    def by_code(self, code: str, now: datetime) -> Pin | None:
        """Return the PIN of a code that has not expired."""
        return next((pin for pin in self.waiting(now) if pin.code == code), None)

    def waiting(self, now: datetime) -> list[Pin]:
        """Return the unclaimed PINs, newest last."""
        return [
            pin
            for pin in self._pins.values()
            if pin.claimed_by is None and now < pin.expires_at
        ]

    def has_claimed(self, username: str, client_identifier: str | None = None) -> bool:
        """Return whether an account ever claimed a PIN, optionally of this client."""
        return any(
            pin.claimed_by == username
            and client_identifier in (None, pin.client_identifier)
            for pin in self._pins.values()
        )

    def expire(self, pin: Pin) -> None:
        """Expire a PIN early."""
        pin.lifetime = timedelta()
