# What the scripts share: where the project is, and how what is missing gets installed. Sourced, never run.
set -euo pipefail
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "$*" >&2; }

# as_root COMMAND…: runs it as root, through sudo where we are somebody else.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
    say "This needs root once: $*"
    exit 1
  fi
}

# install_packages PACKAGE…: installs what dpkg does not know yet; offline nothing is asked when all is there.
install_packages() {
  local missing=()
  local package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] && return 0
  say "Installing ${missing[*]} …"
  # The packages' own cluster is not wanted: the broker runs a private server.
  if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    as_root mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q >&2
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >&2
}

require_swift() {
  command -v swift >/dev/null && return 0
  say "Swift 6.2 or newer is missing: see https://www.swift.org/install/"
  exit 1
}

# The PostgreSQL server package of this system: 15 on Debian 12, a newer one elsewhere.
postgres_package() {
  if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then return 0; fi
  if apt-cache show postgresql-15 >/dev/null 2>&1; then echo postgresql-15; else echo postgresql; fi
}
