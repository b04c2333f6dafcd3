"""What a request may raise, each told to people in their language."""

from typing import ClassVar

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from .const import DOMAIN


class AccountUnloadedError(HomeAssistantError):
    """The account is not loaded any more; ask again when it is."""

    key: ClassVar[str] = "account_unloaded"

    def __init__(self, *, account: str) -> None:
        """Name the account."""
        super().__init__(
            translation_domain=DOMAIN,
            translation_key=self.key,
            translation_placeholders={"account": account},
        )


class BackendError(HomeAssistantError):
    """Base of all that a request raises."""

    key: ClassVar[str]

    def __init__(self, server: str, **placeholders: str) -> None:
        """Name the server, and what else the message tells."""
        super().__init__(
            translation_domain=DOMAIN,
            translation_key=self.key,
            translation_placeholders={"server": server, **placeholders},
        )


class ServerUnloadedError(BackendError):
    """Nobody looks after the server any more; ask for another backend."""

    key = "server_unloaded"


class ServerOfflineError(BackendError):
    """No connection to the server works. Nothing was carried out."""

    key = "server_offline"


class ServerStartingError(BackendError):
    """The server answers that it is not ready yet. Nothing was carried out."""

    key = "server_starting"


class NotAuthorizedError(BackendError):
    """The server does not accept the token, or not for this."""

    key = "not_authorized"


class OperationFailedError(BackendError):
    """The request failed; by the connection before it was sent, or by its answer."""

    key = "operation_failed"

    def __init__(self, server: str, *, reason: str, status: int | None = None) -> None:
        """Keep the HTTP status, if there was an answer."""
        super().__init__(server, reason=reason)
        self.status = status


class OperationUncertainError(BackendError):
    """The request was sent, and the answer is lost: it may have been carried out."""

    key = "operation_uncertain"


class AnswerTooLargeError(BackendError):
    """The answer has more bytes than were allowed."""

    key = "answer_too_large"


class AnswerNotJsonError(BackendError):
    """The answer is not the JSON that was asked for."""

    key = "answer_not_json"


class PathInvalidError(BackendError, ServiceValidationError):
    """The path may lead elsewhere; nothing was sent."""

    key = "path_invalid"


class ParameterInvalidError(BackendError, ServiceValidationError):
    """A parameter is none of the question's own; nothing was sent."""

    key = "parameter_invalid"


class MethodInvalidError(BackendError, ServiceValidationError):
    """Servers know no such method; nothing was sent."""

    key = "method_invalid"
