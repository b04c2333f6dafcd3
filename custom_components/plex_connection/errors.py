"""The exceptions of a request, each with a translated message."""

from typing import ClassVar

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from .const import DOMAIN


class AccountUnloadedError(HomeAssistantError):
    """The account is no longer loaded; try again once it is."""

    key: ClassVar[str] = "account_unloaded"

    def __init__(self, *, account: str) -> None:
        """Name the account."""
        super().__init__(
            translation_domain=DOMAIN,
            translation_key=self.key,
            translation_placeholders={"account": account},
        )


class BackendError(HomeAssistantError):
    """Base of all exceptions of a request."""

    key: ClassVar[str]

    def __init__(self, server: str, **placeholders: str) -> None:
        """Fill in the server's name and the message's other placeholders."""
        super().__init__(
            translation_domain=DOMAIN,
            translation_key=self.key,
            translation_placeholders={"server": server, **placeholders},
        )


class ServerUnloadedError(BackendError):
    """The server is no longer watched; get a new backend."""

    key = "server_unloaded"


class ServerOfflineError(BackendError):
    """No connection to the server works. Nothing was executed."""

    key = "server_offline"


class ServerStartingError(BackendError):
    """The server answers that it is not ready yet. Nothing was executed."""

    key = "server_starting"


class NotAuthorizedError(BackendError):
    """The server rejects the token, or does not allow this request with it."""

    key = "not_authorized"


class OperationFailedError(BackendError):
    """The request failed: before it was sent, or with an error answer."""

    key = "operation_failed"

    def __init__(self, server: str, *, reason: str, status: int | None = None) -> None:
        """Keep the HTTP status, if there was an answer."""
        super().__init__(server, reason=reason)
        self.status = status


class OperationUncertainError(BackendError):
    """The request was sent but its answer was lost: it may have been executed."""

    key = "operation_uncertain"


class AnswerTooLargeError(BackendError):
    """The answer exceeds the size limit."""

    key = "answer_too_large"


class AnswerNotJsonError(BackendError):
    """The answer is not JSON."""

    key = "answer_not_json"


class PathInvalidError(BackendError, ServiceValidationError):
    """The path is not a plain absolute path; nothing was sent."""

    key = "path_invalid"


class ParameterInvalidError(BackendError, ServiceValidationError):
    """A parameter's name or value is not allowed; nothing was sent."""

    key = "parameter_invalid"


class MethodInvalidError(BackendError, ServiceValidationError):
    """The method is not allowed; nothing was sent."""

    key = "method_invalid"
