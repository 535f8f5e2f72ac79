using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace LiveTally.Local.Functions.Pages;

/// <summary>The build leaves beside each file what it is when compressed; a request gets the smallest that it accepts.</summary>
internal sealed class Encodings : IContentTypeProvider
{
    private static readonly (string Name, string Suffix)[] All = [("br", ".br"), ("gzip", ".gz")];

    private readonly FileExtensionContentTypeProvider types = new();

    /// <summary>The path of the file to send in place of <paramref name="path"/>.</summary>
    public static string Choose(HttpRequest request, IFileProvider files, string path)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        foreach (var (name, suffix) in All)
        {
            if (accepted.Any(one => one.Value.Equals(name, StringComparison.OrdinalIgnoreCase) && one.Quality != 0) && files.GetFileInfo(path + suffix).Exists)
                return path + suffix;
        }

        return path;
    }

    /// <summary>Says how what is sent is encoded.</summary>
    public static void Set(StaticFileResponseContext file)
    {
        file.Context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (All.FirstOrDefault(one => file.File.Name.EndsWith(one.Suffix, StringComparison.Ordinal)) is { Name: { } encoding })
            file.Context.Response.Headers.ContentEncoding = encoding;
    }

    /// <summary>The type of what is compressed, with its character set: a classic script has that of the page around it otherwise.</summary>
    public bool TryGetContentType(string subpath, [MaybeNullWhen(false)] out string contentType)
    {
        var name = All.FirstOrDefault(one => subpath.EndsWith(one.Suffix, StringComparison.Ordinal)) is { Suffix: { } suffix } ? subpath[..^suffix.Length] : subpath;
        if (!types.TryGetContentType(name, out contentType))
            return false;
        if (contentType.StartsWith("text/", StringComparison.Ordinal))
            contentType += "; charset=utf-8";
        return true;
    }
}
