package dev.agentpost.mail.cassandra.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * Loads an agent into another JVM of this user, for a JVM without the module jdk.attach, which published JREs leave out:
 * by the socket that HotSpot has on Linux for that module (JDK 17, {@code attachListener_linux.cpp}).
 */
final class AttachSocket {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** The version of the protocol, the command, the library that loads agents, and that this is not its path. */
    private static final String LOAD = "1\0load\0instrument\0false\0";

    /** The answer to the command, and the result of the library. */
    private static final Pattern LOADED = Pattern.compile("0\\s+(return code: )?0\\s*");

    private final long pid;
    private final Path socket;

    AttachSocket(long pid) {
        this.pid = pid;
        this.socket = Path.of("/tmp", ".java_pid" + pid);
    }

    /** Returns when the agent's {@code agentmain} is done. */
    void loadAgent(Path jar, String options) throws IOException {
        if (!Files.exists(socket)) {
            openSocket();
        }
        if (!Files.getOwner(socket).equals(Files.getOwner(Path.of("/proc/self")))) {
            throw new IOException(socket + " belongs to another user");
        }
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(StandardCharsets.UTF_8.encode(LOAD + jar + "=" + options + "\0"));
            String answer = readAll(channel);
            if (!LOADED.matcher(answer).matches()) {
                throw new IOException("process " + pid + " did not load " + jar + ": " + answer.strip());
            }
        }
    }

    /** A JVM makes its socket at SIGQUIT when this file is in its folder; without the file it prints its threads. */
    private void openSocket() throws IOException {
        Path request = Path.of("/proc", Long.toString(pid), "cwd", ".attach_pid" + pid);
        // A process of that pid may have been asked before by a server that was killed: pids come again in containers
        Files.deleteIfExists(request);
        Files.createFile(request);
        try {
            new ProcessBuilder("sh", "-c", "kill -QUIT " + pid).start();
            long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
            while (!Files.exists(socket)) {
                if (System.nanoTime() > giveUpAt) {
                    throw new IOException("process " + pid + " does not answer");
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } finally {
            Files.deleteIfExists(request);
        }
    }

    private static String readAll(SocketChannel channel) throws IOException {
        try (InputStream in = Channels.newInputStream(channel)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
