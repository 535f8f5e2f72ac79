using System.Buffers;
using System.Text;
using LiveTally.Local.CosmosDb.Items;
using LiveTally.Local.CosmosDb.Storage;

namespace LiveTally.Local.CosmosDb.Http;

/// <summary>
/// A page of a feed: <c>{"_rid","Documents":[…],"_count"}</c>. It is full at the wanted number of documents, or once it exceeds 4 MB.
/// </summary>
internal sealed class DocumentPage
{
    private const int MaxLength = 4 * 1024 * 1024;

    private readonly ContainerInfo container;
    private readonly int maxCount;
    private readonly ArrayBufferWriter<byte> output = new(4096);

    public DocumentPage(ContainerInfo container, int maxCount)
    {
        (this.container, this.maxCount) = (container, maxCount);
        Write($$"""{"_rid":"{{container.ResourceId}}","Documents":[""");
    }

    public int Count { get; private set; }

    /// <summary>The bodies looked at, in bytes.</summary>
    public long BytesRead { get; private set; }

    public bool IsFull => Count >= maxCount || output.WrittenCount >= MaxLength;

    /// <summary>Counts a document towards the charge whether or not it is served.</summary>
    public void Charge(Row row) => BytesRead += row.Body.Length;

    public void Add(Row row, bool withLsn = false) => AddItem(() => WriteDocument(row, withLsn));

    /// <summary>Adds a document wrapped as the SDK wants it for merging partitions.</summary>
    /// <param name="orderByItem">The value's JSON text; empty where it is undefined.</param>
    public void AddOrderByItem(Row row, string orderByItem) => AddItem(() =>
    {
        Span<byte> rid = stackalloc byte[ResourceId.DocumentLength];
        ResourceId.WriteDocument(rid, container.Database.Number, container.Number, row.Number);
        Write("{\"_rid\":\"");
        output.Write(rid);
        Write("\",\"orderByItems\":[{");
        Write(orderByItem.Length == 0 ? "" : $"\"item\":{orderByItem}");
        Write("}],\"payload\":");
        WriteDocument(row, withLsn: false);
        Write("}");
    });

    /// <summary>Adds a value that is not a document.</summary>
    public void AddJson(string json) => AddItem(() => Write(json));

    /// <summary>Ends the page and makes a response of it.</summary>
    public CosmosResponse Finish()
    {
        Write($"],\"_count\":{Count}}}");
        return new CosmosResponse(200)
        {
            Body = output.WrittenMemory,
            Charge = RequestCharges.Feed(BytesRead),
            ItemCount = Count,
            Container = container,
        };
    }

    private void AddItem(Action write)
    {
        if (Count++ > 0)
        {
            Write(",");
        }

        write();
    }

    private void WriteDocument(Row row, bool withLsn) =>
        SystemProperties.Write(output, container, row.Number, row.Lsn, row.Timestamp, row.Body, withLsn);

    private void Write(string text) => Encoding.UTF8.GetBytes(text, output);
}
