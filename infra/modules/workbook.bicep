param location string
param tags object
param workspaceId string
param eventHubsId string
param cosmosId string
param signalRId string

// The file names resources by placeholders, so that it can be edited in the portal and put back.
var content = loadTextContent('../dashboards/workbook.json')
var ofHere = replace(
  replace(replace(replace(content, '<workspace>', workspaceId), '<event-hubs>', eventHubsId), '<cosmos>', cosmosId),
  '<signalr>',
  signalRId
)

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'livetally')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'LiveTally'
    category: 'workbook'
    sourceId: toLower(workspaceId)
    serializedData: ofHere
    version: 'Notebook/1.0'
  }
}
