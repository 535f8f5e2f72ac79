using System.ComponentModel.DataAnnotations;

namespace LiveTally.Operations;

/// <summary>Settings of traces and metrics: <c>Telemetry__…</c>. Where they go is said by OpenTelemetry's and Azure Monitor's own variables.</summary>
public sealed class TelemetryOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Telemetry";

    /// <summary>Share of traces that are recorded: 0 to 1.</summary>
    /// <value>0.01; 0 in the local target</value>
    [Range(0.0, 1.0, ErrorMessage = "Telemetry__SampleRatio must be 0 to 1.")]
    public double SampleRatio { get; set; } = 0.01;

    /// <summary>
    /// Whether a request with a sampled <c>traceparent</c> is recorded whatever the ratio. In Azure the Functions host marks every request as
    /// sampled, and anybody might.
    /// </summary>
    /// <value>false; true in the local target</value>
    public bool TrustCallers { get; set; }

    /// <summary>Whether the local target serves metrics at <c>/metrics</c>. In Azure it has no effect.</summary>
    /// <value>true</value>
    public bool Prometheus { get; set; } = true;
}
