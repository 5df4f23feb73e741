"""`spiral node`: a municipality's own installation on one person's computer, reached by that computer only.

Nothing here needs what only POSIX has. Windows is untried.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from spiral.commands.arguments import whole_number
from spiral.commands.output import Commands, fail

_HOST, _PORT = "127.0.0.1", 8001


def add_node(commands: Commands) -> None:
    node = commands.add_parser("node", help="kommunens egen installation, på den här datorn")
    node.add_argument("--open", action="store_true", help="öppna webbläsaren")
    node.add_argument(
        "--port", type=whole_number(1024, 65535), default=_PORT, metavar="N", help=f"annan port än {_PORT}"
    )
    node.set_defaults(run=_node)


@contextmanager
def installation() -> Iterator[None]:
    """The municipality's installation: its settings, its database and its key are there when this begins.

    Without settings of its own it is this computer's, in the folder Spiral of the person's home.
    """
    os.environ["SPIRAL_ROLE"] = "node"
    if "SPIRAL_MODE" not in os.environ:
        os.environ["SPIRAL_MODE"] = "laptop"
        os.environ.setdefault("SPIRAL_VAR", str(Path.home() / "Spiral"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spiral.config.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from spiral.see.pupils import vault

    if vault.ensure_key():
        print(
            f"En ny nyckel är gjord: {settings.PUPIL_KEY}. Lägg en kopia på ett säkert ställe: utan den går "
            "elevernas uppgifter inte att öppna.",
            file=sys.stderr,
        )
    yield


def _node(args: argparse.Namespace) -> int:
    """Serve the pages on this computer only, until it is stopped."""
    token = secrets.token_urlsafe(24)
    os.environ["SPIRAL_LAPTOP_TOKEN"] = token
    with installation():
        from django.core.wsgi import get_wsgi_application
        from waitress import create_server

        try:
            server = create_server(get_wsgi_application(), host=_HOST, port=args.port, threads=4, ident="Spiral")
        except OSError:
            return fail(f"Port {args.port} är upptagen. Välj en annan med --port.", code=2)
        address = f"http://{_HOST}:{args.port}/oppna/{token}/"
        print(f"Spiral finns på {address}  (avsluta med Ctrl-C)", flush=True)
        if args.open:
            threading.Timer(1, webbrowser.open, [address]).start()
        server.run()
    return 0
