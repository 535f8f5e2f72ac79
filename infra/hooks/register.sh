#!/bin/sh
# Registers LiveTally in Entra ID: the API with its roles, the pages with the right to ask for its tokens, and an admin: whoever runs this, or the
# object id in LIVETALLY_ADMIN. Needs the Azure CLI, signed in as somebody who may register applications. What is there is kept, so after a failure run it again.
# azd runs it, unless LIVETALLY_ENTRA=skip or ENTRA_AUDIENCE is set. By hand, for somebody else: register.sh ENVIRONMENT, and what it prints is for them.
set -eu

by_hand=${1:-}
if [ -z "$by_hand" ]; then
  [ "${LIVETALLY_ENTRA:-}" != skip ] && [ -z "${ENTRA_AUDIENCE:-}" ] || exit 0
fi
if ! command -v az > /dev/null || ! tenant=$(az account show --query tenantId --output tsv 2> /dev/null); then
  echo "Entra ID: not registered, since the Azure CLI is missing or not signed in (az login). Nobody can be an admin until it is." >&2
  [ -z "$by_hand" ] || exit 1
  exit 0
fi
name=${by_hand:-${AZURE_ENV_NAME:?azd sets it}}
# Asked before anything is made, since it fails where a service principal is signed in.
admin=${LIVETALLY_ADMIN:-$(az ad signed-in-user show --query id --output tsv)} || {
  echo "Entra ID: not registered, since it is not known who is to be an admin. Set LIVETALLY_ADMIN to an object id." >&2
  exit 1
}

graph=https://graph.microsoft.com/v1.0
# Ids need only be unique within their application.
manage=2f3ad1a2-2c4b-4d39-9a6c-6d3a6d0f7b11
submit=7c0f8c3e-5b0e-4a52-8f5f-0a9b6f3e2c42
access=b1a6f0de-88a4-4c8f-9a37-3f7d1c5e9d73
# The Azure CLI, which gets tokens for scripts.
cli=04b07795-8ddb-461a-bbee-02f9e1bf7b46

post() { az rest --method POST --url "$graph/$1" --headers Content-Type=application/json --body "$2" --query "$3" --output tsv; }
# Prints the first one that a filter finds, or nothing.
first() { az ad "$1" list --filter "$2" --query "$3" --output tsv; }
patch() { az rest --method PATCH --url "$graph/$1" --headers Content-Type=application/json --body "$2" --output none; }

api=$(first app "displayName eq 'LiveTally API ($name)'" '[0].[appId, id]')
[ -n "$api" ] || api=$(post applications '{
  "displayName": "LiveTally API ('"$name"')",
  "signInAudience": "AzureADMyOrg",
  "api": {
    "requestedAccessTokenVersion": 2,
    "oauth2PermissionScopes": [{
      "id": "'$access'", "value": "access", "type": "User", "isEnabled": true,
      "adminConsentDisplayName": "Use LiveTally", "adminConsentDescription": "Use LiveTally as the person signed in.",
      "userConsentDisplayName": "Use LiveTally", "userConsentDescription": "Use LiveTally as you."
    }]
  },
  "appRoles": [
    { "id": "'$manage'", "value": "Polls.Manage", "displayName": "Manage polls", "description": "Create, open, close and delete polls.",
      "allowedMemberTypes": ["User", "Application"], "isEnabled": true },
    { "id": "'$submit'", "value": "Votes.Submit", "displayName": "Submit votes", "description": "Vote for the own users, as a trusted backend.",
      "allowedMemberTypes": ["User", "Application"], "isEnabled": true }
  ]
}' '[appId, id]')
api_id=$(echo "$api" | sed -n 1p)
api_object=$(echo "$api" | sed -n 2p)
pages_id=$(first app "displayName eq 'LiveTally pages ($name)'" '[0].appId')
[ -n "$pages_id" ] || pages_id=$(post applications '{
  "displayName": "LiveTally pages ('"$name"')",
  "signInAudience": "AzureADMyOrg",
  "requiredResourceAccess": [{ "resourceAppId": "'"$api_id"'", "resourceAccess": [{ "id": "'$access'", "type": "Scope" }] }]
}' appId)
patch "applications/$api_object" '{
  "identifierUris": ["api://'"$api_id"'"],
  "api": { "preAuthorizedApplications": [
    { "appId": "'"$pages_id"'", "delegatedPermissionIds": ["'$access'"] },
    { "appId": "'$cli'", "delegatedPermissionIds": ["'$access'"] }
  ] }
}'

principal=$(first sp "appId eq '$api_id'" '[0].id')
[ -n "$principal" ] || principal=$(post servicePrincipals '{ "appId": "'"$api_id"'" }' id)
pages_principal=$(first sp "appId eq '$pages_id'" '[0].id')
[ -n "$pages_principal" ] || post servicePrincipals '{ "appId": "'"$pages_id"'" }' id > /dev/null
assigned=$(az rest --method GET --url "$graph/servicePrincipals/$principal/appRoleAssignedTo?\$top=999" --output tsv \
  --query "value[?principalId=='$admin' && appRoleId=='$manage'] | [0].id")
[ -n "$assigned" ] || post "servicePrincipals/$principal/appRoleAssignedTo" \
  '{ "principalId": "'"$admin"'", "resourceId": "'"$principal"'", "appRoleId": "'$manage'" }' id > /dev/null

# The one that says that it is done comes last.
tell() {
  echo "azd env set $1 $2"
  [ -n "$by_hand" ] || azd env set "$1" "$2"
}
tell ENTRA_TENANT_ID "$tenant"
tell ENTRA_CLIENT_ID "$pages_id"
tell ENTRA_AUDIENCE "$api_id"
echo "Entra ID: registered. $admin is an admin." >&2
