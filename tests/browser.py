"""A headless Chromium that tests drive: real keys, real sizes, what its console and its network say.

Spoken to over a pipe in its own protocol, so that there is nothing to install beside the browser. A page is answered
for by the profile, the cookies and the network of nobody: every browser gets a new folder.
"""

import json
import os
import select
import shutil
import subprocess
import sys
import time
from base64 import b64decode
from contextlib import contextmanager, suppress
from itertools import count

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BROWSER = next(filter(None, map(shutil.which, NAMES)), None)

QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--hide-scrollbars",
)  # fmt: skip

PATIENCE = 60
"""Seconds after which a browser that does not answer has failed, on a machine that has other things to do too."""

PLUMBING = """
import fcntl, os, sys
ours = [fcntl.fcntl(int(number), fcntl.F_DUPFD, 10) for number in sys.argv[1:3]]
os.dup2(ours[0], 3)
os.dup2(ours[1], 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Puts our pipes where the browser wants them, which reads its third and writes its fourth."""

CODES = {"Tab": 9, "Enter": 13, "Escape": 27, "End": 35, "Home": 36, "ArrowLeft": 37, "ArrowUp": 38,
         "ArrowRight": 39, "ArrowDown": 40}  # fmt: skip
"""The numbers of the keys that have no letter."""


CONTRASTS = """(() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (parts) => {
    const [r, g, b] = parts.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (it) => {
    for (; it; it = it.parentElement) {
      const look = getComputedStyle(it), colours = look.backgroundImage.match(/rgba?\\([^)]*\\)/g) || [];
      const solid = [...colours, look.backgroundColor].filter((text) => (rgb(text)[3] ?? 1) === 1);
      if (solid.length && !it.matches(".lane")) return solid;
    }
    return ["rgb(255, 255, 255)"];
  };
  const found = {};
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const it = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || !it.checkVisibility()) continue;
    const own = light(rgb(getComputedStyle(it).color).slice(0, 3));
    for (const colour of behind(it)) {
      const other = light(rgb(colour).slice(0, 3)), both = [own, other].sort((a, b) => b - a);
      found[`${it.tagName}.${it.className} ${colour}`] = (both[0] + 0.05) / (both[1] + 0.05);
    }
  }
  return found;
})()"""
"""How much each text of a page stands out from what is behind it, as WCAG 2 counts; for `Page.run`."""


class Page:
    """One page of a browser; `console` and `asked` gather what it complained of and what it wanted to load."""

    def __init__(self, write, read):
        self._write, self._read, self._rest, self._numbers = write, read, b"", count(1)
        self._session = None
        self.console, self.asked, self._events = [], [], []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")
        self.ask("Emulation.setFocusEmulationEnabled", enabled=True)  # as if its window were always the one in front

    def ask(self, method, **params):
        """What the browser answers to a command of its protocol."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != number:
            self._note(answer)
        assert "error" not in answer, (method, answer["error"])
        return answer["result"]

    def _next(self):
        """The next message, waited for with patience."""
        while b"\0" not in self._rest:
            assert select.select([self._read], [], [], PATIENCE)[0], "the browser does not answer"
            piece = os.read(self._read, 1 << 16)
            assert piece, "the browser has ended"
            self._rest += piece
        message, _, self._rest = self._rest.partition(b"\0")
        return json.loads(message)

    def _note(self, message):
        """Keep what a page says by itself."""
        method, params = message.get("method"), message.get("params", {})
        self._events.append(method)
        if method == "Runtime.exceptionThrown":
            self.console.append(params["exceptionDetails"])
        elif method == "Log.entryAdded":
            self.console.append(params["entry"])
        elif method == "Runtime.consoleAPICalled":
            self.console.append(params["args"])
        elif method == "Network.requestWillBeSent":
            self.asked.append(params["request"]["url"])

    def open(self, address, width=1280, height=900, **metrics):
        """Load an address in a window of a size."""
        self.size(width, height, **metrics)
        self.ask("Page.navigate", url="about:blank")  # else only what follows # would change
        self._events.clear()
        self.asked.clear()
        self.ask("Page.navigate", url=address)
        self.wait("document.readyState === 'complete' && location.href !== 'about:blank'")

    def size(self, width, height, mobile=False, scale=1):
        """The size of the window, in its own points."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, mobile=mobile,
                 deviceScaleFactor=scale)  # fmt: skip

    def wait(self, condition):
        """Until something is true in the page."""
        end = time.monotonic() + PATIENCE
        while not self.run(condition):
            assert time.monotonic() < end, condition
            time.sleep(0.05)

    def run(self, code):
        """The value of some JavaScript in the page."""
        found = self.ask("Runtime.evaluate", expression=code, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def press(self, *keys, shift=False):
        """Keys as a person presses them: ``Tab``, ``ArrowDown``, ``+``."""
        for key in keys:
            text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
            code = CODES.get(key, ord(key.upper()[0]))
            same = {"key": key, "windowsVirtualKeyCode": code, "modifiers": 8 * shift}
            self.ask("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **same)
            self.ask("Input.dispatchKeyEvent", type="keyUp", **same)

    def point(self, selector):
        """The mouse over the middle of an element, which is left there."""
        place = f"(() => {{ const r = document.querySelector({json.dumps(selector)}).getBoundingClientRect();"
        x, y = self.run(place + " return [r.x + r.width / 2, r.y + r.height / 2]; })()")
        self.ask("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def prefer(self, **features):
        """What a person has asked their system for: ``prefers_reduced_motion="reduce"``; nothing without any."""
        wanted = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.ask("Emulation.setEmulatedMedia", features=wanted)

    def picture(self, path):
        """What the window shows, as a PNG."""
        path.write_bytes(b64decode(self.ask("Page.captureScreenshot", format="png")["data"]))

    def printed(self, **options):
        """The page as a PDF, as printing makes it."""
        options = {"preferCSSPageSize": True, "printBackground": True, **options}
        return b64decode(self.ask("Page.printToPDF", **options)["data"])


@contextmanager
def browsing(profile):
    """A page of a browser of its own, which is ended afterwards."""
    from_us, to_us = os.pipe(), os.pipe()
    command = [BROWSER, *QUIET, f"--user-data-dir={profile}", "--remote-debugging-pipe", "about:blank"]
    plumbing = [sys.executable, "-c", PLUMBING, str(from_us[0]), str(to_us[1]), *command]
    process = subprocess.Popen(plumbing, pass_fds=(from_us[0], to_us[1]), stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)  # fmt: skip
    os.close(from_us[0])
    os.close(to_us[1])
    try:
        page = Page(from_us[1], to_us[0])
        yield page
        page._session = None
        with suppress(AssertionError, OSError):
            page.ask("Browser.close")
        process.wait(PATIENCE)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        os.close(from_us[1])
        os.close(to_us[0])
