#!/bin/sh
# Runs in web/ before the built pages are deployed: lets them call the API, and no other address that begins like it.
set -eu
config=dist/staticwebapp.config.json
allowed="connect-src 'self' ${LIVETALLY_API_URI:?azd provision has not run}"
grep -q "connect-src 'self'" "$config" || { echo "$config has no connect-src to add the API to." >&2; exit 1; }
grep -qF "$allowed" "$config" || sed -i.before "s|connect-src 'self'|$allowed|" "$config"
rm -f "$config.before"
