@minLength(3)
@maxLength(63)
param name string
param location string
param tags object
param principalId string

@allowed(['Free_F1', 'Standard_S1'])
param sku string

@description('1,000 connections and a million messages a day each; Standard takes 1 to 10 and then tens up to 100.')
param units int
param privateNetworking bool

var serviceOwner = '7e4f1700-ea5a-4f59-8f37-079cfe29dce3'

resource service 'Microsoft.SignalRService/signalR@2024-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'SignalR'
  sku: { name: sku, capacity: units }
  properties: {
    disableLocalAuth: true
    disableAadAuth: false
    features: [{ flag: 'ServiceMode', value: 'Serverless' }]
    tls: { clientCertEnabled: false }
    // The token of negotiate says who may connect, so that the origin of the page need not.
    cors: { allowedOrigins: ['*'] }
    publicNetworkAccess: 'Enabled'
    networkACLs: {
      defaultAction: 'Allow'
      // Screens come from anywhere, the application through its private endpoint only.
      publicNetwork: privateNetworking ? { deny: ['RESTAPI', 'ServerConnection', 'Trace'] } : null
    }
  }
}

resource sends 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: service
  name: guid(service.id, principalId, serviceOwner)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceOwner)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

output id string = service.id
output uri string = 'https://${service.properties.hostName}'
