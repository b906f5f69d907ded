"""Means in what is written: the plan read back, the sheet of means, and the papers of people in a role."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.paths import ROOT
from tests.support.pdf_reading import pages
from tspi_sched.checker import check
from tspi_sched.comparison.people import notices
from tspi_sched.exports import ics, pdf, plan_json, xlsx
from tspi_sched.exports.common.anonymise import anonymised
from tspi_sched.plan import Result
from tspi_sched.planner import solve
from tspi_sched.problem import Problem
from tspi_sched.reading import read, read_plan
from tspi_sched.wishes import Objective

TODAY = date(2026, 11, 2)
