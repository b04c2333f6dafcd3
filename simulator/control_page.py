"""The controls page: a button for each switch, in plain words."""

# Names of servers are set as text, never as markup.
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<title>Controls of the simulated Plex world</title>
<style>
:root { color-scheme: light dark; --line: #8884; --on: #c8500a; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; padding: 1rem;
  max-width: 60rem; }
h1 { font-size: 1.3rem; margin: 0 0 .25rem; }
h2 { font-size: 1.05rem; margin: 0 0 .5rem; }
p { margin: 0 0 1rem; }
section { border: 1px solid var(--line); border-radius: 12px; padding: 1rem;
  margin-bottom: 1rem; }
.switches { display: grid; gap: .5rem 1rem; align-items: start;
  grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); }
button { font: inherit; width: 100%; padding: .5rem .8rem; border-radius: 8px;
  border: 1px solid var(--line); background: #8882; color: inherit; cursor: pointer;
  text-align: left; }
button:hover { background: #8884; }
button[aria-pressed="true"] { background: var(--on); border-color: var(--on);
  color: #fff; font-weight: 600; }
:focus-visible { outline: 2px solid #2a8cff; outline-offset: 2px; }
.switches small { display: block; margin: .15rem .2rem 0; }
small, #state { opacity: .75; }
.row { display: flex; flex-wrap: wrap; gap: .5rem; }
.row button { width: auto; }
</style>
</head>
<body>
<h1>Controls of the simulated Plex world</h1>
<p>Break something, and watch how Home Assistant reacts. What is broken is shown in
color; the same button repairs it.</p>
<section>
<div class="row">
<button id="restore">Repair everything</button>
<button id="course" hidden></button>
</div>
<small id="state" role="status"></small>
</section>
<div id="switches"></div>
<script>
"use strict";
const element = (id) => document.getElementById(id);
const made = (tag, text) => {
  const node = document.createElement(tag);
  node.textContent = text;
  return node;
};
const send = async (what) => {
  const answer = await fetch("/control/switches", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(what),
  });
  if (!answer.ok) throw new Error(await answer.text());
  await look();
};
const buttons = new Map();
const section = (title, server, switches) => {
  const box = document.createElement("section");
  const grid = document.createElement("div");
  grid.className = "switches";
  for (const { key, means } of switches) {
    const cell = document.createElement("div");
    const button = document.createElement("button");
    button.onclick = () =>
      act({ key, server, on: button.getAttribute("aria-pressed") !== "true" });
    buttons.set(JSON.stringify([server, key]), button);
    cell.append(button, made("small", means));
    grid.append(cell);
  }
  box.append(made("h2", title), grid);
  return box;
};
let drawn = "";
const draw = ({ world, servers }) => {
  const groups = [
    ["plex.tv and names", null, world],
    ...servers.map(({ name, switches }) => [name, name, switches]),
  ];
  const shape = JSON.stringify(groups.map(([title, , all]) => [title, all.length]));
  if (shape !== drawn) {
    drawn = shape;
    buttons.clear();
    element("switches").replaceChildren(...groups.map((group) => section(...group)));
  }
  for (const [, server, all] of groups) {
    for (const { key, label, on } of all) {
      const button = buttons.get(JSON.stringify([server, key]));
      button.textContent = label;
      button.setAttribute("aria-pressed", String(on));
    }
  }
};
const drawCourse = ({ has_steps, goes_on }) => {
  const button = element("course");
  button.hidden = !has_steps;
  button.textContent = goes_on ? "Stop automatic events"
    : "Resume automatic events";
  button.onclick = () => act({ course: !goes_on });
  element("state").textContent = !has_steps ? "There are no automatic events."
    : goes_on ? "Something happens automatically at times, until you press a button."
    : "Automatic events are stopped: you have taken over.";
};
const look = async () => {
  const answer = await fetch("/control/switches");
  const shown = await answer.json();
  draw(shown);
  drawCourse(shown.course);
};
const tell = () => { element("state").textContent = "The simulation has ended."; };
const act = (what) => send(what).catch(tell);
element("restore").onclick = () => act({ restore: true });
const watch = () => {
  if (!document.hidden) look().catch(tell);
};
watch();
setInterval(watch, 2000);
document.addEventListener("visibilitychange", watch);
</script>
</body>
</html>
"""
