namespace LiveTally.Local.Functions.Hosting;

/// <summary>Creates the function's object, calls its method and waits; the value is what the method returned, null if nothing.</summary>
internal delegate ValueTask<object?> FunctionCall(LocalFunctionContext context);
