# Shared by app/run and tests/run: installs what is missing and builds. Sourced, from any folder; everything it says goes
# to standard error, so that standard output stays that of the program.
source_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build_folder=$source_folder/build

# One list for the program and its tests, since one build folder holds both.
packages=(
  g++ cmake ninja-build pkg-config
  qt6-base-dev qt6-svg-dev qt6-l10n-tools libgl-dev libqcustomplot-dev libharfbuzz-dev
  libeigen3-dev ocl-icd-opencl-dev opencl-clhpp-headers pocl-opencl-icd
  libcli11-dev nlohmann-json3-dev libzip-dev zlib1g-dev libspng-dev libturbojpeg0-dev
  libgtest-dev libgmock-dev oclgrind mesa-opencl-icd dbus-daemon
)

# fail WHAT WHY ADVICE
fail() {
  echo "normscope: $1: $2; $3" >&2
  exit 1
}

# as_root COMMAND...
as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# missing_packages NAME...: those that are not installed, one a line
missing_packages() {
  local installed
  installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p') || true
  comm -23 <(printf '%s\n' "$@" | sort -u) <(sort -u <<<"$installed")
}

# install_packages: by apt-get, only what is missing, so that a complete machine needs no network
install_packages() {
  command -v dpkg-query >/dev/null || return 0 # no Debian: CMake names what it does not find
  local missing
  mapfile -t missing < <(missing_packages "${packages[@]}")
  [ "${#missing[@]}" -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
    fail "packages" "${missing[*]} are missing" "run as root: apt-get install ${missing[*]}"
  fi
  echo "Installing: ${missing[*]}" >&2
  as_root apt-get update -q >&2 || fail "packages" "apt-get update failed" "check the network and run this again"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}" >&2 ||
    fail "packages" "apt-get install failed" "see its lines above"
}

# build_targets TARGET...
build_targets() {
  if [ ! -f "$build_folder/build.ninja" ]; then
    (cd "$source_folder" && cmake --preset release) >&2 || fail "build" "cmake failed" "see its lines above"
  fi
  # A dry run first: when nothing changed, nothing is said.
  if ninja -C "$build_folder" -n "$@" 2>/dev/null | grep -q "^ninja: no work to do"; then return 0; fi
  cmake --build "$build_folder" -j "${NORMSCOPE_JOBS:-2}" --target "$@" >&2 ||
    fail "build" "it failed" "see its lines above"
}
