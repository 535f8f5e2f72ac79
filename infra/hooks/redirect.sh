#!/bin/sh
# Lets people who have signed in come back to the pages, whose address is known only now.
set -eu

[ -n "${ENTRA_CLIENT_ID:-}" ] || exit 0
if [ "${LIVETALLY_ENTRA:-}" = skip ] || ! command -v az > /dev/null || ! az account show > /dev/null 2>&1; then
  echo "Entra ID: the registration $ENTRA_CLIENT_ID needs $LIVETALLY_WEB_URI/ as a single-page redirect URI." >&2
  exit 0
fi

az rest --method PATCH --url "https://graph.microsoft.com/v1.0/applications(appId='$ENTRA_CLIENT_ID')" --headers Content-Type=application/json \
  --body '{ "spa": { "redirectUris": ["'"$LIVETALLY_WEB_URI"'/"] } }' --output none
