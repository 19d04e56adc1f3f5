package dev.agentpost.mail.cassandra.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A single-node Cassandra that runs as a child process on loopback, with its data in a folder. When it dies by itself
 * it is started again on the same port. Safe for use by many threads.
 */
public final class EmbeddedCassandra implements AutoCloseable {
    static final String LOCAL_DATACENTER = "datacenter1";

    private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedCassandra.class);
    private static final int LAUNCHES_FOR_A_PORT = 3;
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(20);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    /** A process that lived longer than this did not die of what ended the one before. */
    private static final Duration SOUND_LIFE = Duration.ofMinutes(1);

    private final DataFolder folder;
    private final CassandraLauncher launcher;
    private final CassandraPorts ports;
    private final CassandraCredentials credentials;
    private final List<Consumer<Long>> restartListeners = new CopyOnWriteArrayList<>();
    private final Thread supervisor = new Thread(this::supervise, "embedded-cassandra-supervisor");
    private volatile Process process;
    private volatile boolean closing;

    private EmbeddedCassandra(
            DataFolder folder,
            CassandraLauncher launcher,
            CassandraPorts ports,
            CassandraCredentials credentials,
            Process process) {
        this.folder = folder;
        this.launcher = launcher;
        this.ports = ports;
        this.credentials = credentials;
        this.process = process;
        this.supervisor.setDaemon(true);
    }

    /**
     * Returns when Cassandra answers CQL. A Cassandra that a killed server left behind on the data folder is ended first.
     *
     * @param progress told about once a second what is being waited for
     * @throws EmbeddedCassandraException with one line saying why not
     */
    public static EmbeddedCassandra start(EmbeddedCassandraConfiguration configuration, Consumer<String> progress) {
        checkLibraries(configuration.libDirectory());
        DataFolder folder = DataFolder.open(configuration.dataDirectory());
        boolean started = false;
        try {
            EmbeddedCassandra cassandra = start(configuration, folder, progress);
            started = true;
            return cassandra;
        } catch (IOException e) {
            throw new EmbeddedCassandraException(
                    "cannot write to data folder " + folder.path() + ": " + DataFolder.reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedCassandraException("interrupted while the embedded Cassandra was starting", e);
        } finally {
            if (!started) {
                folder.close();
            }
        }
    }

    /**
     * Ends any Cassandra that runs on the folder and has no server any more; does nothing when there is none.
     *
     * @throws EmbeddedCassandraException when a running server holds the folder
     */
    public static void endOrphans(Path dataDirectory) {
        if (Files.isDirectory(dataDirectory)) {
            try (DataFolder folder = DataFolder.open(dataDirectory)) {
                Orphans.end(folder.path());
            }
        }
    }

    private static EmbeddedCassandra start(
            EmbeddedCassandraConfiguration configuration, DataFolder folder, Consumer<String> progress)
            throws IOException, InterruptedException {
        Orphans.end(folder.path());
        DataCopy.clearInterrupted(folder);
        CassandraCredentials credentials = folder.credentials();
        CassandraLauncher launcher = new CassandraLauncher(configuration, folder);
        for (int attempt = 1; ; attempt++) {
            CassandraPorts ports = CassandraPorts.choose(folder.portsFile(), configuration.otherPorts());
            try {
                return started(folder, launcher, ports, credentials, launcher.launch(ports, progress));
            } catch (CassandraLauncher.PortInUseException e) {
                if (attempt == LAUNCHES_FOR_A_PORT) {
                    throw e;
                }
                LOGGER.warn("{}; trying again", e.getMessage());
            }
        }
    }

    private static EmbeddedCassandra started(
            DataFolder folder,
            CassandraLauncher launcher,
            CassandraPorts ports,
            CassandraCredentials credentials,
            Process process)
            throws IOException, InterruptedException {
        boolean done = false;
        try {
            ports.save(folder.portsFile());
            new SuperuserSetup(folder, ports.nativePort()).run(credentials);
            EmbeddedCassandra cassandra = new EmbeddedCassandra(folder, launcher, ports, credentials, process);
            cassandra.supervisor.start();
            LOGGER.info(
                    "Embedded Cassandra runs as pid {} on 127.0.0.1:{}, data in {}",
                    process.pid(),
                    ports.nativePort(),
                    folder.path());
            done = true;
            return cassandra;
        } finally {
            if (!done) {
                Orphans.end(process.toHandle(), STOP_DEADLINE);
            }
        }
    }

    /** Where CQL is spoken; stays the same over restarts of the process. */
    public InetSocketAddress contactPoint() {
        return CassandraPorts.loopback(ports.nativePort());
    }

    public String localDatacenter() {
        return LOCAL_DATACENTER;
    }

    public CassandraCredentials credentials() {
        return credentials;
    }

    /** Of the process that runs now, or ran last. */
    public long pid() {
        return process.pid();
    }

    /**
     * Copies the data, laid out as the data folder is, while Cassandra goes on: a new one that starts on the copy has
     * everything that was acknowledged before this call.
     *
     * @param target absent or empty; on the disk of the data folder, so that most of it costs no space
     */
    public void copyTo(Path target) throws IOException {
        new DataCopy(folder, new Snapshots(pid(), folder.snapshotAgent())).to(target);
    }

    /** @param listener told the new pid each time Cassandra answers again after it had died by itself */
    public void onRestart(Consumer<Long> listener) {
        restartListeners.add(listener);
    }

    /** Stops Cassandra, by force after a while; returns when it is gone. May be repeated. */
    @Override
    public void close() {
        synchronized (supervisor) {
            if (closing) {
                return;
            }
            closing = true;
        }
        supervisor.interrupt();
        try {
            supervisor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Orphans.end(process.toHandle(), STOP_DEADLINE);
        folder.close();
        LOGGER.info("Embedded Cassandra is stopped");
    }

    private void supervise() {
        try {
            Duration pause = FIRST_PAUSE;
            while (!closing) {
                long begin = System.nanoTime();
                int exitCode = process.waitFor();
                boolean sound = System.nanoTime() - begin > SOUND_LIFE.toNanos();
                pause = sound ? FIRST_PAUSE : pause;
                LOGGER.error("Embedded Cassandra (pid {}) ended with exit code {}; restarting", pid(), exitCode);
                pause = restart(pause);
            }
        } catch (InterruptedException e) {
            // close() ends the process itself.
        }
    }

    /** @return the pause to make before the next restart */
    private Duration restart(Duration firstPause) throws InterruptedException {
        Duration pause = firstPause;
        while (true) {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            try {
                process = launcher.launch(ports, progress -> {});
                LOGGER.info("Embedded Cassandra is back as pid {}", pid());
                restartListeners.forEach(this::tell);
                return pause;
            } catch (EmbeddedCassandraException e) {
                LOGGER.error("{}; trying again in {} ms", e.getMessage(), pause.toMillis());
            } catch (RuntimeException e) {
                LOGGER.error("Embedded Cassandra did not restart; trying again in {} ms", pause.toMillis(), e);
            }
        }
    }

    private void tell(Consumer<Long> listener) {
        try {
            listener.accept(pid());
        } catch (RuntimeException e) {
            LOGGER.warn("A listener of restarts of the embedded Cassandra failed", e);
        }
    }

    private static void checkLibraries(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            if (files.anyMatch(file -> file.getFileName().toString().startsWith("cassandra-all-"))) {
                return;
            }
        } catch (IOException e) {
            // Said below.
        }
        throw new EmbeddedCassandraException("Cassandra's libraries are not in " + directory
                + ": build them with 'mvn -pl mailets/embedded-cassandra package'");
    }
}
