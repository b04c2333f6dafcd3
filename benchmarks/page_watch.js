// Runs before anything else of a page, and watches when what is painted.
(() => {
  // What a page is made of, by the element in whose shadow it is: ours, and the rows
  // of Home Assistant's own lists.
  const PARTS = {
    "plex-connection-server-tile": ".tile",
    "ha-data-table": ".mdc-data-table__row",
  };
  const TILE = "plex-connection-server-tile";
  const LAUNCH_SCREEN = "#ha-launch-screen";

  const watch = {
    /** When each part was painted first, in milliseconds since `began`. */
    painted: [],
    began: 0,
    /** When Home Assistant's launch screen went, if there was one. */
    uncovered: 0,
    /** What each tile has shown: name, type, and when by the wall clock. */
    shown: [],
    frames: [],
    tasks: [],
  };
  window.pageWatch = watch;

  const known = new WeakSet();
  const shownBefore = new Map();

  /** Call `then` when the next frame has been painted. */
  function afterPaint(then) {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        channel.port1.close();
        then();
      };
      channel.port2.postMessage(null);
    });
  }

  function freshParts(root) {
    const parts = [...root.querySelectorAll(PARTS[root.host.localName])];
    const fresh = parts.filter((part) => !known.has(part));
    for (const part of fresh) {
      known.add(part);
    }
    return fresh.length;
  }

  /** Return what a tile shows, if it is something else than before. */
  function change(root) {
    const tile = root.querySelector(".tile");
    const place = root.querySelector("a")?.getAttribute("href");
    const name = root.querySelector("bdi")?.textContent;
    const type = tile?.className.match(/type-(\w+)/)?.[1];
    const now = `${name}: ${type}`;
    if (!place || shownBefore.get(place) === now) {
      return [];
    }
    shownBefore.set(place, now);
    return [{ name, type, changed: Date.now() }];
  }

  const observer = new MutationObserver((records) => {
    const roots = new Set(records.map((record) => record.target.getRootNode()));
    const watched = [...roots].filter((root) => root.host?.localName in PARTS);
    const fresh = watched.reduce((sum, root) => sum + freshParts(root), 0);
    const changes = watched
      .filter((root) => root.host.localName === TILE)
      .flatMap(change);
    if (fresh > 0 || changes.length > 0) {
      afterPaint(() => {
        const now = performance.now() - watch.began;
        watch.painted.push(...Array(fresh).fill(now));
        watch.shown.push(...changes.map((each) => ({ ...each, painted: Date.now() })));
      });
    }
  });

  const attachShadow = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) {
    const root = attachShadow.call(this, init);
    if (this.localName in PARTS) {
      observer.observe(root, {
        attributes: true,
        characterData: true,
        childList: true,
        subtree: true,
      });
    }
    return root;
  };

  let wasCovered = false;
  function lookAtLaunchScreen() {
    const isCovered = document.querySelector(LAUNCH_SCREEN) !== null;
    if (wasCovered && !isCovered) {
      watch.uncovered = performance.now();
      return;
    }
    wasCovered ||= isCovered;
    requestAnimationFrame(lookAtLaunchScreen);
  }
  lookAtLaunchScreen();

  /** Go to another page of Home Assistant, as its own links do, and time that. */
  watch.go = (path) => {
    watch.painted = [];
    watch.uncovered = 0;
    watch.began = performance.now();
    history.pushState(null, "", path);
    window.dispatchEvent(
      new CustomEvent("location-changed", { detail: { replace: false } }),
    );
  };

  /** Hand over what has been shown since this was called before. */
  watch.takeShown = () => watch.shown.splice(0);

  let isCounting = false;
  watch.startFrames = () => {
    watch.frames = [];
    watch.tasks = [];
    isCounting = true;
    let before;
    const count = (now) => {
      if (before !== undefined) {
        watch.frames.push(now - before);
      }
      before = now;
      if (isCounting) {
        requestAnimationFrame(count);
      }
    };
    requestAnimationFrame(count);
  };
  watch.stopFrames = () => {
    isCounting = false;
    return { frames: watch.frames, tasks: watch.tasks };
  };
  new PerformanceObserver((list) => {
    watch.tasks.push(...list.getEntries().map((entry) => entry.duration));
  }).observe({ type: "longtask" });
})();
