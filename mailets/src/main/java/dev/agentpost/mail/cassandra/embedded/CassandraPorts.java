package dev.agentpost.mail.cassandra.embedded;

import dev.agentpost.mail.core.LoopbackPorts;
import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;

/** The two loopback ports of a node: CQL for the server, and the one for other nodes, which Cassandra cannot do without. */
record CassandraPorts(int nativePort, int storagePort) {
    /**
     * Those of the last start as far as they are still free, others instead of those taken.
     *
     * @param others not to be chosen although nobody listens on them yet
     */
    static CassandraPorts choose(Path file, Set<Integer> others) {
        Properties last = read(file);
        Set<Integer> taken = new HashSet<>(others);
        int nativePort = freePort(last, "native", taken);
        taken.add(nativePort);
        return new CassandraPorts(nativePort, freePort(last, "storage", taken));
    }

    void save(Path file) throws IOException {
        DataFolder.writePrivately(file, "native=" + nativePort + "\nstorage=" + storagePort + "\n");
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static int freePort(Properties last, String key, Set<Integer> taken) {
        int before = parse(last.getProperty(key, ""));
        if (before > 0 && !taken.contains(before) && LoopbackPorts.isFree(before)) {
            return before;
        }
        return LoopbackPorts.search()
                .filter(port -> !taken.contains(port))
                .findFirst()
                .orElseThrow(() -> new EmbeddedCassandraException("no free loopback port for the embedded Cassandra"));
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
