param actionGroupName string
param location string
param tags object

@description('Who hears of them. Empty: nobody; the portal shows them.')
param email string
param workspaceId string
param eventHubsId string
param cosmosId string
param signalRId string

@description('Messages that SignalR Service includes a day.')
param signalRDailyMessages int

@description('Events behind that are too many: what the scale is for, for five seconds.')
param lag int

var runbook = 'What to do: docs/operations.md'

// A metric comes up to some minutes after its time. A window is longer than the five minutes between two looks, so that what was late is seen by the next.
// A histogram arrives as a minute's count and worst value of each instance: the percentile over those is at least the real one.
var logAlerts = [
  {
    name: 'votes-reach-screens-late'
    title: 'Votes reach screens late'
    severity: 2
    query: '''
      AppMetrics
      | where Name == 'livetally.vote.push.duration' and ItemCount > 0
      | summarize p99 = percentilew(Max, ItemCount, 99)
    '''
    measure: 'p99'
    aggregation: 'Maximum'
    threshold: 2
    minutes: 10
  }
  {
    name: 'the-log-is-behind'
    title: 'Counting is behind the log'
    severity: 1
    query: '''
      AppMetrics
      | where Name == 'livetally.log.lag'
      | summarize arg_max(TimeGenerated, Max) by Partition = tostring(Properties.partition)
      | summarize Behind = sum(Max)
    '''
    measure: 'Behind'
    aggregation: 'Maximum'
    threshold: lag
    minutes: 15
  }
  {
    name: 'nothing-is-counted'
    title: 'Votes are accepted, and none is counted'
    severity: 1
    // Only votes whose outcome has had time to arrive, and whose outcome cannot be older than the window.
    query: '''
      AppMetrics
      | extend Awaited = Name == 'livetally.votes.accepted' and TimeGenerated between (ago(13m) .. ago(7m))
      | extend Outcome = Name in (
          'livetally.votes.counted', 'livetally.votes.duplicate', 'livetally.votes.superseded',
          'livetally.votes.rejected', 'livetally.votes.discarded', 'livetally.votes.dead_lettered')
      | summarize Uncounted = sumif(Sum, Awaited), Outcomes = sumif(Sum, Outcome)
      | where Outcomes == 0
    '''
    measure: 'Uncounted'
    aggregation: 'Maximum'
    threshold: 0
    minutes: 15
  }
  {
    name: 'votes-were-parked'
    title: 'Votes were parked as dead letters'
    severity: 1
    query: '''
      AppMetrics
      | where Name == 'livetally.votes.dead_lettered'
      | summarize Parked = sum(Sum)
    '''
    measure: 'Parked'
    aggregation: 'Maximum'
    threshold: 0
    minutes: 15
  }
  {
    name: 'answers-are-5xx'
    title: 'More than 1 % of answers are 5xx'
    severity: 1
    query: '''
      AppRequests
      | where isnotempty(Url)
      | summarize Answers = sum(ItemCount), Failed = sumif(ItemCount, toint(ResultCode) >= 500)
      | where Failed >= 5
      | project Share = 100.0 * Failed / Answers
    '''
    measure: 'Share'
    aggregation: 'Maximum'
    threshold: 1
    minutes: 15
  }
]

var metricAlerts = [
  {
    name: 'cosmos-throttles'
    title: 'Cosmos DB answers 429'
    severity: 2
    scope: cosmosId
    space: 'Microsoft.DocumentDB/databaseAccounts'
    metric: 'TotalRequests'
    aggregation: 'Count'
    dimensions: [{ name: 'StatusCode', operator: 'Include', values: ['429'] }]
    threshold: 100
    window: 'PT5M'
    frequency: 'PT1M'
  }
  {
    name: 'event-hubs-throttles'
    title: 'Event Hubs refuses requests'
    severity: 1
    scope: eventHubsId
    space: 'Microsoft.EventHub/namespaces'
    metric: 'ThrottledRequests'
    aggregation: 'Total'
    dimensions: []
    threshold: 0
    window: 'PT5M'
    frequency: 'PT1M'
  }
  {
    name: 'signalr-messages-run-out'
    title: 'Most of the day\'s SignalR messages are used'
    severity: 2
    scope: signalRId
    space: 'Microsoft.SignalRService/SignalR'
    metric: 'MessageCount'
    aggregation: 'Total'
    dimensions: []
    threshold: signalRDailyMessages * 8 / 10
    window: 'P1D'
    frequency: 'PT15M'
  }
  {
    name: 'signalr-connections-run-out'
    title: 'Most of the SignalR connections are used'
    severity: 2
    scope: signalRId
    space: 'Microsoft.SignalRService/SignalR'
    metric: 'ConnectionQuotaUtilization'
    aggregation: 'Maximum'
    dimensions: []
    threshold: 80
    window: 'PT5M'
    frequency: 'PT1M'
  }
]

resource group 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: actionGroupName
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'livetally'
    enabled: true
    emailReceivers: [{ name: 'operator', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource ofLogs 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in logAlerts: {
    name: alert.name
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: alert.title
      description: '${runbook}#${alert.name}'
      severity: alert.severity
      enabled: true
      autoMitigate: true
      scopes: [workspaceId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT${alert.minutes}M'
      // The tables come with the first data; the rules come first.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: alert.query
            metricMeasureColumn: alert.measure
            timeAggregation: alert.aggregation
            operator: 'GreaterThan'
            threshold: alert.threshold
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: empty(email) ? [] : [group.id] }
    }
  }
]

resource ofMetrics 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for alert in metricAlerts: {
    name: alert.name
    location: 'global'
    tags: tags
    properties: {
      description: '${alert.title}. ${runbook}#${alert.name}'
      severity: alert.severity
      enabled: true
      autoMitigate: true
      scopes: [alert.scope]
      evaluationFrequency: alert.frequency
      windowSize: alert.window
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            criterionType: 'StaticThresholdCriterion'
            name: alert.name
            metricNamespace: alert.space
            metricName: alert.metric
            timeAggregation: alert.aggregation
            dimensions: alert.dimensions
            operator: 'GreaterThan'
            threshold: alert.threshold
          }
        ]
      }
      actions: empty(email) ? [] : [{ actionGroupId: group.id }]
    }
  }
]
