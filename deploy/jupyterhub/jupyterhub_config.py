"""JupyterHub for one class: README.md says how it is installed, and what is hidden from whom. What differs from class to class is in classroom.toml."""

import os
import pwd
import sys
import tomllib
from pathlib import Path

c = get_config()

PLACE = Path(__file__).resolve().parents[3]  # the folder that the course lies in
SAYS = tomllib.loads((PLACE / "classroom.toml").read_text("utf-8"))
STUDENTS, GRADERS = PLACE / "students" / "bin", PLACE / "grader" / "bin"  # two environments: the kit and nbgrader; the course
SYSTEM = "/usr/local/bin:/usr/bin:/bin"

# --- the hub and its proxy ---------------------------------------------------------------------------
STATE = PLACE / "state"  # readable by root alone: the hub's database, and the key of its cookies
c.JupyterHub.bind_url = SAYS["address"]
c.JupyterHub.ssl_cert, c.JupyterHub.ssl_key = SAYS.get("certificate", ""), SAYS.get("key", "")
c.JupyterHub.subdomain_host = SAYS.get("subdomains", "")
c.JupyterHub.db_url = f"sqlite:///{STATE / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(STATE / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(STATE / "proxy.pid")
c.ConfigurableHTTPProxy.command = [str(PLACE / "proxy" / "node_modules" / ".bin" / "configurable-http-proxy")]
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])  # the proxy's node is beside this Python

# --- who may log in, with the password of their system user (PAM) ------------------------------------------
c.JupyterHub.authenticator_class = "pam"
c.Authenticator.allowed_users = {*SAYS["students"], *SAYS["graders"]}
c.Authenticator.allow_existing_users = False  # else who once was in classroom.toml could log in for ever
c.Authenticator.blocked_users = set(SAYS["left"])
# Nobody is an admin: an admin could open the servers of students, and what runs there is theirs.

# --- a student's server: their system user, the students' environment -----------------------------------------
c.JupyterHub.spawner_class = "localprocess"
c.Spawner.cmd = [str(STUDENTS / "jupyterhub-singleuser")]
c.Spawner.environment = {"PATH": f"{STUDENTS}:{SYSTEM}"}
c.Spawner.notebook_dir = "~"
c.Spawner.default_url = "/lab"
c.Spawner.disable_user_config = True  # else a student's own settings could have the server show pages without a login


def close_home(spawner):
    """Keep a home that was left open from others: with it a student's notebooks and submissions."""
    os.chmod(pwd.getpwnam(spawner.user.name).pw_dir, 0o700)


c.Spawner.pre_spawn_hook = close_home

# --- formgrader: a service of the hub, as the system user who grades, in the class's folder ------------------------
CLASS = PLACE / SAYS["class"]
c.JupyterHub.services = [
    {
        "name": CLASS.name,
        "url": "http://127.0.0.1:8010",
        "command": [str(GRADERS / "jupyterhub-singleuser"), f"--ServerApp.root_dir={CLASS}"],
        "user": SAYS["grader"],
        "cwd": str(CLASS),
        "environment": {"PATH": f"{GRADERS}:{SYSTEM}", "JUPYTERHUB_DEFAULT_URL": "/lab"},
        "oauth_no_confirm": True,
    }
]


def landing(handler):
    """Return where one lands after the login: graders in the class; others, by "", at their own server."""
    mine = handler.current_user and handler.current_user.name in SAYS["graders"]
    return handler.services[CLASS.name].href if mine else ""


c.JupyterHub.default_url = landing
# Named here and not by a group: the hub takes the role from who is no longer named, but nobody out of a group.
c.JupyterHub.load_roles = [{"name": "grader", "users": SAYS["graders"], "scopes": [f"access:services!service={CLASS.name}"]}]
