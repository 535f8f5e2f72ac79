using System.Text.Json;

namespace LiveTally.Local.CosmosDb.Queries;

/// <summary>One side of a comparison: a path into the document, or a constant.</summary>
/// <param name="Path">The path in one normal form, where it is one.</param>
/// <param name="Constant">The constant, where it is one.</param>
internal readonly record struct Term(Operand Value, string? Path = null, JsonElement? Constant = null);
