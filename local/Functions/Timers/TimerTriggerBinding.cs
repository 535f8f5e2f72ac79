using System.Linq.Expressions;
using System.Reflection;
using LiveTally.Local.Functions.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace LiveTally.Local.Functions.Timers;

/// <summary>A schedule, and what a function can take from its occurrence.</summary>
internal sealed class TimerTriggerBinding(string function, TimerTriggerAttribute attribute, Func<string, string> resolve) : TriggerBinding
{
    public override string Type => "timerTrigger";

    public override Type ContextType => typeof(TimerInvocation);

    public Schedule Schedule { get; } = Schedule.Parse(function, resolve(attribute.Schedule));

    public bool RunOnStartup => attribute.RunOnStartup;

    /// <summary>As in Azure, not where the function runs more than once a minute.</summary>
    public bool IsMonitored => attribute.UseMonitor && !Schedule.IsFrequent();

    protected override Expression? BindOwn(ParameterInfo parameter, Expression invocation) => parameter.ParameterType == typeof(TimerInfo)
        ? Expression.Property(invocation, nameof(TimerInvocation.Info))
        : null;
}
