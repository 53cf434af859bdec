namespace SpecterActors.Bench.Range;

/// <summary>The host's program, and the tenant of the range scenario.</summary>
internal static class RangeHost
{
    /// <summary>The host as it was built with this bench.</summary>
    /// <exception cref="InvalidOperationException">It was not.</exception>
    public static string Dll
    {
        get
        {
            var output = new DirectoryInfo(AppContext.BaseDirectory);
            var root = output.Parent;
            while (root is not null && !File.Exists(Path.Combine(root.FullName, "SpecterActors.sln")))
            {
                root = root.Parent;
            }

            var dll = Path.Combine(root?.FullName ?? "", "src", "SpecterActors.Host", "bin", output.Parent!.Name, output.Name, "SpecterActors.Host.dll");
            return File.Exists(dll) ? dll : throw new InvalidOperationException($"{dll} is not there: build the solution first, in the same configuration.");
        }
    }

    /// <summary>Rows in one answer of Specter's feeds.</summary>
    public const int RowsPerAnswer = 1_000;

    /// <summary>One call a second to Specter, the shop at its default; feeds look every half minute, since nobody calls back.</summary>
    /// <remarks>
    /// What the service writes to Specter comes back in its feeds, and reading it takes calls. So that most of the one call a second is left
    /// to the export, the simulated Specter answers with 1,000 rows (see <see cref="RowsPerAnswer"/>) and its article feed shows only what
    /// people change; what the real one does is not known.
    /// </remarks>
    public static string Configuration(Uri sandbox) => $$"""
        tenants.range {
          name = "A large range"
          erp {
            system = specter, baseUrl = "{{sandbox}}specter-1", account = 1234, apiUser = 55
            lane { calls = 1, window = 1 s, concurrency = 2, deadline = 10 s }
            options { stockAnswerLimit = "{{RowsPerAnswer}}" }
          }
          shops.main {
            system = abicart, baseUrl = "{{sandbox}}abicart-1", account = 40001
            lane { calls = 10, window = 1 s, concurrency = 2, deadline = 10 s }
            options { pageSize = "500" }
            orders {
              orderPrefix = "R-", freightArticle = FRAKT, paymentFeeArticle = AVGIFT, cashOnDeliveryArticle = POSTFORSKOTT
              discountArticle = RABATT, giftCardArticle = PRESENTKORT
            }
          }
          pace { poll = 30 s, settle = 30 s, attemptWindow = 20 s }
          secrets {
            "erp.apiUserKey" = 0123456789abcdef0123456789abcdef
            "erp.integrationKey" = 00000000-0000-0000-0000-000000000001
            "shop.main.auth" = a1b2c3d4e5f60718293a4b5c6d7e8f90
          }
        }
        """;
}
