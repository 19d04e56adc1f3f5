#!/usr/bin/env bash
# Prints the path of a mail client that the integration tests run against the server.
#
#   integration-tests/clients.sh PROGRAM PACKAGE...
#
# The program of the PATH when there is one. Else that of these Debian packages: they and what they depend on are
# unpacked into target/clients, which needs no root and changes nothing outside of it.
set -euo pipefail

program=$1
shift
packages=("$@")
target="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/target/clients"
wrapper="$target/bin/$program"

refuse() {
  echo "$program is not on the PATH, and these tests need it; $1. On Debian: apt-get install ${packages[*]}" >&2
  exit 1
}

# The packages and those of their dependencies that this machine lacks.
lacking() {
  apt-get install --simulate --no-install-recommends "${packages[@]}" | awk '$1 == "Inst" { print $2 }'
}

download() {
  local names
  names=$(lacking) || return 1
  rm -rf "$target/packages" && mkdir -p "$target/packages"
  # shellcheck disable=SC2086
  (cd "$target/packages" && apt-get -o Acquire::Retries=5 download --quiet $names)
}

executable() {
  local folder
  for folder in bin sbin; do
    [ ! -x "$target/root/usr/$folder/$program" ] || echo "$target/root/usr/$folder/$program"
  done
}

write_wrapper() {
  local root="$target/root" executable libraries perl own
  executable=$(executable)
  # Those of Thunderbird and Chromium are scripts that want /usr/lib.
  for own in "$program" "$program-bin"; do
    [ ! -x "$root/usr/lib/$program/$own" ] || executable="$root/usr/lib/$program/$own"
  done
  libraries=$(printf '%s:' "$root"/usr/lib/*-linux-gnu "$root"/usr/lib/*-linux-gnu/pulseaudio "$root"/usr/lib/postfix)
  perl=$(printf '%s:' "$root"/usr/share/perl5 "$root"/usr/lib/*-linux-gnu/perl5/*)
  mkdir -p "$target/bin"
  cat >"$wrapper.new" <<END
#!/bin/sh
export LD_LIBRARY_PATH="$libraries\${LD_LIBRARY_PATH:-}"
export PERL5LIB="$perl\${PERL5LIB:-}"
exec "$executable" "\$@"
END
  chmod +x "$wrapper.new"
  mv "$wrapper.new" "$wrapper"
}

bring() {
  { command -v apt-get && command -v dpkg; } >/dev/null || refuse "there is no apt-get to bring it"
  if ! download >&2; then
    [ "$(id -u)" = 0 ] || refuse "apt-get cannot download it, perhaps for want of an 'apt-get update' by root"
    { apt-get --quiet -o Acquire::Retries=5 update && download; } >&2 || refuse "apt-get cannot download it"
  fi
  for package in "$target"/packages/*.deb; do
    dpkg --extract "$package" "$target/root"
  done
  rm -r "$target/packages"
  [ -n "$(executable)" ] || refuse "the packages ${packages[*]} do not hold it"
}

if command -v "$program"; then
  exit
fi
if [ ! -x "$wrapper" ]; then
  [ -n "$(executable)" ] || bring
  write_wrapper
fi
echo "$wrapper"
