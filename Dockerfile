# The host with everything in it: service, sandbox, journal tools. The SDK builds it, the ASP.NET runtime runs it.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/SpecterActors.Host -c Release -o /app --self-contained false

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
# The folder is made here, so that a volume mounted on it belongs to the user that runs the service.
RUN mkdir /data && chown app:app /data
USER app
VOLUME /data
EXPOSE 5080
ENTRYPOINT ["dotnet", "SpecterActors.Host.dll"]
CMD ["serve", "--data", "/data"]
