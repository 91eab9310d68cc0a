"""The server behind `batea serve`. One function, so that another one can stand in where gunicorn does not run."""

from django.conf import settings


def serve(host: str, port: int, workers: int = 2, threads: int = 4) -> None:
    """Listen on host:port until stopped. Two processes with four threads were the quickest on two cores (docs/decisions)."""
    from django.db import connections
    from gunicorn.app.base import BaseApplication

    connections.close_all()  # a connection to SQLite must not be carried into the processes that serve

    class Server(BaseApplication):
        def load_config(self):
            options = {
                "bind": f"{host}:{port}",
                "workers": workers,
                "threads": threads,
                "worker_class": "gthread",
                "timeout": 120,
                "graceful_timeout": 20,
                "control_socket_disable": True,
                "preload_app": True,
                "loglevel": "warning",
                "limit_request_line": 8190,
                "server_software": "batea",
            }
            for name, value in options.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self):
            from .wsgi import application

            return application

    Server().run()


def ready_static() -> None:
    """Collect static files where a production server expects them."""
    if settings.PRODUCTION:
        from django.core.management import call_command

        call_command("collectstatic", interactive=False, verbosity=0)
