param prefix string
param token string
param location string
param tags object
param networkId string
param subnetId string
param storageId string
param eventHubsId string
param cosmosId string
param signalRId string

var storageSuffix = environment().suffixes.storage
var services = [
  { name: 'blob', id: storageId, group: 'blob', zone: 'privatelink.blob.${storageSuffix}' }
  { name: 'table', id: storageId, group: 'table', zone: 'privatelink.table.${storageSuffix}' }
  { name: 'event-hubs', id: eventHubsId, group: 'namespace', zone: 'privatelink.servicebus.windows.net' }
  { name: 'cosmos', id: cosmosId, group: 'Sql', zone: 'privatelink.documents.azure.com' }
  { name: 'signalr', id: signalRId, group: 'signalr', zone: 'privatelink.service.signalr.net' }
]

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for service in services: {
    name: service.zone
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (service, i) in services: {
    parent: zones[i]
    name: 'livetally'
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: { id: networkId }
    }
  }
]

resource endpoints 'Microsoft.Network/privateEndpoints@2024-05-01' = [
  for service in services: {
    name: '${prefix}${service.name}-${token}'
    location: location
    tags: tags
    properties: {
      subnet: { id: subnetId }
      privateLinkServiceConnections: [
        {
          name: service.name
          properties: { privateLinkServiceId: service.id, groupIds: [service.group] }
        }
      ]
    }
  }
]

resource records 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = [
  for (service, i) in services: {
    parent: endpoints[i]
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [{ name: service.name, properties: { privateDnsZoneId: zones[i].id } }]
    }
  }
]
