#!/bin/sh
# A user links a device, and the back end names it. Needs curl and jq.
set -eu
PORT=${PORT:-8000}
HOST_URL=http://localhost:$PORT
EMULATOR='node enode-link-button/command.js emulator --port=0 --link-port=0'
HOST='node host.js' # the command that starts your back end

post() {
  url=$1 body=$2
  shift 2
  curl --silent --show-error --fail --json "$body" "$@" "$url"
}

# The first line that the emulator prints is JSON: its addresses and credentials.
$EMULATOR >emulator.log &
programs=$!
trap 'kill $programs' EXIT
until grep -q clientSecret emulator.log; do sleep 0.1; done
field() { head -n 1 emulator.log | jq --raw-output ".$1"; }

PORT=$PORT APP_ORIGIN=$HOST_URL ENODE_WEBHOOK_SECRET=secret-of-the-tests \
  ENODE_OAUTH_URL=$(field oauthUrl) ENODE_API_URL=$(field apiUrl) \
  ENODE_CLIENT_ID=$(field clientId) ENODE_CLIENT_SECRET=$(field clientSecret) $HOST &
programs="$programs $!"
until curl --silent --output /dev/null "$HOST_URL"; do sleep 0.1; done
# Sign in as your own users do.
curl --silent --cookie-jar cookies --data user=anna "$HOST_URL/sign-in"

# 1. Ask your back end for a Link session, with a redirectUri as the button sends it.
redirect_uri="$HOST_URL/api/enode/callback?enode_link=nnnnnnnnnnnnnnnnnnnnnn"
session=$(post "$HOST_URL/api/enode/link-session" \
  "{\"redirectUri\": \"$redirect_uri\", \"language\": \"en-US\"}" --cookie cookies)

# 2. Play the user in Link UI.
link_url=$(echo "$session" | jq '.linkUrl')
played=$(post "$(field apiUrl)/emulator/play" "{\"linkUrl\": $link_url, \"as\": \"complete\"}")

# 3. Read what your back end says.
devices=$(curl --silent --show-error --fail --cookie cookies "$HOST_URL/api/enode/devices")
test "$(echo "$devices" | jq '[.devices[].id]')" = "$(echo "$played" | jq '.devices')"

# 4. Forget users, devices and faults before the next test.
post "$(field apiUrl)/emulator/reset" '{"keep": ["webhooks"]}'
echo ok
