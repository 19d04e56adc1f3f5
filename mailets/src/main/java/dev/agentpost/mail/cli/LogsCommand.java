package dev.agentpost.mail.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code agentpost logs}. */
@Command(name = "logs", description = "Show the log of the server.", mixinStandardHelpOptions = true)
public final class LogsCommand implements Callable<Integer> {
    private static final long MILLISECONDS_BETWEEN_LOOKS = 200;

    @Mixin
    private DataFolderOption data;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is added, until interrupted.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "LINES",
            defaultValue = "100",
            description = "How many lines to begin with; ${DEFAULT-VALUE} unless given.")
    private int lines;

    @Option(names = "--json", description = "Print an object on a line of its own for each line of the log.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        Path log = data.folder().resolve("logs").resolve("server.log");
        PrintWriter out = spec.commandLine().getOut();
        try {
            LogTail tail = new LogTail(log);
            PrintWriter printed = json ? new PrintWriter(new JsonLines(out)) : out;
            tail.last(lines).forEach(printed::println);
            printed.flush();
            while (follow && !out.checkError()) {
                Thread.sleep(MILLISECONDS_BETWEEN_LOOKS);
                tail.printNew(printed);
            }
            return 0;
        } catch (NoSuchFileException e) {
            throw new CommandFailure("there is no log in " + log + ": no server was started on this data folder");
        } catch (IOException e) {
            throw new CommandFailure("the log " + log + " is not readable: " + e.getMessage());
        }
    }
}
