"""One module for each view; each exports `ROUTES`, whose addresses begin with ``/s/{session}/{variant}``."""
