package dev.agentpost.mail.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code agentpost status}. */
@Command(
        name = "status",
        description = "Say how the server is.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the server is ready", "1:the data folder is not readable", "3:the server is not ready"},
        mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
    private static final int NOT_READY = 3;

    @Mixin
    private DataFolderOption data;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure {
        ServerStatus status = ServerStatus.read(data.folder());
        PrintWriter out = spec.commandLine().getOut();
        Installation installation = Installation.current();
        if (json) {
            out.println(status.toJson(installation));
        } else {
            print(status, installation, out);
        }
        out.flush();
        return status.isReady() ? 0 : NOT_READY;
    }

    private void print(ServerStatus status, Installation installation, PrintWriter out) {
        line(out, "state", status.state());
        status.error().ifPresent(error -> line(out, "error", error));
        line(
                out,
                "ports",
                list(
                        named("smtps", status.ports().smtps()),
                        named("imaps", status.ports().imaps()),
                        named("mx", status.ports().mx()),
                        named("webadmin", status.ports().webadmin()),
                        named("api", status.ports().api()),
                        named("cassandra", status.ports().cassandra())));
        line(
                out,
                "processes",
                list(
                        named("server", status.serverPid().orElse(null)),
                        named("cassandra", status.cassandraPid().orElse(null))));
        line(
                out,
                "versions",
                list(
                        named("agentpost", installation.version().orElse(null)),
                        named("james", installation.jamesVersion().orElse(null)),
                        named("cassandra", installation.cassandraVersion().orElse(null))));
        line(out, "data", data.folder().toString());
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf("%-10s %s%n", name, value.isEmpty() ? "none" : value);
    }

    @SafeVarargs
    private static String list(Optional<String>... parts) {
        return Stream.of(parts).flatMap(Optional::stream).collect(Collectors.joining(", "));
    }

    private static Optional<String> named(String name, Object value) {
        return Optional.ofNullable(value).map(present -> name + " " + present);
    }
}
