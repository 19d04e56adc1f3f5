package dev.agentpost.mail.cli.admin;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that asks a server something: exits with 0, or with one line on standard error and a failure's code. */
@Command(
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused, or it failed",
            "2:the command line is not right, or nobody confirmed",
            "3:no server answers, or it does not take the admin token",
            "4:what is named does not exist",
            "5:what is there already stands against it"
        })
abstract class AdminCommand implements Callable<Integer> {
    @Mixin
    private AdminOptions options;

    @Spec
    private CommandSpec spec;

    abstract void run(AdminClient client, Output output) throws AdminFailure;

    /** What can be found wrong before a server is asked. */
    void check() throws AdminFailure {}

    /** Whether the answer is for a program. */
    final boolean json() {
        return options.json();
    }

    final Path dataFolder() {
        return options.dataFolder();
    }

    @Override
    public final Integer call() {
        try {
            check();
            run(options.client(), new Output(spec.commandLine().getOut(), options.json()));
            return 0;
        } catch (AdminFailure failure) {
            spec.commandLine().getErr().println("agentpost: " + failure.getMessage());
            return failure.exitCode();
        }
    }
}
