#!/bin/sh
# Regenerates the C code of the contracts from Streams/resurvey/v1/*.proto. Needs protoc-c 1.4.1 (sh Config/setup.sh --dev).
#
#   sh Config/generate-contracts.sh          into Sources/Streaming/CContracts
#   sh Config/generate-contracts.sh FOLDER   into a folder of the same layout, to compare
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
target=${1:-$root/Sources/Streaming/CContracts}

if ! command -v protoc-c >/dev/null 2>&1; then
  echo "generate-contracts.sh: protoc-c is missing; sh Config/setup.sh --dev installs it" >&2
  exit 69
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
protoc-c -I"$root/Streams" --c_out="$scratch" "$root"/Streams/resurvey/v1/*.proto

rm -rf "$target/resurvey/v1" "$target/include/resurvey/v1"
mkdir -p "$target/resurvey/v1" "$target/include/resurvey/v1"
mv "$scratch"/resurvey/v1/*.pb-c.c "$target/resurvey/v1/"
mv "$scratch"/resurvey/v1/*.pb-c.h "$target/include/resurvey/v1/"
