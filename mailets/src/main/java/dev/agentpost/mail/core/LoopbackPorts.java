package dev.agentpost.mail.core;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * TCP ports of this machine that nobody listens on now, of those below the ones that Linux (from 32768), macOS and
 * Windows (from 49152) give to outgoing connections. One of these could be taken by any connection before it is
 * listened on; and a client that reconnects to it while nobody listens can connect to itself, and then holds it.
 */
public final class LoopbackPorts {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 1_000;

    private LoopbackPorts() {}

    /** Different from each other, looked for as they are asked for. Ends after some time. */
    public static IntStream search() {
        return ThreadLocalRandom.current()
                .ints(TRIES, LOWEST, HIGHEST)
                .distinct()
                .filter(LoopbackPorts::isFree);
    }

    /**
     * Different from each other.
     *
     * @throws IllegalStateException if there are too few
     */
    public static List<Integer> free(int count) {
        List<Integer> ports = search().limit(count).boxed().toList();
        if (ports.size() < count) {
            throw new IllegalStateException("no free loopback port between " + LOWEST + " and " + HIGHEST);
        }
        return ports;
    }

    public static int free() {
        return free(1).get(0);
    }

    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // also if connections that were accepted on it are still being forgotten by the system
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
