"""``python -m bench.part NAME …``: one part, measured within a house's settings; prints lines as JSON."""

import json
import sys
from importlib import import_module

import django


def main() -> None:
    """Set the house up, measure, print."""
    django.setup()
    name, *arguments = sys.argv[1:]
    lines = import_module(f"bench.{name}").measure(*arguments)
    print(json.dumps([line.as_data() for line in lines]))


main()
