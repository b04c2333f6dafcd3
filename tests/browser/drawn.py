"""Records everything that a page draws of one server, frame by frame."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tests.running.rig import until

from .screen import Screen
from .texts import Texts

WATCH = """
(name) => {
  const find = (root, tag) => {
    const found = root.querySelector(tag);
    if (found) return found;
    for (const each of root.querySelectorAll("*")) {
      const inner = each.shadowRoot && find(each.shadowRoot, tag);
      if (inner) return inner;
    }
    return null;
  };
  const text = (element) => element?.textContent.replace(/\\s+/g, " ").trim() ?? null;
  const texts = (root, selector) => [...root.querySelectorAll(selector)].map(text);
  const tone = (element) => element?.className.match(/type-(\\w+)/)?.[1] ?? null;
  const NOTHING = { verdict: null, tone: null, address: null, cause: null, words: [] };
  const read = {
    page(root) {
      const head = root.querySelector("plex-connection-server-head")?.shadowRoot;
      const heading = head?.querySelector("h2");
      if (!heading) return NOTHING;
      const address = text(heading.querySelector(".address"));
      const all = text(heading);
      const headline = root
        .querySelector("plex-connection-server-cause")
        ?.shadowRoot.querySelector("h2");
      // Until the cause is known, the headline is a notice.
      const isSign = headline?.classList.contains("sign");
      return {
        verdict: address ? all.slice(0, -address.length).trim() : all,
        tone: tone(head.querySelector("section")),
        address,
        cause: isSign ? null : text(headline),
        words: [
          ...(isSign ? [text(headline)] : []),
          ...texts(root, "[slot=notices] .notice"),
        ],
      };
    },
    tile(root) {
      return {
        verdict: text(root.querySelector(".who > span")),
        tone: tone(root.querySelector(".tile")),
        address: text(root.querySelector("dd .address")),
        cause: text(root.querySelector(".problem")),
        words: texts(root, ".badge"),
      };
    },
    card(root) {
      const row = root.querySelector("plex-connection-card-row")?.shadowRoot;
      return row ? {
        verdict: text(row.querySelector(".type")),
        tone: tone(row.querySelector(".row")),
        address: text(row.querySelector("dd .address")),
        cause: text(row.querySelector(".problem")),
        words: texts(row, ".badge"),
      } : NOTHING;
    },
  };
  const tags = {
    page: "plex-connection-server-page",
    tile: "plex-connection-server-tile",
    card: "plex-connection-card",
  };
  const tiles = () => {
    const page = find(document, "plex-connection-overview-page")?.shadowRoot;
    return [...(page?.querySelectorAll(tags.tile) ?? [])].find(
      (tile) => text(tile.shadowRoot.querySelector("h3")) === name,
    );
  };
  const drawn = (window.drawn = []);
  let isDue = false;
  const watched = new WeakSet();
  const observer = new MutationObserver(() => {
    if (!isDue) {
      isDue = true;
      requestAnimationFrame(look);
    }
  });
  const watch = (root) => {
    if (!watched.has(root)) {
      watched.add(root);
      observer.observe(root, {
        subtree: true, childList: true, attributes: true, characterData: true,
      });
    }
    for (const each of root.querySelectorAll("*")) {
      if (each.shadowRoot) watch(each.shadowRoot);
    }
  };
  function look() {
    isDue = false;
    watch(document);
    const what = window.drawnWhat;
    const root = (what === "tile" ? tiles() : find(document, tags[what]))?.shadowRoot;
    const seen = root ? read[what](root) : NOTHING;
    const { at, ...before } = drawn.at(-1) ?? {};
    if (JSON.stringify(before) !== JSON.stringify(seen)) {
      drawn.push({ ...seen, at: Date.now() });
    }
  }
  look();
}
"""
"""Reads what the next frame draws: in between, elements render one by one."""


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One drawn state of a server, in the table's words."""

    verdict: str | None
    """Type named by the text, or `refused`; None if nothing of the server is drawn."""
    tone: str | None
    address: str | None
    cause: str | None
    """Code of the root cause; None if none is shown."""
    words: tuple[str, ...]
    """Keys of its notices or badges, in order."""
    at: float
    """Seconds since 1970."""


SAID_BY_ANY = frozenset({"offline", "offline_pinned", "relay", "failing"})
"""Words that any root cause replaces."""


def unsaid(words: Iterable[str], cause: str | None) -> list[str]:
    """Return the words that stand beside a root cause, sorted."""
    if cause is None:
        return sorted(words)
    said = {"pinned_down": {"pinned"}, "access_refused": {"denied"}}
    return sorted({*words} - SAID_BY_ANY - said.get(cause, set()))


PREFIXES = {
    "page": "panel_server_notice_",
    "tile": "panel_badge_",
    "card": "panel_badge_",
}
"""Prefixes of the keys of notices and badges."""

REPAIRS = "repairs"
"""The only key that both have: `panel_badge_repairs`."""


class Sight:
    """Records what one page draws of a server: its `page`, a `tile` or a `card`."""

    def __init__(self, screen: Screen, what: str) -> None:
        """Bind to the screen."""
        self._screen = screen
        self.what = what

    async def begin(self, name: str) -> None:
        """Start recording."""
        await self._screen.page.evaluate(
            "what => { window.drawnWhat = what }", self.what
        )
        await self._screen.page.evaluate(WATCH, name)

    async def settled(self, verdict: str, words: tuple[str, ...]) -> None:
        """Wait until a verdict is drawn with these words, in any order."""
        seen: list[Drawn] = []

        async def is_drawn() -> bool:
            seen[:] = (await self.drawn())[-1:]
            return [
                (each.verdict, sorted(each.words))
                == (verdict, unsaid(words, each.cause))
                for each in seen
            ] == [True]

        try:
            await until(is_drawn, f"{self.what}: {verdict} {words}")
        except AssertionError as err:
            raise AssertionError(f"{err}, but {seen}") from None

    async def drawn(self) -> list[Drawn]:
        """Return everything drawn so far."""
        found: list[dict[str, Any]] = await self._screen.page.evaluate("window.drawn")
        # A suspicion is no other verdict.
        suspected = f" · {self._screen.text('panel_suspected')}"
        for each in found:
            if each["verdict"] is not None:
                each["verdict"] = each["verdict"].removesuffix(suspected)
        return [
            Drawn(
                verdict=_key(self._screen.text, "panel_type_", each["verdict"]),
                tone=each["tone"],
                address=each["address"],
                cause=self._screen.text.cause_of(each["cause"]),
                words=tuple(
                    str(_key(self._screen.text, PREFIXES[self.what], words))
                    for words in each["words"]
                ),
                at=each["at"] / 1000,
            )
            for each in found
        ]


def _key(text: Texts, prefix: str, words: str | None) -> str | None:
    """Return the rest of a text's key, which begins with a prefix."""
    if words is None:
        return None
    if text.like(f"panel_badge_{REPAIRS}").fullmatch(words):
        return REPAIRS
    return text.key_of(prefix, words)
