package dev.agentpost.mail.server;

import dev.agentpost.mail.backup.UnfinishedRestore;
import dev.agentpost.mail.server.configuration.InvalidSettingException;
import dev.agentpost.mail.server.configuration.ServerSettings;
import dev.agentpost.mail.server.state.DataFolderLock;
import dev.agentpost.mail.server.state.RunState;
import dev.agentpost.mail.server.state.RunStateFile;
import dev.agentpost.mail.server.state.ServerPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Hooks;

/**
 * The server process. {@code --data DIR --conf DIR}, settings from the environment, into which {@code agentpost start} puts
 * those of {@code james-conf/settings.properties}: the files are read once for both processes.
 *
 * <p>Exit codes: 0 after a stop that was asked for, 1 when it cannot start; one line on standard error says why, and so
 * does the run state.
 */
public final class AgentPostServer {
    private static final Logger LOGGER = LoggerFactory.getLogger(AgentPostServer.class);
    private static final int CANNOT_START = 1;

    private AgentPostServer() {}

    public static void main(String[] arguments) {
        Hooks.onErrorDropped(AgentPostServer::logDropped);
        Path data = option(arguments, "--data").toAbsolutePath().normalize();
        Path configuration = option(arguments, "--conf").toAbsolutePath().normalize();
        System.exit(run(data, configuration));
    }

    /** Whoever asked has been told by then that there is no answer: by itself Reactor would print the stack each time. */
    private static void logDropped(Throwable failure) {
        LOGGER.warn("a failure that nobody waited for any more: {}", failure.toString());
        LOGGER.debug("its stack", failure);
    }

    private static int run(Path data, Path configuration) {
        try {
            ServerSettings settings = ServerSettings.from(System.getenv());
            Optional<DataFolderLock> lock = DataFolderLock.acquire(data);
            if (lock.isEmpty()) {
                throw new StartFailure("the data folder " + data
                        + " is in use by a running server: stop it first, or use another --data");
            }
            // A restore makes its mark and then looks for files such as the lock's: one of the two sees the other.
            if (UnfinishedRestore.isIn(data)) {
                throw new StartFailure(UnfinishedRestore.explain(data));
            }
            return runLocked(settings, data, configuration);
        } catch (StartFailure | InvalidSettingException | IOException | UncheckedIOException e) {
            System.err.println(e.getMessage());
            return CANNOT_START;
        }
    }

    private static int runLocked(ServerSettings settings, Path data, Path configuration) throws IOException {
        TemporaryFolder.prepare(data);
        RunStateFile state = new RunStateFile(data);
        state.write(RunState.starting(
                ProcessHandle.current().pid(),
                settings.listeners().connectAddress(),
                ServerPorts.of(settings.listeners())));
        ServerLife life = new ServerLife(settings, data, configuration, state);
        // Registered first: a stop may be asked for while the start is under way.
        Runtime.getRuntime().addShutdownHook(new Thread(life::stop, "stop"));
        try {
            life.start();
            life.awaitStop();
            return 0;
        } catch (Exception e) {
            return fail(state, e);
        }
    }

    private static int fail(RunStateFile state, Exception failure) {
        StartFailureMessage message = StartFailureMessage.of(failure);
        String line = message.line();
        if (message.foreseen()) {
            LOGGER.error("cannot start: {}", line);
        } else {
            LOGGER.error("cannot start: {}", line, failure);
        }
        System.err.println(line);
        try {
            state.update(last -> last.failed(line));
        } catch (RuntimeException e) {
            LOGGER.warn("{} does not say why the start failed", state.path(), e);
        }
        return CANNOT_START;
    }

    private static Path option(String[] arguments, String name) {
        for (int i = 0; i + 1 < arguments.length; i++) {
            if (arguments[i].equals(name)) {
                return Path.of(arguments[i + 1]);
            }
        }
        System.err.println("usage: AgentPostServer --data DIR --conf DIR; " + name + " is missing");
        System.exit(2);
        throw new IllegalStateException("unreachable");
    }
}
