package dev.agentpost.mail.cassandra.embedded;

import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;

/** The two loopback ports of a node: CQL for the server, and the one for other nodes, which Cassandra cannot do without. */
record CassandraPorts(int nativePort, int storagePort) {
    // Below the ports that Linux (32768), macOS and Windows (49152) give to outgoing connections: a client that
    // reconnects to a port of that range while nobody listens can connect to itself and then holds the port.
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 200;

    /** Those of the last start as far as they are still free, others instead of those taken. */
    static CassandraPorts choose(Path file, Optional<Integer> wantedNativePort) {
        Properties last = read(file);
        int nativePort = wantedNativePort.map(CassandraPorts::checkFree).orElseGet(() -> freePort(last, "native", 0));
        return new CassandraPorts(nativePort, freePort(last, "storage", nativePort));
    }

    void save(Path file) throws IOException {
        DataFolder.writePrivately(file, "native=" + nativePort + "\nstorage=" + storagePort + "\n");
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static int checkFree(int port) {
        if (!isFree(port)) {
            throw new EmbeddedCassandraException("port " + port + " for the embedded Cassandra is in use");
        }
        return port;
    }

    private static int freePort(Properties last, String key, int other) {
        int before = parse(last.getProperty(key, ""));
        if (before != other && before > 0 && isFree(before)) {
            return before;
        }
        return ThreadLocalRandom.current()
                .ints(TRIES, LOWEST, HIGHEST)
                .filter(port -> port != other && isFree(port))
                .findFirst()
                .orElseThrow(() -> new EmbeddedCassandraException(
                        "no free loopback port for the embedded Cassandra" + " between " + LOWEST + " and " + HIGHEST));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(loopback(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Properties read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            // Absent or damaged: the ports are chosen anew.
            properties.clear();
        }
        return properties;
    }

    private static int parse(String value) {
        return value.matches("\\d{1,5}") && Integer.parseInt(value) <= 65_535 ? Integer.parseInt(value) : 0;
    }
}
