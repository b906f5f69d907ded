"""A title file with places and means of its own."""

PLACED = """
format = "tspi-sched-title"
code = "TP-00001"
version = "01"
name = "Aide"
places = ["APPARTEMENT", "ORAL"]
[[stages]]
code = "MSP"
name = "Mise en situation"
kind = "oral"
attends = ["candidate", "panel"]
place = "APPARTEMENT"
needs = [{ means = "comédien" }, { means = "poste", shared_by = 2 }, { means = "vidéoprojecteur" }]
[tracks.TITRE]
name = "Titre"
minutes = { MSP = 60 }
totals = { candidate = 60, panel = 60 }
"""
