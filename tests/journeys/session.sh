#!/bin/sh
# Runs a command with a screen, a message bus and a Secret Service that are all its own and end with it:
#   sh tests/journeys/session.sh node tests/journeys/run.mjs
set -eu
home=$(mktemp -d)
# A process of WebKit may still be writing there when the last window has closed.
trap 'rm -rf "$home" || true' EXIT
export HOME="$home" XDG_RUNTIME_DIR="$home/run"
export XDG_DATA_HOME="$home/data" XDG_CONFIG_HOME="$home/config" XDG_CACHE_HOME="$home/cache"
mkdir -m 700 "$XDG_RUNTIME_DIR"
mkdir -p "$XDG_DATA_HOME" "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME"
unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
# Either of these makes WebDriver's screenshots hang.
unset WEBKIT_DISABLE_DMABUF_RENDERER WEBKIT_DISABLE_COMPOSITING_MODE
# No settings daemon and no portal: themes and dialogs are the toolkit's own, on every machine.
export GSETTINGS_BACKEND=memory GTK_USE_PORTAL=0
# Nobody listens on the accessibility bus; starting one only adds noise.
export NO_AT_BRIDGE=1 MESA_SHADER_CACHE_DISABLE=true

# An empty password would leave the keyring without its login collection.
export KEYRING='printf journeys | gnome-keyring-daemon --unlock --components=secrets >/dev/null; exec "$@" 2>&3'

# The bus is talkative: what it says is shown only when something failed. Descriptor 3 is the way past it.
# shellcheck disable=SC2016  # the inner shells expand $@
xvfb-run --auto-servernum --server-args="-screen 0 1600x1000x24 -nolisten tcp" sh -c '
    exec dbus-run-session -- sh -c "$KEYRING" sh "$@" 3>&2 2>"$HOME/bus.log"' sh "$@" || {
    status=$?
    cat "$HOME/bus.log" >&2
    exit $status
}
