using System.Diagnostics;
using SpecterActors.Connectors;
using SpecterActors.Domain.Customers;
using SpecterActors.Domain.Failures;
using SpecterActors.Sync.Tenants;

namespace SpecterActors.Sync.Customers;

/// <summary>Submits a customer to the ERP, after a look whether its values belong to two records there.</summary>
internal static class CustomerSubmit
{
    /// <param name="mayPark">Off once the order may be in the ERP: then it must go the way it went before.</param>
    /// <returns>The ERP's answer; or a refusal under <see cref="ParkingCodes.CustomerConflict"/>, and nothing was sent.</returns>
    public static async Task<Outcome<string>> RunAsync(EngineServices services, TenantRuntime runtime, CustomerSubmission customer, bool mayPark, CallOptions options)
    {
        var policy = customer.Policy;
        if (policy.Conflicts is not CustomerConflict.PreferEmail
            && await CustomerConflicts.FindAsync(services, runtime.Settings.Id, CustomerDigests.SetOf(customer.Buyer, policy), CancellationToken.None) is { } conflict)
        {
            switch (policy.Conflicts)
            {
                case CustomerConflict.Park when mayPark:
                    return new Outcome<string>.Refused(ParkingCodes.CustomerConflict, conflict.Text);
                case CustomerConflict.Park:
                    break;
                case CustomerConflict.PreferNumber:
                    customer = customer with { Policy = policy with { IgnoreEmail = true } };
                    break;
                default:
                    throw new UnreachableException(policy.Conflicts.ToString());
            }
        }

        return await runtime.Erp.Connector.SubmitCustomerAsync(customer, options, CancellationToken.None);
    }
}
