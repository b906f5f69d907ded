"""The page in a real browser: that its script runs, what it draws, the keyboard, and that no name is ever a program."""

import json
import re
import shutil
import subprocess
from contextlib import contextmanager
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

import export_demo as demo
import hostile
from tspi_sched.export import html
from tspi_sched.plan import Plan

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BROWSER = next(filter(None, map(shutil.which, NAMES)), None)

pytestmark = [pytest.mark.browser, pytest.mark.skipif(BROWSER is None, reason="no Chromium here")]

QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
)  # fmt: skip

HARNESS = """<!DOCTYPE html><iframe src="planning.html%s" width="1200" height="800"></iframe><pre id="log"></pre>
<script>
document.querySelector("iframe").onload = ({ target }) => {
  const page = target.contentWindow, it = page.document, log = {};
  const all = (what) => [...it.querySelectorAll(what)], the = (what) => it.querySelector(what);
  const press = (key) => {
    it.activeElement.dispatchEvent(new page.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    return it.activeElement.getAttribute("aria-label");
  };
  const set = (what, value) => {
    if (typeof value === "boolean") the(what).checked = value;
    else the(what).value = value;
    the(what).dispatchEvent(new page.Event("input", { bubbles: true }));
  };
  const seen = (what) => all(what).filter((element) => !element.hidden && !element.closest("[hidden]"));
  %s
  document.getElementById("log").textContent = JSON.stringify(log);
};
</script>"""


@contextmanager
def served(folder):
    """The address of a folder on this machine only."""
    quiet = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def dom(tmp_path, address):
    """What the browser makes of a page, and what its console says."""
    options = [f"--user-data-dir={tmp_path / 'profile'}", "--enable-logging=stderr", "--virtual-time-budget=5000"]
    command = [BROWSER, *QUIET, *options, "--window-size=1280,900", "--dump-dom", address]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", timeout=120)
    return run.stdout, [line for line in run.stderr.splitlines() if "CONSOLE" in line]


def opened(tmp_path, problem, result, place=""):
    """The page of a plan, opened as a file."""
    html.write(problem, result, tmp_path / "planning.html")
    found, console = dom(tmp_path, (tmp_path / "planning.html").as_uri() + place)
    assert console == []
    assert 'data-ready="yes"' in found
    return found


def driven(tmp_path, steps, place=""):
    """What some steps of a script note about the page."""
    html.write(demo.problem(), demo.result(), tmp_path / "planning.html")
    (tmp_path / "harness.html").write_text(HARNESS % (place, steps), encoding="utf-8")
    with served(tmp_path) as address:
        found, console = dom(tmp_path, f"{address}/harness.html")
    assert console == []
    return json.loads(unescape(re.search(r'<pre id="log">(.*?)</pre>', found, re.DOTALL)[1]))


def test_every_block_of_the_first_view_is_drawn(tmp_path):
    found = opened(tmp_path, demo.problem(), demo.result())
    # two sittings; a marking and a passage for each of C01, C02, and both tracks of C03
    assert found.count('class="block"') == 2 + 2 * 4
    assert found.count('<div class="meal"') == 1
    assert found.count(' aria-label="Jury A, ') == 2  # a lane each day


def test_the_address_says_what_is_looked_at(tmp_path):
    found = opened(tmp_path, demo.problem(), demo.result(), "#vue=candidats&jour=2&zoom=2&filtre=noe&sans=3")
    labels = re.findall(r'<div class="lane"(.*?)>', found)
    assert [("hidden" in label) for label in labels] == [True, False, True]  # Noé Garnier of three candidates
    assert "mardi 8 décembre 2026, 08:30–10:20, Noé Garnier (C02), ET, QPP, EF" in found
    assert "--zoom: 2" in found


@pytest.mark.parametrize("text", [hostile.SCRIPT, hostile.IMAGE, hostile.TURNED + hostile.LONG + hostile.LINES])
def test_names_stay_names(tmp_path, text):
    problem, result = hostile.hostile(text)
    found = opened(tmp_path, problem, result, "#vue=candidats&filtre=%3Cscript%3E")
    assert "<title>owned" not in found
    assert "<img" not in found
    assert len(re.findall("<script", found)) == 2
    assert found.count('class="block') >= 3


def test_an_empty_plan_is_an_empty_page(tmp_path):
    assert 'class="block"' not in opened(tmp_path, demo.problem(), demo.result(Plan(())))


def test_the_keyboard(tmp_path):
    log = driven(
        tmp_path,
        """
        log.stops = all(".block[tabindex='0']").length;
        the(".block[tabindex='0']").focus();
        log.first = it.activeElement.getAttribute("aria-label");
        log.tip = the("#tip").innerText;
        log.right = press("ArrowRight");
        log.left = press("ArrowLeft");
        log.down = press("ArrowDown");
        log.end = press("End");
        log.beyond = press("ArrowRight");
        log.home = press("Home");
        press("Escape");
        log.tipAfter = the("#tip").hidden;
        log.narrow = the("#chart").scrollWidth;
        press("+"); press("+");
        log.wide = the("#chart").scrollWidth;
        press("0");
        log.again = the("#chart").scrollWidth;
        log.stopsAfter = all(".block[tabindex='0']").length;
        """,
    )
    assert (log["stops"], log["stopsAfter"]) == (1, 1)
    assert log["first"].startswith("lundi 7 décembre 2026, 08:00–12:00, MSP – 3 candidats, MSP")
    assert "12:00 Noé Garnier (C02), TITRE" in log["tip"]
    assert "14:00–15:00, MSP – 1 candidat" in log["right"]
    assert log["left"] == log["first"]
    assert "11:05–11:25, Zoé Lefèvre (C01), CORR" in log["down"]
    assert "mardi 8 décembre 2026, 08:30–10:30, Noé Garnier (C02), ET, QPP, EF, DELIB" in log["end"]
    assert log["beyond"] == log["end"]
    assert log["home"] == log["down"]
    assert log["tipAfter"] is True
    assert log["wide"] > 1.5 * log["narrow"]
    assert log["again"] == log["narrow"]


def test_filter_view_day_and_stages(tmp_path):
    log = driven(
        tmp_path,
        """
        set("#filter", "ROUX");
        log.lanes = seen(".labels .name").map((name) => name.innerText.split("\\n")[0]);
        log.said = the("#shown").textContent;
        log.dim = all(".dim").length;
        set("#filter", "");
        set("[name=view][value=candidats]", true);
        log.people = seen(".labels .name b").map((name) => name.textContent);
        set("#day", "1");
        log.days = seen(".day h2").map((day) => day.textContent);
        log.before = seen(".block").length;
        set("[name=stage][value='0']", false);
        log.hash = decodeURIComponent(page.location.hash);
        set("#day", "-1");
        log.after = seen(".block").map((block) => block.getAttribute("aria-label").includes(", MSP"));
        """,
    )
    assert log["lanes"] == ["Salle Ampère", "Jury B"]
    assert log["said"] == "Lignes affichées : 2 sur 3"
    assert log["people"] == ["Zoé Lefèvre", "Noé Garnier", "Inès Roux"]
    assert log["days"] == ["mardi 8 décembre 2026"]
    assert log["before"] == 3  # C02's orals, C03's on both tracks
    assert log["hash"] == "#vue=candidats&jour=2&sans=0"
    assert log["after"] == [False] * 4  # the papers are away
