"""How gunicorn serves the minimal apps: as it serves the application."""

workers = 2
threads = 4
worker_class = "gthread"
control_socket_disable = True
