@minLength(3)
@maxLength(44)
param name string
param location string
param tags object
param principalId string

@description('Highest RU/s of each container, by its name: autoscale, which goes down to a tenth. All 0: serverless.')
param throughput {
  boxes: int
  results: int
  polls: int
  leases: int
  codes: int
}
param privateNetworking bool
param zoneRedundant bool

var serverless = throughput.boxes == 0
// The built-in data contributor: reads and writes documents, and nothing about accounts, keys or containers.
var dataContributor = '00000000-0000-0000-0000-000000000002'

// Names, keys and whether a document may expire (only one that says so itself does) are those of functions/Operations/TallyDatabase.cs.
// Only what a listing asks for is indexed.
var containers = [
  {
    name: 'polls'
    keys: ['/id']
    indexed: ['/state/?', '/createdAt/?', '/pending/?']
    composites: [['/state', '/createdAt']]
    expires: true
  }
  { name: 'codes', keys: ['/pollId', '/lot'], indexed: [], composites: [], expires: true }
  { name: 'boxes', keys: ['/pollId', '/box'], indexed: [], composites: [], expires: true }
  { name: 'results', keys: ['/pollId'], indexed: [], composites: [], expires: true }
  { name: 'leases', keys: ['/id'], indexed: [], composites: [], expires: false }
]

resource account 'Microsoft.DocumentDB/databaseAccounts@2024-11-15' = {
  name: name
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    // A poll that is read 3 s after a write must be seen as written; in one region Strong is the plain way to have that (docs/azure.md).
    consistencyPolicy: { defaultConsistencyLevel: 'Strong' }
    locations: [{ locationName: location, failoverPriority: 0, isZoneRedundant: zoneRedundant }]
    capabilities: serverless ? [{ name: 'EnableServerless' }] : []
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
    publicNetworkAccess: privateNetworking ? 'Disabled' : 'Enabled'
    backupPolicy: { type: 'Continuous', continuousModeProperties: { tier: 'Continuous7Days' } }
  }

  resource database 'sqlDatabases' = {
    name: 'livetally'
    properties: { resource: { id: 'livetally' } }
  }

  resource writes 'sqlRoleAssignments' = {
    name: guid(account.id, principalId, dataContributor)
    properties: {
      roleDefinitionId: '${account.id}/sqlRoleDefinitions/${dataContributor}'
      principalId: principalId
      scope: '${account.id}/dbs/${database.name}'
    }
  }
}

resource stores 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2024-11-15' = [
  for container in containers: {
    parent: account::database
    name: container.name
    properties: {
      options: serverless ? {} : { autoscaleSettings: { maxThroughput: throughput[container.name] } }
      resource: union(
        {
          id: container.name
          partitionKey: { kind: length(container.keys) > 1 ? 'MultiHash' : 'Hash', version: 2, paths: container.keys }
          indexingPolicy: {
            indexingMode: 'consistent'
            includedPaths: map(container.indexed, path => { path: path })
            excludedPaths: [{ path: '/*' }]
            compositeIndexes: map(
              container.composites,
              paths => map(paths, (path, i) => { path: path, order: i == 0 ? 'ascending' : 'descending' })
            )
          }
        },
        container.expires ? { defaultTtl: -1 } : {}
      )
    }
  }
]

output id string = account.id
output endpoint string = account.properties.documentEndpoint
