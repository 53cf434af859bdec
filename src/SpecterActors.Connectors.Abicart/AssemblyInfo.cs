using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("SpecterActors.Connectors.Abicart.Tests")]
