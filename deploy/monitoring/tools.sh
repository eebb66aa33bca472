#!/usr/bin/env bash
# Brings promtool and prometheus into a folder, without root, where the system has Debian's packages. Quiet and
# harmless where it has not: the checks that need them say that they were left out.
set -u
folder=${1:?usage: tools.sh FOLDER}
if command -v promtool >/dev/null && command -v prometheus >/dev/null; then
    echo "promtool and prometheus are there: $(command -v promtool)"
    exit 0
fi
if [ -x "$folder/usr/bin/promtool" ] && [ -x "$folder/usr/bin/prometheus" ]; then exit 0; fi
if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
    echo "no promtool: this system has no Debian packages; install Prometheus, or set GROSZ_PROMTOOL and GROSZ_PROMETHEUS"
    exit 0
fi
mkdir -p "$folder/state/lists/partial" "$folder/cache/archives/partial" "$folder/packages"
cd "$folder/packages" || exit 0
own=(-o "Dir::State=$folder/state" -o "Dir::State::status=/var/lib/dpkg/status" -o "Dir::Cache=$folder/cache" -o Debug::NoLocking=1)
# Newer releases have promtool in a package of its own; older ones do not know that name.
bring() { apt-get "$@" download prometheus promtool || apt-get "$@" download prometheus; }
{ bring || { apt-get "${own[@]}" update && bring "${own[@]}"; }; } >"$folder/log" 2>&1
for package in "$folder"/packages/*.deb; do
    [ -e "$package" ] && dpkg-deb -x "$package" "$folder"
done
rm -rf "$folder/packages" "$folder/state" "$folder/cache"
if [ -x "$folder/usr/bin/promtool" ]; then
    echo "promtool is in $folder/usr/bin"
else
    echo "no promtool: the system's package could not be fetched ($folder/log); the checks of alerts will be left out"
fi
exit 0
