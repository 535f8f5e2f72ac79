#!/bin/sh
# Runs in web/ before the pages are built: Vite reads where the API is from this file.
set -eu
echo "VITE_LIVETALLY_API=${LIVETALLY_API_URI:?azd provision has not run}" > .env.production.local
