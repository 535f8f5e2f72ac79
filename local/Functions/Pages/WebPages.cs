using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;

namespace LiveTally.Local.Functions.Pages;

/// <summary>Serves the built pages of <c>web/</c>, as Azure Static Web Apps does in Azure by <c>web/staticwebapp.config.json</c>.</summary>
internal static class WebPages
{
    private const string NotBuilt = """
        LiveTally is running, but its web pages are not built. In the folder web/ of the repository (Node 20.19 or newer):

          npm ci && npm run build

        Then start LiveTally again; ./run does both. The API is at /api either way.

        """;

    /// <param name="web">The application. A request for one of its endpoints is not looked at.</param>
    /// <param name="folder">What the build made, <c>index.html</c> on top.</param>
    public static void Serve(WebApplication web, string folder)
    {
        var headers = new PageHeaders(web.Configuration);
        if (!File.Exists(Path.Combine(folder, "index.html")))
        {
            web.Use((context, next) => IsForPage(context, out _) ? SayHowToBuildAsync(context) : next(context));
            return;
        }

        var files = new PhysicalFileProvider(folder);
        web.Use((context, next) =>
        {
            if (IsForPage(context, out var file) || IsForFile(context, out file))
                context.Request.Path = Encodings.Choose(context.Request, files, file);
            return next(context);
        });
        web.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            ContentTypeProvider = new Encodings(),
            OnPrepareResponse = headers.Set,
        });
    }

    private static bool IsForPage(HttpContext context, out string file)
    {
        file = IsForFile(context, out var path) ? PageOf(path) : "";
        return file.Length > 0;
    }

    private static bool IsForFile(HttpContext context, out string path)
    {
        path = context.Request.Path.Value ?? "";
        return context.GetEndpoint() is null && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method));
    }

    /// <summary>One page for every poll: its script reads the poll from the address.</summary>
    private static string PageOf(string path) => path.Split('/') switch
    {
        ["", ""] or ["", "p"] or ["", "p", ""] => "/index.html",
        ["", "p", _] => "/p/index.html",
        ["", "present", { Length: > 0 }] => "/present/index.html",
        ["", "admin"] or ["", "admin", ""] => "/admin/index.html",
        _ => "",
    };

    private static Task SayHowToBuildAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(NotBuilt, context.RequestAborted);
    }
}
