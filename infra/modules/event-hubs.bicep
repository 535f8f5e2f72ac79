@minLength(6)
@maxLength(50)
param name string
param location string
param tags object
param principalId string

@minValue(1)
@maxValue(40)
param throughputUnits int

@description('Up to how many it goes by itself. It does not come down by itself.')
@minValue(1)
@maxValue(40)
param maximumThroughputUnits int
param privateNetworking bool

@description('Identity that captures the log into blob storage. Empty: nothing is captured.')
param captureIdentityId string
param storageAccountId string
param captureContainer string

var dataReceiver = 'a638d3c7-ab3a-418d-83e6-5f17a39d4fde'
var dataSender = '2b629674-e913-4c01-ae53-ef4638d8f975'
var captured = !empty(captureIdentityId)

resource namespace 'Microsoft.EventHub/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'Standard', tier: 'Standard', capacity: throughputUnits }
  identity: captured ? { type: 'UserAssigned', userAssignedIdentities: { '${captureIdentityId}': {} } } : null
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: privateNetworking ? 'Disabled' : 'Enabled'
    isAutoInflateEnabled: maximumThroughputUnits > throughputUnits
    maximumThroughputUnits: maximumThroughputUnits > throughputUnits ? maximumThroughputUnits : 0
  }

  resource votes 'eventhubs' = {
    name: 'votes'
    properties: {
      // The most that Standard has, and it can never be changed: a box's partition follows from it.
      partitionCount: 32
      // The most that Standard keeps: how far back the tally can be made anew.
      retentionDescription: { cleanupPolicy: 'Delete', retentionTimeInHours: 168 }
      captureDescription: captured
        ? {
            enabled: true
            encoding: 'Avro'
            intervalInSeconds: 300
            sizeLimitInBytes: 104857600
            skipEmptyArchives: true
            destination: {
              name: 'EventHubArchive.AzureBlockBlob'
              identity: { type: 'UserAssigned', userAssignedIdentity: captureIdentityId }
              properties: {
                storageAccountResourceId: storageAccountId
                blobContainer: captureContainer
                archiveNameFormat: '{Namespace}/{EventHub}/{PartitionId}/{Year}/{Month}/{Day}/{Hour}/{Minute}/{Second}'
              }
            }
          }
        : null
    }

    // One for each function that reads the log: functions of one host must not share one.
    resource tally 'consumergroups' = { name: 'tally' }
  }
}

resource receives 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::votes
  name: guid(namespace::votes.id, principalId, dataReceiver)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataReceiver)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource sends 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::votes
  name: guid(namespace::votes.id, principalId, dataSender)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataSender)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

output id string = namespace.id
output fullyQualifiedNamespace string = split(split(namespace.properties.serviceBusEndpoint, '://')[1], ':')[0]
