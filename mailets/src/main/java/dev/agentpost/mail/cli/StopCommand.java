package dev.agentpost.mail.cli;

import dev.agentpost.mail.cassandra.embedded.EmbeddedCassandra;
import dev.agentpost.mail.cassandra.embedded.EmbeddedCassandraException;
import dev.agentpost.mail.server.state.DataFolderLock;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code agentpost stop}. */
@Command(name = "stop", description = "Stop the server and its embedded Cassandra.", mixinStandardHelpOptions = true)
public final class StopCommand implements Callable<Integer> {
    @Mixin
    private DataFolderOption data;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure {
        Path folder = data.folder();
        Optional<Long> pid = findServer(folder);
        if (pid.isPresent()) {
            Steps steps = new Steps(spec.commandLine().getErr());
            Optional<ProcessHandle> server = ProcessHandle.of(pid.get());
            if (server.isEmpty() && findServer(folder).isPresent()) {
                throw new CommandFailure(
                        "a server holds " + folder + " that is not visible here: stop it where it runs");
            }
            if (server.isPresent()) {
                new ServerStop(steps).stop(server.get());
            }
        }
        endOrphan(folder);
        say(pid.isPresent() ? "stopped" : "no server runs on " + folder);
        return 0;
    }

    private static Optional<Long> findServer(Path folder) throws CommandFailure {
        try {
            return DataFolderLock.holder(folder);
        } catch (IOException e) {
            throw new CommandFailure("the data folder " + folder + " is not readable: " + e.getMessage());
        }
    }

    /** A Cassandra whose server was killed. */
    private static void endOrphan(Path folder) throws CommandFailure {
        try {
            EmbeddedCassandra.endOrphans(folder.resolve("cassandra"));
        } catch (EmbeddedCassandraException e) {
            throw new CommandFailure(e.getMessage());
        }
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? "{\"state\":\"stopped\"}" : line);
        out.flush();
    }
}
