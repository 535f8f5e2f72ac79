#!/bin/sh
# Runs in web/ after the pages are packaged: the next build on this machine is for this machine again, and is made though nothing else has changed.
set -eu
rm -f .env.production.local dist-client/package.json
