# Shared by the scripts of this folder (sourced, not run).
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
ROOT=$PWD
VENV=$ROOT/.venv
PY=$VENV/bin/python
export PIP_DISABLE_PIP_VERSION_CHECK=1

say() { printf '== %s\n' "$*"; }
warn() { printf '!! %s\n' "$*" >&2; }
die() {
  warn "$*"
  exit 1
}

# True when CI asks that nothing is skipped.
is_ci() { [[ ${CI:-} == 1 || ${CI:-} == true ]]; }

# Fingerprint of files and words: the stamp of a step that need not be done again.
fingerprint() { cat -- "$@" 2>/dev/null | sha256sum | cut -d' ' -f1; }

# A TCP port of 127.0.0.1 that is free now.
free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
