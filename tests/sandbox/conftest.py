"""For the tests of the sandbox: runners."""

import runners

running, hasty = runners.running, runners.hasty
