"""The page at app.plex.tv/auth on which a person signs a device in."""

# The code lives in the fragment, which a server never sees: hence the script.
# Texts of the device are set as text, never as markup.
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Sign in to Plex (simulated)</title>
<style>
body { font: 16px system-ui, sans-serif; background: #1f2326; color: #eee;
  display: grid; place-items: center; min-height: 100vh; margin: 0; }
main { background: #282a2d; border-radius: 8px; padding: 2rem; width: 22rem; }
h1 { font-size: 1.2rem; margin: 0 0 1rem; }
button { font: inherit; padding: .6rem 1.2rem; margin: 1rem .5rem 0 0;
  border: 0; border-radius: 4px; cursor: pointer; }
#sign-in { background: #e5a00d; } #deny { background: #555; color: #eee; }
small { color: #aaa; }
</style>
</head>
<body>
<main>
<h1 id="title">Sign in</h1>
<p id="text">Looking for the device that asked.</p>
<div id="choice" hidden>
<button id="sign-in">Sign in</button><button id="deny">Deny</button>
</div>
<p><small>This page belongs to the simulator. It is not Plex.</small></p>
</main>
<script>
"use strict";
const from = new URLSearchParams(location.hash.replace(/^#!?\\??/, ""));
const pin = { code: from.get("code"), clientID: from.get("clientID") };
const show = (title, text, asking) => {
  document.getElementById("title").textContent = title;
  document.getElementById("text").textContent = text;
  document.getElementById("choice").hidden = !asking;
};
const expired = () => show("Expired", "This code is unknown or has expired.", false);
const decide = async (signIn) => {
  const answer = await fetch("/simulator/pin", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...pin, signIn }),
  });
  if (!answer.ok) return expired();
  show(signIn ? "Signed in" : "Denied",
    signIn ? "You can close this window." : "The device was not signed in.", false);
  const forward = from.get("forwardUrl");
  if (signIn && forward && /^https?:/.test(forward)) location.assign(forward);
};
document.getElementById("sign-in").onclick = () => decide(true);
document.getElementById("deny").onclick = () => decide(false);
fetch("/simulator/pin?" + new URLSearchParams(pin)).then(async (answer) => {
  if (!answer.ok) return expired();
  const { product, account } = await answer.json();
  show("Sign in to " + product, product + " wants to sign in as " + account + ".",
    true);
});
</script>
</body>
</html>
"""
