using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace SpecterActors.Host.Admin;

/// <summary>What the OpenAPI document says beyond what the routes tell by themselves.</summary>
internal static class ApiDocument
{
    private const string SchemeName = "token";

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "SpecterActors admin API",
                Version = "1",
                Description =
                    "Everything an operator sees and does. Each mutation needs a reason, which ends in the tenant's audit. Ids in paths are percent-encoded. "
                    + "Errors are application/problem+json with a code and a remedy.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                [SchemeName] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "Content of admin.token in the data folder." },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SchemeName, document)] = [] }];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<OpenEndpoint>().Any())
            {
                operation.Security = [];
            }

            AddPathParameters(operation, context.Description.RelativePath ?? "");
            return Task.CompletedTask;
        });
    }

    // Handlers that read ids from the raw path do not declare them as parameters of their own.
    private static void AddPathParameters(OpenApiOperation operation, string path)
    {
        operation.Parameters ??= [];
        foreach (var part in path.Split('/').Where(part => part.StartsWith('{')))
        {
            var name = part.Trim('{', '}', '*');
            if (operation.Parameters.All(parameter => parameter.Name != name))
            {
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Path,
                    Required = true,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                });
            }
        }
    }
}
