@minLength(3)
@maxLength(24)
param name string
param location string
param tags object
param principalId string
param privateNetworking bool
param zoneRedundant bool
param captureVotes bool
param captureIdentityName string

var storageBlobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
var storageBlobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
var storageTableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS' }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: privateNetworking ? 'Disabled' : 'Enabled'
    networkAcls: {
      defaultAction: privateNetworking ? 'Deny' : 'Allow'
      // Event Hubs writes what it captures from outside the network, as a trusted service.
      bypass: captureVotes ? 'AzureServices' : 'None'
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      // A dead letter that was deleted by mistake can be had back.
      deleteRetentionPolicy: { enabled: true, days: 7 }
      containerDeleteRetentionPolicy: { enabled: true, days: 7 }
    }

    resource deployment 'containers' = { name: 'deployment' }
    resource deadLetters 'containers' = { name: 'deadletters' }
    resource capture 'containers' = if (captureVotes) { name: 'votes' }
  }
}

// The host keeps its locks, checkpoints and keys in containers that it makes itself.
resource ownsBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, principalId, storageBlobDataOwner)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageBlobDataOwner)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

// The host writes its diagnostic events into a table.
resource writesTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, principalId, storageTableDataContributor)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageTableDataContributor)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

// Capture has an identity of its own, which may write into one container and nothing else.
resource captureIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = if (captureVotes) {
  name: captureIdentityName
  location: location
  tags: tags
}

resource captures 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (captureVotes) {
  scope: account::blobs::capture
  name: guid(account::blobs::capture.id, captureIdentityName, storageBlobDataContributor)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageBlobDataContributor)
    principalId: captureIdentity!.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

output id string = account.id
output blobServiceUri string = account.properties.primaryEndpoints.blob
output tableServiceUri string = account.properties.primaryEndpoints.table
output deploymentContainerUri string = '${account.properties.primaryEndpoints.blob}${account::blobs::deployment.name}'
@description('Empty: nothing is captured.')
output captureIdentityId string = captureVotes ? captureIdentity.id : ''
output captureContainer string = captureVotes ? 'votes' : ''
