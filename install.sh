#!/bin/sh
# Installs Slugline: gets the archive of a release for this machine, verifies its checksum, and puts the program in its place.
#
#     curl -fsSL https://github.com/slugline/slugline/releases/latest/download/install.sh | sh
#     sh install.sh --version v0.1.0 --to /usr/local/bin
#
# Variables stand for options that are not given: SLUGLINE_VERSION, SLUGLINE_TO. SLUGLINE_RELEASES is where releases are, if
# not at GitHub: an `https:` or `file:` address with `latest/download/` and `download/VERSION/` below it.
set -eu

usage() {
  cat <<'END'
Installs Slugline.

Usage: install.sh [--version VERSION] [--to FOLDER]

  --version VERSION   release, such as v0.1.0 [default: the newest]
  --to FOLDER         where the program goes [default: ~/.local/bin]
END
}

fail() {
  printf 'error: %s\n' "$1" >&2
  shift
  for line in "$@"; do
    printf '  = help: %s\n' "$line" >&2
  done
  exit 1
}

has() {
  command -v "$1" >/dev/null 2>&1
}

# The name by which releases call this system and machine.
target() {
  system=$(uname -s)
  machine=$(uname -m)
  case $machine in
    x86_64 | amd64) machine=x86_64 ;;
    aarch64 | arm64) machine=aarch64 ;;
    *) fail "there is no release for the machine \`$machine\`" "$from_source" ;;
  esac
  case $system in
    Linux) echo "$machine-unknown-linux-musl" ;;
    Darwin) echo "$machine-apple-darwin" ;;
    MINGW* | MSYS* | CYGWIN*) echo "x86_64-pc-windows-msvc" ;;
    *) fail "there is no release for the system \`$system\`" "$from_source" ;;
  esac
}

# Gets the file at an address.
get() {
  case $1 in
    file://*) cp "${1#file://}" "$2" 2>/dev/null ;;
    https://*)
      if has curl; then
        curl --proto '=https' --proto-redir '=https' --retry 3 -fsSL -o "$2" "$1"
      elif has wget; then
        wget -q -O "$2" "$1"
      else
        fail "neither \`curl\` nor \`wget\` is there" "install one of them"
      fi
      ;;
    *) fail "\`$1\` is no address of releases" "let SLUGLINE_RELEASES begin with https:// or file://" ;;
  esac
}

# The SHA-256 of a file.
sum() {
  if has sha256sum; then
    sha256sum "$1"
  elif has shasum; then
    shasum -a 256 "$1"
  else
    openssl dgst -r -sha256 "$1"
  fi | cut -d ' ' -f 1
}

unpack() {
  case $1 in
    *.zip) if has unzip; then unzip -q "$1" -d "$2"; else tar -xf "$1" -C "$2"; fi ;;
    *) tar -xzf "$1" -C "$2" ;;
  esac
}

main() {
  version=${SLUGLINE_VERSION:-latest}
  to=${SLUGLINE_TO:-}
  releases=${SLUGLINE_RELEASES:-https://github.com/slugline/slugline/releases}
  from_source="with Rust, build it from its source: \`cargo install --git https://github.com/slugline/slugline\`"
  while [ $# -gt 0 ]; do
    case $1 in
      --version | --to) [ $# -gt 1 ] || fail "\`$1\` needs a value" "\`install.sh --help\` lists the options" ;;
      --help | -h) usage && return ;;
      *) fail "unknown argument \`$1\`" "\`install.sh --help\` lists the options" ;;
    esac
    case $1 in
      --version) version=$2 ;;
      --to) to=$2 ;;
    esac
    shift 2
  done
  case $version in
    latest) folder=$releases/latest/download ;;
    v*) folder=$releases/download/$version ;;
    *) folder=$releases/download/v$version ;;
  esac
  [ -n "$to" ] || to=${HOME:?"is not set: name a folder with --to"}/.local/bin

  has sha256sum || has shasum || has openssl ||
    fail "nothing is there to verify the checksum with" "install \`sha256sum\`, \`shasum\` or \`openssl\`"
  target=$(target)
  case $target in
    *windows*) archive=slugline-$target.zip program=slugline.exe ;;
    *) archive=slugline-$target.tar.gz program=slugline ;;
  esac
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  get "$folder/SHA256SUMS" "$scratch/SHA256SUMS" ||
    fail "there is no release at $folder" "look at $releases which there are, and name one with \`--version\`"
  get "$folder/$archive" "$scratch/$archive" || fail "the release has no \`$archive\`" "$from_source"

  wanted=$(awk -v name="$archive" '$2 == name || $2 == "*" name { print $1 }' "$scratch/SHA256SUMS")
  [ -n "$wanted" ] || fail "SHA256SUMS does not name \`$archive\`" "nothing was installed"
  [ "$(sum "$scratch/$archive")" = "$wanted" ] ||
    fail "\`$archive\` is not what its checksum says" "nothing was installed; try once more"

  mkdir "$scratch/unpacked"
  unpack "$scratch/$archive" "$scratch/unpacked" || fail "\`$archive\` cannot be unpacked" "nothing was installed"
  found=$(find "$scratch/unpacked" -type f -name "$program")
  [ -f "$found" ] || fail "\`$archive\` has no program in it" "nothing was installed"
  chmod 755 "$found"
  told=$("$found" --version) || fail "the program does not run on this machine" "$from_source"
  # Beside its place first, so that one that runs is replaced at once.
  { mkdir -p "$to" && cp "$found" "$to/.$program.new" && mv -f "$to/.$program.new" "$to/$program"; } ||
    fail "cannot write to $to" "name another folder with \`--to\`"
  echo "Installed $told in $to"
  case :$PATH: in
    *":$to:"*) ;;
    *) echo "$to is not in PATH yet: export PATH=\"$to:\$PATH\"" ;;
  esac
}

# All of it is read before anything is done.
main "$@"
