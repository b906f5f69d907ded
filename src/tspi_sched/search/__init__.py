"""The search: objectives minimised one after the other, each bounded, the last plan never lost."""
