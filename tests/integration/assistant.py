"""Calls our tools through Home Assistant's LLM API."""

from dataclasses import replace

from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import llm
from homeassistant.setup import async_setup_component

CONTEXT = llm.LLMContext(
    platform="test",
    context=Context(),
    language="en",
    assistant="conversation",
    device_id=None,
)


async def tools(hass: HomeAssistant, context: Context | None = None) -> llm.APIInstance:
    """Return the API instance with the tools that an assistant gets."""
    for domain in ("homeassistant", "conversation", "llm"):
        assert await async_setup_component(hass, domain, {})
    asked = replace(CONTEXT, context=context or Context())
    return await llm.async_get_api(hass, llm.LLM_API_ASSIST, asked)


async def ask(
    hass: HomeAssistant, tool: str, arguments: dict[str, object] | None = None
) -> llm.ToolResult:
    """Call one of our tools as an assistant does."""
    return await (await tools(hass)).async_call_tool(
        llm.ToolInput(f"plex_connection__{tool}", arguments or {})
    )
