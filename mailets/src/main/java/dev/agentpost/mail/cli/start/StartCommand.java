package dev.agentpost.mail.cli.start;

import dev.agentpost.mail.cli.CommandFailure;
import dev.agentpost.mail.cli.CommandSettings;
import dev.agentpost.mail.cli.DataFolderOption;
import dev.agentpost.mail.cli.Installation;
import dev.agentpost.mail.cli.ServerStop;
import dev.agentpost.mail.cli.Steps;
import dev.agentpost.mail.server.ServerCertificates;
import dev.agentpost.mail.server.configuration.InvalidSettingException;
import dev.agentpost.mail.server.configuration.ServerSettings;
import dev.agentpost.mail.server.configuration.UnknownVariables;
import dev.agentpost.mail.server.configuration.WrittenSettings;
import dev.agentpost.mail.server.memory.HeapPlan;
import dev.agentpost.mail.server.memory.MemoryLimit;
import dev.agentpost.mail.server.state.RunState;
import dev.agentpost.mail.server.state.RunStateFile;
import dev.agentpost.mail.tls.ServerCertificate;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code agentpost start}. */
@Command(
        name = "start",
        description = "Start the server, and say how to connect once it answers.",
        mixinStandardHelpOptions = true)
public final class StartCommand implements Callable<Integer> {
    static final String SERVER = "dev.agentpost.mail.server.AgentPostServer";

    @Mixin
    private DataFolderOption data;

    @Option(names = "--json", description = "Print how to connect as one line of JSON.")
    private boolean json;

    @Option(names = "--foreground", description = "Stay until the server ends; SIGTERM and SIGINT stop it.")
    private boolean foreground;

    @Spec
    private CommandSpec spec;

    private final Supplier<WrittenSettings> source;
    private final String serverClass;
    private Optional<Process> archiving = Optional.empty();

    public StartCommand() {
        this(() -> CommandSettings.of(System.getenv()), SERVER);
    }

    /** With these variables alone. */
    StartCommand(Map<String, String> variables, String serverClass) {
        this(() -> WrittenSettings.of(variables), serverClass);
    }

    StartCommand(Supplier<WrittenSettings> source, String serverClass) {
        this.source = source;
        this.serverClass = serverClass;
    }

    @Override
    public Integer call() throws CommandFailure {
        WrittenSettings written = written();
        ServerSettings settings = settings(written);
        HeapPlan heaps = heaps(settings);
        Path folder = data.folder();
        ServerCertificate certificate = ServerCertificates.from(settings, folder, Clock.systemUTC());
        Steps steps = new Steps(spec.commandLine().getErr());
        new Preflight(settings, folder, certificate).check();
        forgetDead(folder);

        Optional<ClassArchives> archives = ClassArchives.find(Installation.current(), folder);
        boolean makingArchives = !foreground && heaps.leaves(ClassArchiveMaker.MEBIBYTES);
        ServerLauncher launcher = new ServerLauncher(
                Installation.current(),
                written.variables(),
                serverClass,
                new ServerLauncher.Archiving(archives, makingArchives));
        Process server = launcher.launch(folder, settings, heaps, foreground);
        ServerStop stop = new ServerStop(steps);
        ForegroundServer stayingServer = new ForegroundServer(server, stop);
        if (foreground) {
            stayingServer.stopWithThisProcess();
        }
        ReadyMessage message = awaitReady(server, settings, folder, certificate, steps, stop);
        // Not before: a start that fails ends with one line
        warn(settings.listeners().adminInterfaceWarning().stream());
        print(json ? message.toJson() : message.toText());
        if (foreground) {
            return stayingServer.awaitEnd();
        }
        archiving = archives.filter(found -> makingArchives)
                .flatMap(missing ->
                        ClassArchiveMaker.of(missing, folder, Clock.systemUTC()).begin());
        return 0;
    }

    /** The process that makes class archives since the last start; the command has not waited for it. */
    Optional<Process> archiving() {
        return archiving;
    }

    /** A server that does not become ready in every respect is ended, so that the next start finds a free field. */
    private static ReadyMessage awaitReady(
            Process server,
            ServerSettings settings,
            Path folder,
            ServerCertificate certificate,
            Steps steps,
            ServerStop stop)
            throws CommandFailure {
        try {
            RunState state = new StartProgress(server, folder, steps, deadline(settings)).await();
            steps.show("checking that every port answers");
            new ReadinessCheck(settings.listeners(), certificate.files().certificate()).check();
            FirstInbox.Made made = new FirstInbox(settings, folder).make();
            steps.show("ready");
            return new ReadyMessage(settings, state.ports(), folder, certificate.files(), made);
        } catch (CommandFailure failure) {
            if (server.isAlive()) {
                stop.stop(server.toHandle());
            }
            throw failure;
        }
    }

    /** A cluster is waited for as long as the settings say, and for nodes that it lacks as long again. */
    static Duration deadline(ServerSettings settings) {
        return settings.cassandra().isEmbedded()
                ? StartProgress.DEADLINE
                : StartProgress.DEADLINE.plus(settings.cassandra().patience().multipliedBy(2));
    }

    private WrittenSettings written() throws CommandFailure {
        try {
            return source.get();
        } catch (InvalidSettingException e) {
            throw new CommandFailure(e.getMessage());
        }
    }

    private ServerSettings settings(WrittenSettings written) throws CommandFailure {
        try {
            ServerSettings settings = ServerSettings.from(written);
            warn(Stream.concat(
                    UnknownVariables.warnings(written.variables()).stream(), settings.outboundNameWarning().stream()));
            return settings;
        } catch (InvalidSettingException e) {
            throw new CommandFailure(e.getMessage());
        }
    }

    private static void forgetDead(Path folder) throws CommandFailure {
        try {
            RunStateFile.forgetDead(folder);
        } catch (IOException e) {
            throw new CommandFailure("the data folder " + folder + " is not writable: " + e.getMessage());
        }
    }

    private HeapPlan heaps(ServerSettings settings) throws CommandFailure {
        try {
            HeapPlan heaps = HeapPlan.of(settings, MemoryLimit.ofThisProcess());
            warn(heaps.warning().stream());
            return heaps;
        } catch (InvalidSettingException e) {
            throw new CommandFailure(e.getMessage());
        }
    }

    private void warn(Stream<String> warnings) {
        PrintWriter err = spec.commandLine().getErr();
        warnings.forEach(warning -> err.println("agentpost: warning: " + warning));
        err.flush();
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
    }
}
