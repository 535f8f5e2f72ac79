@description('Name of the function app. Its address comes from it.')
param name string
param planName string
param location string
param tags object

@description('Of scales.json.')
param size {
  instanceMemoryMB: int
  maximumInstances: int
  httpConcurrency: int
  alwaysReady: { name: string, instanceCount: int }[]
}
param zoneRedundant bool

@description('Subnet that calls go out through. Empty: none.')
param subnetId string
param identityId string
param identityClientId string
param deploymentContainerUri string
param applicationInsightsConnectionString string
param blobServiceUri string
param tableServiceUri string
param eventHubsNamespace string
param cosmosEndpoint string
param signalRUri string
param entraTenantId string
param entraAudience string
param entraClientId string
param corsOrigins string

@description('At most one push per poll in this time: what SignalR bills and can carry.')
param pushInterval string

// Every one is read by the host or by the application: tests/Infrastructure holds the two equal. None is a secret.
var settings = {
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsightsConnectionString
  AzureSignalRConnectionString__clientId: identityClientId
  AzureSignalRConnectionString__credential: 'managedidentity'
  AzureSignalRConnectionString__serviceUri: signalRUri
  AzureWebJobsStorage__blobServiceUri: blobServiceUri
  AzureWebJobsStorage__clientId: identityClientId
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__tableServiceUri: tableServiceUri
  Cors__Origins: corsOrigins
  Cosmos__accountEndpoint: cosmosEndpoint
  Cosmos__clientId: identityClientId
  Cosmos__credential: 'managedidentity'
  Entra__Audience: entraAudience
  Entra__ClientId: entraClientId
  Entra__TenantId: entraTenantId
  EventHubs__clientId: identityClientId
  EventHubs__credential: 'managedidentity'
  EventHubs__fullyQualifiedNamespace: eventHubsNamespace
  // The platform's own proxy is in front.
  Limits__ForwardedHops: '1'
  Results__PushInterval: pushInterval
}

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true, zoneRedundant: zoneRedundant }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'functions' })
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
    }
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: deploymentContainerUri
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: size.instanceMemoryMB
        maximumInstanceCount: size.maximumInstances
        alwaysReady: size.alwaysReady
        triggers: { http: { perInstanceConcurrency: size.httpConcurrency } }
      }
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: settings
  }

  // Deployments come by Entra ID, never by a password.
  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

output uri string = 'https://${app.properties.defaultHostName}'
