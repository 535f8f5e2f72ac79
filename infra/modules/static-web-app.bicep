param name string
param location string
param tags object

@allowed(['Free', 'Standard'])
param sku string

// Without a linked backend: its proxy replaces the Authorization header, which carries our tokens. The pages call the API by CORS.
resource site 'Microsoft.Web/staticSites@2024-11-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: sku, tier: sku }
  properties: {
    stagingEnvironmentPolicy: 'Disabled'
  }
}

output uri string = 'https://${site.properties.defaultHostname}'
