package dev.martello.cli.audit;

import picocli.CommandLine.Command;

/** {@code martello audit}. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Checks the operator's audit trail.",
    subcommands = AuditVerifyCommand.class)
public final class AuditCommand {}
