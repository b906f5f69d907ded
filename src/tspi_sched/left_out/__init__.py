"""Why a plan leaves candidates out, and what would make room for them."""
