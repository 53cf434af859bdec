# The host with everything in it: service, sandbox, journal tools. The SDK builds it, the ASP.NET runtime runs it.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/SpecterActors.Host -c Release -o /app --self-contained false

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
# The folders are made here, so that volumes mounted on them belong to the user that runs the service: /data for each node, /keys for several
# nodes that share the key of their installation.
RUN mkdir /data /keys && chown app:app /data /keys
USER app
VOLUME /data
EXPOSE 5080
ENTRYPOINT ["dotnet", "SpecterActors.Host.dll"]
CMD ["serve", "--data", "/data"]
