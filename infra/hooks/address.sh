#!/bin/sh
# Tells the build of the pages where the API is; Vite reads this file.
set -eu
cd "$(dirname "$0")/../../web"
echo "VITE_LIVETALLY_API=${LIVETALLY_API_URI:?azd provision has not run}" > .env.production.local
