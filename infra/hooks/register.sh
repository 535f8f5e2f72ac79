#!/bin/sh
# Registers LiveTally in Entra ID, once: the API with its roles, the pages with the right to ask for its tokens, and whoever runs this as an admin.
# Needs the Azure CLI, signed in as somebody who may register applications. Skipped with LIVETALLY_ENTRA=skip, or where ENTRA_AUDIENCE is set.
set -eu

[ "${LIVETALLY_ENTRA:-}" != skip ] && [ -z "${ENTRA_AUDIENCE:-}" ] || exit 0
if ! command -v az > /dev/null || ! az account show > /dev/null 2>&1; then
  echo "Entra ID: not registered, since the Azure CLI is missing or not signed in (az login). Nobody can be an admin until it is." >&2
  exit 0
fi

graph=https://graph.microsoft.com/v1.0
# Ids need only be unique within their application.
manage=2f3ad1a2-2c4b-4d39-9a6c-6d3a6d0f7b11
submit=7c0f8c3e-5b0e-4a52-8f5f-0a9b6f3e2c42
access=b1a6f0de-88a4-4c8f-9a37-3f7d1c5e9d73
# The Azure CLI, which gets tokens for scripts.
cli=04b07795-8ddb-461a-bbee-02f9e1bf7b46

post() { az rest --method POST --url "$graph/$1" --headers Content-Type=application/json --body "$2" --query "$3" --output tsv; }
patch() { az rest --method PATCH --url "$graph/$1" --headers Content-Type=application/json --body "$2" --output none; }

api=$(post applications '{
  "displayName": "LiveTally API ('"$AZURE_ENV_NAME"')",
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
pages_id=$(post applications '{
  "displayName": "LiveTally pages ('"$AZURE_ENV_NAME"')",
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

principal=$(post servicePrincipals '{ "appId": "'"$api_id"'" }' id)
post servicePrincipals '{ "appId": "'"$pages_id"'" }' id > /dev/null
me=$(az ad signed-in-user show --query id --output tsv)
post "servicePrincipals/$principal/appRoleAssignedTo" \
  '{ "principalId": "'"$me"'", "resourceId": "'"$principal"'", "appRoleId": "'$manage'" }' id > /dev/null

azd env set ENTRA_TENANT_ID "$(az account show --query tenantId --output tsv)"
azd env set ENTRA_CLIENT_ID "$pages_id"
azd env set ENTRA_AUDIENCE "$api_id"
echo "Entra ID: registered. You are an admin."
