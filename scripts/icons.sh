#!/bin/sh
# Draws every icon file anew from the two drawings in icons/. Needs `npm ci` and ImageMagick's `convert`.
set -eu
cd "$(dirname "$0")/.."
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

npx tauri icon icons/drydock.svg -o "$tmp/large" >/dev/null
npx tauri icon icons/drydock-small.svg -p 16 -p 24 -p 32 -o "$tmp/small" >/dev/null
npx tauri icon icons/drydock.svg -p 48 -p 64 -p 128 -p 256 -p 512 -p 1024 -o "$tmp/middle" >/dev/null

cp "$tmp/small/32x32.png" icons/32x32.png
cp "$tmp/middle/64x64.png" icons/64x64.png
cp "$tmp/middle/128x128.png" icons/128x128.png
cp "$tmp/middle/256x256.png" "icons/128x128@2x.png"
cp "$tmp/middle/1024x1024.png" icons/icon.png
cp "$tmp/large/icon.icns" icons/icon.icns
# Windows and some docks pick the small sizes out of the .ico, so those come from the small drawing.
convert "$tmp/small/16x16.png" "$tmp/small/24x24.png" "$tmp/small/32x32.png" \
    "$tmp/middle/48x48.png" "$tmp/middle/64x64.png" "$tmp/middle/256x256.png" icons/icon.ico
