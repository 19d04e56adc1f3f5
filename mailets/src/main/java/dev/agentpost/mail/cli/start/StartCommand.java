package dev.agentpost.mail.cli.start;

import dev.agentpost.mail.cli.CommandFailure;
import dev.agentpost.mail.cli.DataFolderOption;
import dev.agentpost.mail.cli.Installation;
import dev.agentpost.mail.cli.ServerStop;
import dev.agentpost.mail.cli.Steps;
import dev.agentpost.mail.server.ServerCertificates;
import dev.agentpost.mail.server.configuration.InvalidSettingException;
import dev.agentpost.mail.server.configuration.ServerSettings;
import dev.agentpost.mail.server.configuration.SettingWarnings;
import dev.agentpost.mail.server.state.RunState;
import dev.agentpost.mail.tls.ServerCertificate;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
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
    private static final String SERVER = "dev.agentpost.mail.server.AgentPostServer";

    @Mixin
    private DataFolderOption data;

    @Option(names = "--json", description = "Print how to connect as one line of JSON.")
    private boolean json;

    @Option(names = "--foreground", description = "Stay until the server ends; SIGTERM and SIGINT stop it.")
    private boolean foreground;

    @Spec
    private CommandSpec spec;

    private final Map<String, String> variables;
    private final String serverClass;

    public StartCommand() {
        this(System.getenv(), SERVER);
    }

    StartCommand(Map<String, String> variables, String serverClass) {
        this.variables = variables;
        this.serverClass = serverClass;
    }

    @Override
    public Integer call() throws CommandFailure {
        ServerSettings settings = settings();
        Path folder = data.folder();
        ServerCertificate certificate = ServerCertificates.from(settings, folder, Clock.systemUTC());
        Steps steps = new Steps(spec.commandLine().getErr());
        new Preflight(settings, folder, certificate).check();

        ServerLauncher launcher = new ServerLauncher(Installation.current(), variables, serverClass);
        Process server = launcher.launch(folder, settings, foreground);
        ServerStop stop = new ServerStop(steps);
        ForegroundServer stayingServer = new ForegroundServer(server, stop);
        if (foreground) {
            stayingServer.stopWithThisProcess();
        }
        ReadyMessage message = awaitReady(server, settings, folder, certificate, steps, stop);
        print(json ? message.toJson() : message.toText());
        return foreground ? stayingServer.awaitEnd() : 0;
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
            RunState state = new StartProgress(server, folder, steps).await();
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

    private ServerSettings settings() throws CommandFailure {
        try {
            ServerSettings settings = ServerSettings.from(variables);
            PrintWriter err = spec.commandLine().getErr();
            Stream.concat(SettingWarnings.of(variables).stream(), settings.outboundNameWarning().stream())
                    .forEach(warning -> err.println("agentpost: warning: " + warning));
            err.flush();
            return settings;
        } catch (InvalidSettingException e) {
            throw new CommandFailure(e.getMessage());
        }
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
    }
}
