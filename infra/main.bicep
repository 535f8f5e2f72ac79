targetScope = 'subscription'

@minLength(1)
@maxLength(64)
@description('Name of the environment. Names of resources are derived from it.')
param environmentName string

@minLength(1)
@description('Region of everything but the pages.')
@metadata({ azd: { type: 'location' } })
param location string

@allowed(['centralus', 'eastasia', 'eastus2', 'westeurope', 'westus2'])
@description('Region of the static web app, which exists in a few only. Its content is served from everywhere.')
param webLocation string = 'westeurope'

@allowed(['small', 'event', 'large'])
@description('How much is expected: see scales.json, and the table in docs/azure.md for votes a second and cost.')
param scale string = 'small'

@description('Reach storage, event hub, database and SignalR REST from a virtual network only. Voters and screens still come from outside.')
param privateNetworking bool = false

@description('Spread over availability zones what can be, from the first deployment on. Of no effect at scale small.')
param zoneRedundant bool = false

@description('Keep a copy of the vote log in blob storage, longer than the event hub does.')
param captureVotes bool = false

@description('Tenant whose tokens are believed. Empty: nobody can be an admin.')
param entraTenantId string = ''

@description('Client id or application id URI of the API in that tenant: what a token must be made for.')
param entraAudience string = ''

@description('Client id of the pages in that tenant. It is public. Empty: the pages offer no sign-in.')
param entraClientId string = ''

@description('Further origins whose pages may call the API, comma separated; the static web app may always.')
param corsOrigins string = ''

@description('Who hears of alerts. Empty: they are only seen in the portal.')
param alertEmail string = ''

@description('Warns at 80 % and 100 % of it, in the currency of the subscription. 0: no budget. Needs alertEmail.')
param monthlyBudget int = 0

@description('First day of the month in which the budget was made, as yyyy-MM-dd. Empty: it is made now. Azure refuses to change it.')
param budgetStart string = ''

@description('Set by the deployment.')
param thisMonth string = utcNow('yyyy-MM-01')

var abbreviations = loadJsonContent('abbreviations.json')
var scales = loadJsonContent('scales.json')
var size = scales[scale]
var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }
var zones = zoneRedundant && scale != 'small'
var wantsBudget = monthlyBudget > 0 && !empty(alertEmail)
var budgetBegan = wantsBudget && empty(budgetStart) ? thisMonth : budgetStart
// Private endpoints need the Standard tier.
var signalRSku = privateNetworking && size.signalR.sku == 'Free_F1' ? 'Standard_S1' : size.signalR.sku

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: '${abbreviations.resourcesResourceGroups}${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: {
    name: '${abbreviations.managedIdentityUserAssignedIdentities}functions-${token}'
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    workspaceName: '${abbreviations.operationalInsightsWorkspaces}${token}'
    applicationInsightsName: '${abbreviations.insightsComponents}${token}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
  }
}

module network 'modules/network.bicep' = if (privateNetworking) {
  scope: group
  params: {
    name: '${abbreviations.networkVirtualNetworks}${token}'
    location: location
    tags: tags
  }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: '${abbreviations.storageStorageAccounts}${token}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    privateNetworking: privateNetworking
    zoneRedundant: zones
    captureVotes: captureVotes
    captureIdentityName: '${abbreviations.managedIdentityUserAssignedIdentities}capture-${token}'
  }
}

module eventHubs 'modules/event-hubs.bicep' = {
  scope: group
  params: {
    name: '${abbreviations.eventHubNamespaces}${token}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    throughputUnits: size.eventHubs.throughputUnits
    maximumThroughputUnits: size.eventHubs.maximumThroughputUnits
    privateNetworking: privateNetworking
    captureIdentityId: storage.outputs.captureIdentityId
    storageAccountId: storage.outputs.id
    captureContainer: storage.outputs.captureContainer
  }
}

module cosmos 'modules/cosmos.bicep' = {
  scope: group
  params: {
    name: '${abbreviations.documentDBDatabaseAccounts}${token}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    throughput: size.cosmos
    privateNetworking: privateNetworking
    zoneRedundant: zones
  }
}

module signalR 'modules/signalr.bicep' = {
  scope: group
  params: {
    name: '${abbreviations.signalRServiceSignalR}${token}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    sku: signalRSku
    units: size.signalR.units
    privateNetworking: privateNetworking
  }
}

module endpoints 'modules/private-endpoints.bicep' = if (privateNetworking) {
  scope: group
  params: {
    prefix: abbreviations.networkPrivateEndpoints
    token: token
    location: location
    tags: tags
    networkId: network!.outputs.id
    subnetId: network!.outputs.endpointsSubnetId
    storageId: storage.outputs.id
    eventHubsId: eventHubs.outputs.id
    cosmosId: cosmos.outputs.id
    signalRId: signalR.outputs.id
  }
}

module web 'modules/static-web-app.bicep' = {
  scope: group
  params: {
    name: '${abbreviations.webStaticSites}${token}'
    location: webLocation
    tags: union(tags, { 'azd-service-name': 'web' })
    sku: size.staticWebApp
  }
}

module functions 'modules/functions.bicep' = {
  scope: group
  params: {
    name: '${abbreviations.webSitesFunctions}${token}'
    planName: '${abbreviations.webServerFarms}${token}'
    location: location
    tags: tags
    size: size.functions
    zoneRedundant: zones
    subnetId: privateNetworking ? network!.outputs.functionsSubnetId : ''
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    deploymentContainerUri: storage.outputs.deploymentContainerUri
    applicationInsightsConnectionString: monitoring.outputs.connectionString
    blobServiceUri: storage.outputs.blobServiceUri
    tableServiceUri: storage.outputs.tableServiceUri
    eventHubsNamespace: eventHubs.outputs.fullyQualifiedNamespace
    cosmosEndpoint: cosmos.outputs.endpoint
    signalRUri: signalR.outputs.uri
    entraTenantId: entraTenantId
    entraAudience: entraAudience
    entraClientId: entraClientId
    pushInterval: size.pushInterval
    corsOrigins: join(concat([web.outputs.uri], empty(corsOrigins) ? [] : [corsOrigins]), ',')
  }
  // Without them the first start finds storage closed.
  dependsOn: [endpoints]
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    actionGroupName: '${abbreviations.insightsActionGroups}${token}'
    location: location
    tags: tags
    email: alertEmail
    workspaceId: monitoring.outputs.workspaceId
    eventHubsId: eventHubs.outputs.id
    cosmosId: cosmos.outputs.id
    signalRId: signalR.outputs.id
    signalRDailyMessages: signalRSku == 'Free_F1' ? 20000 : size.signalR.units * 1000000
    lag: size.alerts.lag
  }
}

module workbook 'modules/workbook.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    eventHubsId: eventHubs.outputs.id
    cosmosId: cosmos.outputs.id
    signalRId: signalR.outputs.id
  }
}

module budget 'modules/budget.bicep' = if (wantsBudget) {
  scope: group
  params: {
    amount: monthlyBudget
    email: alertEmail
    startDate: budgetBegan
  }
}

output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_TENANT_ID string = tenant().tenantId
@description('Where the API is; the pages are built with it.')
output LIVETALLY_API_URI string = functions.outputs.uri
@description('Where the pages are; the registration of the pages needs it.')
output LIVETALLY_WEB_URI string = web.outputs.uri
@description('Comes back as a parameter. Stays when the budget is turned off, since that leaves it in Azure.')
output LIVETALLY_BUDGET_START string = budgetBegan
