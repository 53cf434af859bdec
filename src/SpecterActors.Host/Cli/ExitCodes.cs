namespace SpecterActors.Host.Cli;

/// <summary>Exit codes of every command; <c>--help</c> of the program prints this table.</summary>
public static class ExitCodes
{
    /// <summary>Done; for <c>demo --until-synced</c>: both sides are in step.</summary>
    public const int Ok = 0;

    /// <summary>The command ran and its answer is no: not in step, not valid, refused, rebuild differs, nothing found.</summary>
    public const int Failed = 1;

    /// <summary>Wrong arguments or a broken configuration.</summary>
    public const int Usage = 2;

    /// <summary>The journal or its key file cannot be used.</summary>
    public const int Journal = 3;

    /// <summary>An address to listen on is taken or cannot be used.</summary>
    public const int Address = 4;

    /// <summary>The data folder cannot be written, or another process works in it.</summary>
    public const int DataFolder = 5;

    /// <summary>A tenant of the configuration was refused: wrong credentials, unreachable shop or ERP.</summary>
    public const int Tenant = 6;

    /// <summary>The running service cannot be reached, or does not take the token.</summary>
    public const int Service = 7;

    /// <summary>A defect in this program; the log has the details.</summary>
    public const int Defect = 70;

    /// <summary>The table as text.</summary>
    public const string Table =
        """
        Exit codes:
          0   done (demo --until-synced: both sides are in step)
          1   the answer is no: not in step, not valid, refused, rebuild differs, nothing found
          2   wrong arguments or a broken configuration
          3   the journal or its key file cannot be used
          4   an address to listen on is taken or cannot be used
          5   the data folder cannot be written, or another process works in it
          6   a tenant was refused: wrong credentials, unreachable shop or ERP
          7   the running service cannot be reached, or does not take the token
          70  a defect in this program; the log has the details
        """;
}
