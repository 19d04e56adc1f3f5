package dev.agentpost.mail.cli;

import dev.agentpost.mail.cli.admin.AliasCommand;
import dev.agentpost.mail.cli.admin.ApiKeyCommand;
import dev.agentpost.mail.cli.admin.AuditCommand;
import dev.agentpost.mail.cli.admin.BackupCommand;
import dev.agentpost.mail.cli.admin.DeliveryCommand;
import dev.agentpost.mail.cli.admin.DkimCommand;
import dev.agentpost.mail.cli.admin.DomainCommand;
import dev.agentpost.mail.cli.admin.FilterRuleCommand;
import dev.agentpost.mail.cli.admin.InboxCommand;
import dev.agentpost.mail.cli.admin.LimitCommand;
import dev.agentpost.mail.cli.admin.OrganizationCommand;
import dev.agentpost.mail.cli.admin.StoreCommand;
import dev.agentpost.mail.cli.admin.SuppressionCommand;
import dev.agentpost.mail.cli.admin.TrashCommand;
import dev.agentpost.mail.cli.doctor.DoctorCommand;
import dev.agentpost.mail.cli.export.ExportCommand;
import dev.agentpost.mail.cli.start.StartCommand;
import dev.agentpost.mail.cli.start.WarmUpCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;

/** The {@code agentpost} command. */
@Command(
        name = "agentpost",
        description = "A self-hosted mail server for AI agents' inboxes.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused, or it failed",
            "2:the command line is not right, or nobody confirmed",
            "3:no server answers",
            "4:what is named does not exist",
            "5:what is there already stands against it"
        },
        mixinStandardHelpOptions = true,
        versionProvider = AgentPost.Version.class,
        subcommands = {
            StartCommand.class,
            StopCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            WarmUpCommand.class,
            OrganizationCommand.class,
            InboxCommand.class,
            AliasCommand.class,
            DomainCommand.class,
            ApiKeyCommand.class,
            FilterRuleCommand.class,
            LimitCommand.class,
            SuppressionCommand.class,
            DkimCommand.class,
            StoreCommand.class,
            TrashCommand.class,
            AuditCommand.class,
            DeliveryCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            ExportCommand.class,
            DoctorCommand.class,
            CompletionCommand.class,
            HelpCommand.class
        })
public final class AgentPost {
    private AgentPost() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** With standard output and error, unless the caller sets others. */
    static CommandLine commandLine() {
        return explained(new CommandLine(new AgentPost()));
    }

    static CommandLine explained(CommandLine command) {
        return command.setExecutionExceptionHandler(AgentPost::explain);
    }

    /** One line for what was foreseen, a stack trace for a defect. */
    private static int explain(Exception failure, CommandLine command, ParseResult ignored) throws Exception {
        if (!(failure instanceof CommandFailure)) {
            throw failure;
        }
        PrintWriter err = command.getErr();
        err.println("agentpost: " + failure.getMessage());
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws CommandFailure {
            Installation installation = Installation.current();
            return new String[] {"agentpost " + installation.version().orElse("of an unknown version")};
        }
    }
}
