#!/bin/sh
# Runs in web/ after the pages are packaged: the next build on this machine is for this machine again.
set -eu
rm -f .env.production.local
