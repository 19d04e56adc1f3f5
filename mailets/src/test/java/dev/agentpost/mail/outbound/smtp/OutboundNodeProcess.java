package dev.agentpost.mail.outbound.smtp;

import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.cassandra.TestCassandra;
import dev.agentpost.mail.cassandra.embedded.EmbeddedCassandra;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A JVM with an {@link OutboundNode}, which can be killed. */
final class OutboundNodeProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final PrintStream commands;
    private final Map<String, String> sent = new ConcurrentHashMap<>();
    private volatile boolean ready;

    private OutboundNodeProcess(Process process) {
        this.process = process;
        this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "outbound-node-output");
        reader.setDaemon(true);
        reader.start();
    }

    static OutboundNodeProcess start(String keyspace, InetSocketAddress dns, int mxPort, Duration shift)
            throws IOException {
        EmbeddedCassandra cassandra = TestCassandra.shared();
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dnode.shift.seconds=" + shift.toSeconds(),
                        "-Dnode.cassandra=" + hostAndPort(cassandra.contactPoint()),
                        "-Dnode.datacenter=" + cassandra.localDatacenter(),
                        "-Dnode.username=" + cassandra.credentials().username(),
                        "-Dnode.keyspace=" + keyspace,
                        "-Dnode.dns=" + hostAndPort(dns),
                        "-Dnode.mx.port=" + mxPort,
                        OutboundNode.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("NODE_PASSWORD", cassandra.credentials().password());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        OutboundNodeProcess node = new OutboundNodeProcess(builder.start());
        await().atMost(PATIENCE).until(() -> node.ready);
        return node;
    }

    private static String hostAndPort(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ");
                if (words[0].equals("ready")) {
                    ready = true;
                } else if (words[0].equals("sent")) {
                    sent.put(words[2], words[1]);
                }
            }
        } catch (IOException e) {
            ready = false;
        }
    }

    /** Ids of messages that it has said to be in the outbox, by recipient. */
    Map<String, String> sent() {
        return sent;
    }

    void send(String recipient) {
        commands.println("send " + recipient);
    }

    void advance(Duration time) {
        commands.println("advance " + time.toSeconds());
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM. */
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
