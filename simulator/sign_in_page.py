"""The page at app.plex.tv/auth on which a user signs a device in."""

from aiohttp import web

from .accounts import Account, Pin
from .plex_tv import PlexTv

# The code is in the fragment, which servers never see: hence the script. Names of
# devices and accounts are set as text, never as markup.
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<title>Sign in to Plex (simulated)</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; background: #1f2326; color: #eee;
  display: grid; place-items: center; min-height: 100vh; margin: 0; }
main { background: #282a2d; border-radius: 12px; padding: 2rem; width: 22rem;
  max-width: 90vw; box-sizing: border-box; }
h1 { font-size: 1.25rem; margin: 0 0 .5rem; }
p { margin: 0 0 1rem; }
fieldset { border: 0; margin: 0; padding: 0; }
legend { padding: 0 0 .25rem; color: #bbb; }
label { display: flex; gap: .75rem; align-items: center; padding: .6rem .75rem;
  margin-bottom: .5rem; border: 1px solid #555; border-radius: 8px; cursor: pointer; }
label:has(:checked) { border-color: #e5a00d; background: #33312b; }
label small { margin-left: auto; }
input { accent-color: #e5a00d; }
button { font: inherit; padding: .6rem 1.2rem; margin: 1rem .5rem 0 0;
  border: 0; border-radius: 8px; cursor: pointer; }
#sign-in { background: #e5a00d; color: #1f2326; font-weight: 600; }
#deny { background: #555; color: #eee; }
:focus-visible { outline: 2px solid #fff; outline-offset: 2px; }
small { color: #aaa; }
footer { margin-top: 1.5rem; }
</style>
</head>
<body>
<main>
<h1 id="title">Sign in</h1>
<p id="text" role="status">Looking for the device that asked.</p>
<form id="choice" hidden>
<fieldset><legend>Sign in as</legend><div id="accounts"></div></fieldset>
<button id="sign-in">Sign in</button><button id="deny" type="button">Deny</button>
</form>
<footer><small>This page belongs to the simulator. It is not Plex, and no password is
needed.</small></footer>
</main>
<script>
"use strict";
const from = new URLSearchParams(location.hash.replace(/^#!?\\??/, ""));
const pin = { code: from.get("code"), clientID: from.get("clientID") };
const element = (id) => document.getElementById(id);
const show = (title, text, asking) => {
  element("title").textContent = title;
  element("text").textContent = text;
  element("choice").hidden = !asking;
};
const expired = () => show("Expired", "This code is unknown or has expired.", false);
const offer = ({ username, title, isSignedIn }, isChosen) => {
  const label = document.createElement("label");
  const radio = document.createElement("input");
  Object.assign(radio, { type: "radio", name: "account", value: username });
  radio.checked = isChosen;
  const name = document.createElement("span");
  name.textContent = title;
  label.append(radio, name);
  if (isSignedIn) {
    const note = document.createElement("small");
    note.textContent = "signed in before";
    label.append(note);
  }
  element("accounts").append(label);
};
const decide = async (signIn) => {
  const account = new FormData(element("choice")).get("account");
  const answer = await fetch("/simulator/pin", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...pin, signIn, account }),
  });
  if (!answer.ok) return expired();
  show(signIn ? "Signed in" : "Denied",
    signIn ? "You can close this window." : "The device was not signed in.", false);
  const forward = from.get("forwardUrl");
  if (signIn && forward && /^https?:/.test(forward)) location.assign(forward);
};
element("choice").onsubmit = (event) => { event.preventDefault(); decide(true); };
element("deny").onclick = () => decide(false);
fetch("/simulator/pin?" + new URLSearchParams(pin)).then(async (answer) => {
  if (!answer.ok) return expired();
  const { product, accounts, suggested } = await answer.json();
  for (const account of accounts) offer(account, account.username === suggested);
  show("Sign in to " + product, product + " wants to use your Plex account.", true);
});
</script>
</body>
</html>
"""


def sign_in_routes(plex_tv: PlexTv) -> list[web.RouteDef]:
    """Return the routes of the page, for any server."""
    desk = _Desk(plex_tv)
    return [
        web.get("/auth", _page),
        web.get("/auth/", _page),
        web.get("/simulator/pin", desk.question),
        web.post("/simulator/pin", desk.decision),
    ]


class _Desk:
    """Provides the page's data, and handles the click."""

    def __init__(self, plex_tv: PlexTv) -> None:
        self._plex_tv = plex_tv

    async def question(self, request: web.Request) -> web.Response:
        """Return the requesting product, and the accounts to choose from."""
        pin = self._pin(request.query.get("code"), request.query.get("clientID"))
        if pin is None:
            raise web.HTTPNotFound
        accounts = [
            {
                "username": account.username,
                "title": account.title,
                "isSignedIn": self._plex_tv.pins.has_claimed(account.username),
            }
            for account in self._plex_tv.accounts
        ]
        return web.json_response(
            {
                "product": pin.product,
                "accounts": accounts,
                "suggested": self._suggested(pin).username,
            }
        )

    async def decision(self, request: web.Request) -> web.Response:
        """Handle the click."""
        choice = await request.json()
        pin = self._pin(choice.get("code"), choice.get("clientID"))
        if pin is None:
            raise web.HTTPNotFound
        if choice.get("signIn") is True:
            named = choice.get("account")
            known = {account.username: account for account in self._plex_tv.accounts}
            self._plex_tv.claim(pin, known.get(str(named)))
        else:
            self._plex_tv.deny(pin)
        return web.Response(status=204)

    def _pin(self, code: object, client_identifier: object) -> Pin | None:
        """Return the waiting PIN with this code, if this client created it."""
        pins, now = self._plex_tv.pins, self._plex_tv.world.now()
        pin = pins.by_code(str(code), now)
        if pin is None or pin.client_identifier != client_identifier:
            return None
        return pin

    def _suggested(self, pin: Pin) -> Account:
        """Return this client's previous account, else the first unused one.

        A signed-in device asks again for the same account; a new one would be refused
        with it.
        """
        accounts = self._plex_tv.accounts
        pins = self._plex_tv.pins
        for account in accounts:
            if pins.has_claimed(account.username, pin.client_identifier):
                return account
        for account in accounts:
            if not pins.has_claimed(account.username):
                return account
        return accounts.first()


async def _page(_request: web.Request) -> web.Response:
    return web.Response(text=PAGE, content_type="text/html")
