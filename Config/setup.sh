#!/bin/sh
# Installs what Resurvey needs on Debian 12 besides Swift and git. Run it as often as you like: it does and says nothing
# when nothing is missing.
#
#   sh Config/setup.sh          to build and run
#   sh Config/setup.sh --test   and to run all tests (third-party readers and oracles; Python packages in .build-python)
#   sh Config/setup.sh --dev    and to regenerate the contracts
set -eu

packages='librdkafka-dev libsqlite3-dev liblz4-dev libprotobuf-c-dev libyaml-dev libssl-dev libmicrohttpd-dev pkg-config'
test_packages='kcat python3 python3-venv python3-protobuf protobuf-compiler'
dev_packages='protobuf-compiler protobuf-c-compiler'
# protobuf 4.21 is the Python side of Debian's protoc 3.21.
python_packages='confluent-kafka==2.16.1 lanelet2==1.2.3 protobuf==4.21.12'

with_python=no
for option in "$@"; do
  case $option in
    --test)
      packages="$packages $test_packages"
      with_python=yes
      ;;
    --dev) packages="$packages $dev_packages" ;;
    -h | --help)
      sed -n '2,/^set /s/^# \{0,1\}//p' "$0"
      exit 0
      ;;
    *)
      echo "setup.sh: unknown option '$option' (known: --test, --dev)" >&2
      exit 64
      ;;
  esac
done

installed() {
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

missing() {
  for package in $packages; do
    installed "$package" || printf ' %s' "$package"
  done
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null 2>&1; then
    sudo "$@"
  else
    echo "setup.sh: needs root for: $*" >&2
    exit 77
  fi
}

if ! command -v dpkg-query >/dev/null 2>&1; then
  echo "setup.sh: no Debian here; install what these packages hold yourself: $packages" >&2
  exit 69
fi

wanted=$(missing)
if [ -n "$wanted" ]; then
  echo "setup.sh: installing$wanted"
  as_root apt-get update -qq -o DPkg::Lock::Timeout=300
  # shellcheck disable=SC2086
  as_root env DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes apt-get install -y -qq --no-install-recommends \
    -o DPkg::Lock::Timeout=300 $wanted >/dev/null
  still=$(missing)
  if [ -n "$still" ]; then
    echo "setup.sh: still missing:$still" >&2
    exit 69
  fi
fi

if [ "$with_python" = yes ]; then
  root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
  python=$root/.build-python
  if [ "$(cat "$python/pinned" 2>/dev/null)" != "$python_packages" ] || ! "$python/bin/python" -c '' 2>/dev/null; then
    echo "setup.sh: installing for Python in .build-python: $python_packages"
    rm -rf "$python"
    # Debian's Python by its path: another one first in PATH may lack venv.
    /usr/bin/python3 -m venv "$python"
    # shellcheck disable=SC2086
    "$python/bin/python" -m pip install --quiet --disable-pip-version-check --only-binary :all: $python_packages
    echo "$python_packages" >"$python/pinned"
  fi
fi
